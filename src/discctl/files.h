/* Files that are named on the command line. */
#ifndef OPENIMAPI2_DISCCTL_FILES_H
#define OPENIMAPI2_DISCCTL_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/failure.h"
#include "discctl/memory.h"

/* Read the whole file; a NUL, which is not counted, follows its last byte. False, and sets failure: the file cannot be
 * opened or read, or has more than max bytes (ERROR_FILE_TOO_LARGE).
 */
bool file_read(const char *path, size_t max, struct bytes *bytes, struct failure *failure);

/* The absolute path, memory_free(), and the size of a file that exists and can be read. False, and sets failure, as
 * above.
 */
bool file_look(const char *path, wchar_t **absolute, uint64_t *size_bytes, struct failure *failure);

/* Open a file for sequential reading; other programs cannot write to it meanwhile. CloseHandle(). INVALID_HANDLE_VALUE,
 * and sets failure, as above.
 */
HANDLE file_open(const char *path, struct failure *failure);

/* Read exactly this many bytes at an offset, regardless of the handle's own position. STG_E_READFAULT: the file ends
 * earlier.
 */
HRESULT file_read_at(HANDLE file, uint64_t offset, void *bytes, DWORD count);

/* Does the path name an existing folder? */
bool file_is_folder(const char *path);

/* Do both paths name the same existing file? */
bool file_is_same(const char *path, const char *other);

/* Does the path name an existing file in this folder or below it? Compares the text of the paths, ignoring case. */
bool file_is_below(const char *path, const char *folder);

/* The absolute path, whether or not it exists. memory_free(). NULL: the system cannot tell. */
wchar_t *file_absolute_path(const char *path);

#endif
