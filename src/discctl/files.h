/* Files that are named on the command line. */
#ifndef OPENIMAPI2_DISCCTL_FILES_H
#define OPENIMAPI2_DISCCTL_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "discctl/memory.h"

/* The whole file, with a NUL behind its last byte that is not counted. False, and in *complaint (free()) why: it cannot be
 * opened or read, or has more than max bytes.
 */
bool file_read(const char *path, size_t max, struct bytes *bytes, char **complaint);

/* The absolute path and the size of a file that exists and can be read. False and *complaint as above. */
bool file_look(const char *path, wchar_t **absolute, uint64_t *size_bytes, char **complaint);

#endif
