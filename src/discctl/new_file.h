/* A file that the command line names and that is written as a whole, or not at all. */
#ifndef OPENIMAPI2_DISCCTL_NEW_FILE_H
#define OPENIMAPI2_DISCCTL_NEW_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

#include "discctl/failure.h"

/* The system's last error in words: "cannot write a.iso: ..." */
struct failure new_file_cannot(const char *path);

/* A new file beside `path`, whatever is there: "a.iso.part", "a.iso.2.part". *beside: its name, memory_free() in any
 * case. INVALID_HANDLE_VALUE, and sets failure.
 */
HANDLE new_file_beside(const char *path, wchar_t **beside, struct failure *failure);

/* The closed file beside it takes the place of `path`; where it cannot, it is deleted, and failure is set. */
bool new_file_keep(const char *path, const wchar_t *beside, struct failure *failure);

/* Could new_file_write() write there? A file beside it is made and deleted again; nothing else is changed. False, and
 * sets failure: there is no such folder, no right, `path` is a folder, a device or a file that may not be replaced.
 */
bool new_file_check(const char *path, struct failure *failure);

/* Does the new file take the place of none that is read meanwhile, which the system would refuse at the end?
 * source    a file or a folder that is read; NULL: none
 * what      the new file in words: "the report"
 * use       what becomes of the source: "burned"
 * returns   false, and sets failure: `path` is the source, or a file in it.
 */
bool new_file_is_apart(const char *path, const char *source, const char *what, const char *use,
                       struct failure *failure);

/* All the bytes; what was there stays until the new file is whole. False, and sets failure. */
bool new_file_write(const char *path, const void *bytes, size_t count, struct failure *failure);

#endif
