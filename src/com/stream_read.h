/* Reads from a given offset of a client's stream, whose position is the stream's own.
 *
 * Only one thread at a time moves the position and reads (com/turn.h, or an apartment). That thread may still be
 * re-entered: the stream calls back, or a call comes in while the thread waits for the stream's apartment, and reads at
 * another offset. The offset of the bytes that the outer call got is then unknown, so it seeks and reads again.
 */
#ifndef OPENIMAPI2_COM_STREAM_READ_H
#define OPENIMAPI2_COM_STREAM_READ_H

#include <stdint.h>
#include <windows.h>
#include <objidl.h>

/* Seek to `offset` and read until `count` bytes are there or the stream has no more: *got may be less with S_OK.
 * uses     counts the Seeks of this stream, or of several streams; initially 0.
 * no_seek  the result if Seek fails; S_OK: return Seek's own HRESULT.
 * returns  on failure the stream's own HRESULT (*got bytes are valid), or STG_E_READFAULT if the stream claims to have
 *          read more than was requested, or if its position was moved during every attempt.
 */
HRESULT com_stream_read_at(IStream *stream, uint64_t *uses, HRESULT no_seek, ULONGLONG offset, BYTE *bytes, ULONG count,
                           ULONG *got);

#endif
