/* The seven properties of IWriteEngine2EventArgs, for every interface that has them. The values never change. */
#ifndef OPENIMAPI2_IMAPI2_WRITE_PROGRESS_H
#define OPENIMAPI2_IMAPI2_WRITE_PROGRESS_H

#include <limits.h>
#include <windows.h>

#include "burn/progress.h"

static inline LONG write_progress_number(uint32_t number)
{
    return number > LONG_MAX ? LONG_MAX : (LONG)number;
}

static inline HRESULT write_progress_give(LONG number, LONG *value)
{
    if (!value) return E_POINTER;
    *value = number;
    return S_OK;
}

/* The used and the free buffer add up to the total. */
static inline LONG write_progress_free_buffer(const struct burn_progress *progress)
{
    return write_progress_number(progress->buffer_bytes) - write_progress_number(progress->buffer_used_bytes);
}

/* Seconds; 0 if the write takes longer than estimated. */
static inline LONG write_progress_remaining(const struct burn_progress *progress)
{
    return progress->total_s > progress->elapsed_s ? write_progress_number(progress->total_s - progress->elapsed_s) : 0;
}

#define WRITE_PROGRESS_GETTER(noun, X, property, number)                                                               \
    static HRESULT WINAPI noun##_get_##property(X *iface, LONG *value)                                                 \
    {                                                                                                                  \
        const struct burn_progress *progress = &noun##_from_##X(iface)->progress;                                      \
                                                                                                                       \
        return write_progress_give(number, value);                                                                     \
    }

/* For struct noun, whose member `progress` is a struct burn_progress; X is IWriteEngine2EventArgs or derived from it.
 */
#define WRITE_PROGRESS(noun, X)                                                                                        \
    WRITE_PROGRESS_GETTER(noun, X, StartLba, progress->start_lba)                                                      \
    WRITE_PROGRESS_GETTER(noun, X, SectorCount, write_progress_number(progress->block_count))                          \
    WRITE_PROGRESS_GETTER(noun, X, LastReadLba, progress->last_read_lba)                                               \
    WRITE_PROGRESS_GETTER(noun, X, LastWrittenLba, progress->last_written_lba)                                         \
    WRITE_PROGRESS_GETTER(noun, X, TotalSystemBuffer, write_progress_number(progress->buffer_bytes))                   \
    WRITE_PROGRESS_GETTER(noun, X, UsedSystemBuffer, write_progress_number(progress->buffer_used_bytes))               \
    WRITE_PROGRESS_GETTER(noun, X, FreeSystemBuffer, write_progress_free_buffer(progress))

/* The entries of a vtable after those of IDispatch. */
#define WRITE_PROGRESS_METHODS(noun)                                                                                   \
    noun##_get_StartLba, noun##_get_SectorCount, noun##_get_LastReadLba, noun##_get_LastWrittenLba,                    \
        noun##_get_TotalSystemBuffer, noun##_get_UsedSystemBuffer, noun##_get_FreeSystemBuffer

#endif
