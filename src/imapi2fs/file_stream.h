/* A file of this computer as a stream that can be read. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_STREAM_H
#define OPENIMAPI2_IMAPI2FS_FILE_STREAM_H

#include <windows.h>
#include <objidl.h>

/* Open the file and make a stream of it, at position 0. It is agile. Until the last clone is released the file stays
 * open, and nobody can write to it or delete it.
 * path      of an ordinary file, of any length that the system takes; a relative one counts from the current folder.
 * returns   E_OUTOFMEMORY; IMAPI_E_INVALID_PATH when the file cannot be opened, with the system's number in
 *           *system_error. *out is NULL on failure.
 */
HRESULT file_stream_create(const WCHAR *path, IStream **out, DWORD *system_error);

#endif
