/* Writes a file that the command line names: completely, or not at all. */
#ifndef OPENIMAPI2_DISCCTL_NEW_FILE_H
#define OPENIMAPI2_DISCCTL_NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

#include "discctl/failure.h"

/* A failure from the system's last error: "cannot write a.iso: ..." */
struct failure new_file_cannot(const char *path);

/* Create a new file beside `path`, under a name that is not yet used: "a.iso.part", "a.iso.2.part". *beside: its name,
 * memory_free() even on failure. On failure INVALID_HANDLE_VALUE, and sets failure.
 */
HANDLE new_file_beside(const char *path, wchar_t **beside, struct failure *failure);

/* Replace `path` by the closed file beside it. If that fails, the file beside it is deleted and failure is set. */
bool new_file_keep(const char *path, const wchar_t *beside, struct failure *failure);

/* Could new_file_write() write to `path`? Creates a file beside it and deletes it again; changes nothing else. False,
 * and sets failure: the folder does not exist, access is denied, or `path` is a folder, a device or a file that may not
 * be replaced.
 */
bool new_file_check(const char *path, struct failure *failure);

/* Is the new file distinct from the source that is read meanwhile? If not, the system would refuse to replace it at the
 * end.
 * source    a file or a folder that is read; NULL: none
 * what      the new file, for the message: "the report"
 * use       the use of the source, for the message: "burned"
 * returns   false, and sets failure: `path` is the source, or a file in it.
 */
bool new_file_is_apart(const char *path, const char *source, const char *what, const char *use,
                       struct failure *failure);

/* Write all the bytes; an existing file stays until the new file is complete. False, and sets failure. */
bool new_file_write(const char *path, const void *bytes, size_t count, struct failure *failure);

#endif
