/* Reads and writes at an offset of a file that was not opened for overlapped use. They move the file pointer, since
 * under Wine an offset in the call itself costs one more call of its server. Not for a handle that two threads use at
 * once.
 */
#ifndef OPENIMAPI2_OS_PLACED_IO_H
#define OPENIMAPI2_OS_PLACED_IO_H

#include <stddef.h>
#include <stdint.h>

#include <windows.h>

/* *got: bytes read, fewer than `count` at the file's end. Returns ERROR_SUCCESS, or the system's error. */
DWORD placed_read(HANDLE file, uint64_t at, void *bytes, size_t count, size_t *got);

/* Writes all bytes. Returns ERROR_SUCCESS, the system's error, or ERROR_HANDLE_DISK_FULL when the system wrote nothing
 * and gave no error.
 */
DWORD placed_write(HANDLE file, uint64_t at, const void *bytes, size_t count);

#endif
