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

#endif
