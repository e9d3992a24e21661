/* One DeviceIoControl on an overlapped handle that ends within a bounded time, once the driver has taken it: one that
 * lets the call itself wait (Windows' cdrom.sys, behind another program's command) is waited for.
 *
 * A driver that never answers keeps the request's memory: so all of it (structures, event, data) belongs to the
 * request, and none of it is the caller's. A request that even cancelling did not end is left to the system and freed
 * when it comes back.
 */
#ifndef OPENIMAPI2_WIN32_DEVICE_IO_H
#define OPENIMAPI2_WIN32_DEVICE_IO_H

#include <stddef.h>
#include <windows.h>

/* Data buffers begin at a page: this meets the alignment that any adapter may ask for. */
enum { DEVICE_IO_PAGE_BYTES = 4096 };

struct device_io {
    void *buffer;           /* input, and output over it; zeroed; aligned for any structure */
    void *data;             /* what the input points at: page-aligned, zeroed; NULL when none was asked for */
    OVERLAPPED overlapped;  /* without an event under Wine */
    struct device_io *next; /* among the abandoned */
};

/* NULL without memory or without an event. data_bytes may be 0. Freed by device_io_free, unless device_io_run took it.
 */
struct device_io *device_io_create(size_t buffer_bytes, size_t data_bytes);

/* NULL is allowed. */
void device_io_free(struct device_io *io);

/* Send it and wait.
 * handle         opened with FILE_FLAG_OVERLAPPED.
 * input_bytes, output_bytes   of io->buffer; 0: none.
 * wait_ms        then it is cancelled, and after a few seconds more abandoned.
 * returned       bytes of output, at most output_bytes; 0 on failure.
 * returns        ERROR_SUCCESS, what the system said, or ERROR_SEM_TIMEOUT when it was cancelled or abandoned; in the
 *                latter case *io is NULL.
 */
DWORD device_io_run(struct device_io **io, HANDLE handle, DWORD code, DWORD input_bytes, DWORD output_bytes,
                    DWORD wait_ms, DWORD *returned);

/* The same for small structures, copied in and out. Requests that reach no drive get half a minute. output is zeroed
 * first.
 */
DWORD device_io_call(HANDLE handle, DWORD code, const void *input, DWORD input_bytes, void *output, DWORD output_bytes,
                     DWORD *returned);

#endif
