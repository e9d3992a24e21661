/* Reads a place of a client's stream, whose position belongs to the stream.
 *
 * One thread at a time moves it and reads (com/turn.h, or an apartment). That thread may come back all the same: the
 * stream calls back, or a call comes in while its apartment is waited for, and that reads another place of it. Nobody
 * knows of where then is what the first one got, so it asks again.
 */
#ifndef OPENIMAPI2_COM_STREAM_READ_H
#define OPENIMAPI2_COM_STREAM_READ_H

#include <stdint.h>
#include <windows.h>
#include <objidl.h>

/* Seek to `offset` and read until `count` bytes are there or the stream has no more: *got may be less with S_OK.
 * uses      counts the Seeks of this stream, or of several; 0 at first
 * no_seek   what is returned where Seek fails; S_OK: what Seek said
 * fails     the stream's own HRESULT, behind *got bytes that are good; STG_E_READFAULT where it claims more than it was
 *           asked for, or is moved each time that it is read
 */
HRESULT com_stream_read_at(IStream *stream, uint64_t *uses, HRESULT no_seek, ULONGLONG offset, BYTE *bytes, ULONG count,
                           ULONG *got);

#endif
