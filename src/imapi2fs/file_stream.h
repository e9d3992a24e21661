/* A file of this computer as a readable stream. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_STREAM_H
#define OPENIMAPI2_IMAPI2FS_FILE_STREAM_H

#include <windows.h>
#include <objidl.h>

/* Open the file as an agile stream at position 0. Until the last clone is released, the file stays open and cannot be
 * written or deleted.
 * path      of an ordinary file, of any length that the system accepts; a relative path starts at the current folder.
 * returns   E_OUTOFMEMORY; IMAPI_E_INVALID_PATH when the file cannot be opened, with the system's number in
 *           *system_error. *out is NULL on failure.
 */
HRESULT file_stream_create(const WCHAR *path, IStream **out, DWORD *system_error);

#endif
