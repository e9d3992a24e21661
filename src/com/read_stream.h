/* Read-only IStream over bytes that can be produced for any offset: the common part of all our streams.
 *
 * A class is a struct with `struct com_read_stream stream` beside its object; COM_READ_STREAM(noun, X) defines the
 * methods of IStream for its interface X. Position and size are kept here. If the class fails after some bytes, the
 * call succeeds with these bytes, and the failure is reported by the next call.
 */
#ifndef OPENIMAPI2_COM_READ_STREAM_H
#define OPENIMAPI2_COM_READ_STREAM_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "com/object.h"

struct com_read_stream;

struct com_read_stream_class {
    const WCHAR *prog_id; /* source of the errors */
    const IID *iid;       /* interface of the errors */
    bool can_be_sized;    /* SetSize is allowed; else refused */

    /* Fill `count` bytes (not 0) from `offset` on; they lie within the size. *got is 0 on entry, and less than count on
     * return only with a failure. No lock is held.
     */
    HRESULT (*read)(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got);

    /* Create another object with the same content, at this position. *out is NULL on entry. No lock is held. */
    HRESULT (*clone)(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out);

    /* Called when a method has failed: sets the thread's error object. attempt: the beginning of a sentence, such as
     * "Reading from the stream". Returns hr.
     */
    HRESULT (*fail)(const struct com_read_stream *stream, const char *attempt, HRESULT hr);

    /* Fill the members of Stat's result other than type, mode and size: the times, and the name (CoTaskMemAlloc) if
     * wants_name. NULL: there are none.
     */
    HRESULT (*describe)(struct com_read_stream *stream, STATSTG *statistics, bool wants_name);

    /* The HRESULT of Stat for any flag other than STATFLAG_NONAME; 0: STG_E_INVALIDFLAG, and STATFLAG_NOOPEN is
     * allowed.
     */
    HRESULT flag_refusal;
};

struct com_read_stream {
    const struct com_read_stream_class *class;
    CRITICAL_SECTION lock; /* guards the rest and the class's data; not held while a client's stream is called */
    bool is_ready;         /* false: Read, Seek, CopyTo, Stat and Clone return E_UNEXPECTED */
    ULONGLONG position, size;
};

/* Position and size 0. False: no memory. */
bool com_read_stream_init(struct com_read_stream *stream, const struct com_read_stream_class *class, bool is_ready);
void com_read_stream_destroy(struct com_read_stream *stream);

/* The methods of IStream, with their documented arguments. */
HRESULT com_read_stream_Read(struct com_read_stream *stream, void *bytes, ULONG count, ULONG *got);
HRESULT com_read_stream_Write(struct com_read_stream *stream, ULONG *written);
HRESULT com_read_stream_Seek(struct com_read_stream *stream, LARGE_INTEGER move, DWORD origin,
                             ULARGE_INTEGER *position);
HRESULT com_read_stream_SetSize(struct com_read_stream *stream, ULARGE_INTEGER size);
HRESULT com_read_stream_CopyTo(struct com_read_stream *stream, IStream *target, ULARGE_INTEGER count,
                               ULARGE_INTEGER *got, ULARGE_INTEGER *written);
HRESULT com_read_stream_Commit(void);                               /* and Revert: nothing to do */
HRESULT com_read_stream_LockRegion(struct com_read_stream *stream); /* and UnlockRegion: refused */
HRESULT com_read_stream_Stat(struct com_read_stream *stream, STATSTG *statistics, DWORD flags);
HRESULT com_read_stream_Clone(struct com_read_stream *stream, IStream **out);

#define COM_READ_STREAM(noun, X)                                                                                       \
    COM_UNKNOWN(noun, X)                                                                                               \
    static HRESULT WINAPI noun##_##X##_Read(X *iface, void *bytes, ULONG count, ULONG *got)                            \
    {                                                                                                                  \
        return com_read_stream_Read(&noun##_from_##X(iface)->stream, bytes, count, got);                               \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Write(X *iface, const void *bytes, ULONG count, ULONG *written)                 \
    {                                                                                                                  \
        (void)bytes, (void)count;                                                                                      \
        return com_read_stream_Write(&noun##_from_##X(iface)->stream, written);                                        \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Seek(X *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)      \
    {                                                                                                                  \
        return com_read_stream_Seek(&noun##_from_##X(iface)->stream, move, origin, position);                          \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_SetSize(X *iface, ULARGE_INTEGER size)                                          \
    {                                                                                                                  \
        return com_read_stream_SetSize(&noun##_from_##X(iface)->stream, size);                                         \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_CopyTo(X *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *got,    \
                                              ULARGE_INTEGER *written)                                                 \
    {                                                                                                                  \
        return com_read_stream_CopyTo(&noun##_from_##X(iface)->stream, target, count, got, written);                   \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Commit(X *iface, DWORD flags)                                                   \
    {                                                                                                                  \
        (void)iface, (void)flags;                                                                                      \
        return com_read_stream_Commit();                                                                               \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Revert(X *iface)                                                                \
    {                                                                                                                  \
        (void)iface;                                                                                                   \
        return com_read_stream_Commit();                                                                               \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_LockRegion(X *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD kind)   \
    {                                                                                                                  \
        (void)offset, (void)count, (void)kind;                                                                         \
        return com_read_stream_LockRegion(&noun##_from_##X(iface)->stream);                                            \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Stat(X *iface, STATSTG *statistics, DWORD flags)                                \
    {                                                                                                                  \
        return com_read_stream_Stat(&noun##_from_##X(iface)->stream, statistics, flags);                               \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_##X##_Clone(X *iface, IStream **out)                                                  \
    {                                                                                                                  \
        return com_read_stream_Clone(&noun##_from_##X(iface)->stream, out);                                            \
    }

/* The first fourteen entries of a vtable. */
#define COM_READ_STREAM_METHODS(noun, X)                                                                               \
    COM_UNKNOWN_METHODS(noun, X), noun##_##X##_Read, noun##_##X##_Write, noun##_##X##_Seek, noun##_##X##_SetSize,      \
        noun##_##X##_CopyTo, noun##_##X##_Commit, noun##_##X##_Revert, noun##_##X##_LockRegion,                        \
        noun##_##X##_LockRegion, noun##_##X##_Stat, noun##_##X##_Clone

#endif
