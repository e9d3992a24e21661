/* Reads and writes at a place of a file that was not opened for overlapped use, by the file's own position, which they
 * move: under Wine, a place that is named in the call costs a call of its server more. Not for a handle that two
 * threads use at once.
 */
#ifndef OPENIMAPI2_OS_PLACED_IO_H
#define OPENIMAPI2_OS_PLACED_IO_H

#include <stddef.h>
#include <stdint.h>

#include <windows.h>

/* *got: fewer than `count` at the file's end. Returns ERROR_SUCCESS, or the system's error. */
DWORD placed_read(HANDLE file, uint64_t at, void *bytes, size_t count, size_t *got);

/* All of it. Returns ERROR_SUCCESS, the system's error, or ERROR_HANDLE_DISK_FULL where the system took nothing and
 * named none.
 */
DWORD placed_write(HANDLE file, uint64_t at, const void *bytes, size_t count);

#endif
