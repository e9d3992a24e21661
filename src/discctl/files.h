/* Files that are named on the command line. */
#ifndef OPENIMAPI2_DISCCTL_FILES_H
#define OPENIMAPI2_DISCCTL_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/failure.h"
#include "discctl/memory.h"

/* The whole file, with a NUL behind its last byte that is not counted. False, and sets failure: the file cannot be
 * opened or read, or has more than max bytes (ERROR_FILE_TOO_LARGE).
 */
bool file_read(const char *path, size_t max, struct bytes *bytes, struct failure *failure);

/* The absolute path, memory_free(), and the size of a file that exists and can be read. False, and sets failure, as
 * above.
 */
bool file_look(const char *path, wchar_t **absolute, uint64_t *size_bytes, struct failure *failure);

/* Open a file to read it from its beginning to its end, while nobody writes to it; CloseHandle(). INVALID_HANDLE_VALUE,
 * and sets failure, as above.
 */
HANDLE file_open(const char *path, struct failure *failure);

/* Read exactly so many bytes at an offset, whatever the handle's own position is. STG_E_READFAULT: the file ends
 * before.
 */
HRESULT file_read_at(HANDLE file, uint64_t offset, void *bytes, DWORD count);

/* Does the path name a folder that is there? */
bool file_is_folder(const char *path);

/* Do both paths name one file that is there? */
bool file_is_same(const char *path, const char *other);

/* Does the path name a file that is there, in this folder or one below it? By the words of both paths, without the case
 * of letters.
 */
bool file_is_below(const char *path, const char *folder);

/* The same place among all folders, whether something is there or not. memory_free(). NULL: the system does not say. */
wchar_t *file_absolute_path(const char *path);

#endif
