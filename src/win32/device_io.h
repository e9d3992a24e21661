/* One DeviceIoControl on an overlapped handle. It ends within a bounded time once the driver has accepted it; a driver
 * that blocks in the call itself (Windows' cdrom.sys, while another program's command runs) is waited for.
 *
 * A driver that never answers keeps the request's memory: so all of it (structures, event, data) belongs to the
 * request, and none to the caller. A request that does not end even when cancelled is left to the system and freed when
 * it completes.
 */
#ifndef OPENIMAPI2_WIN32_DEVICE_IO_H
#define OPENIMAPI2_WIN32_DEVICE_IO_H

#include <stddef.h>
#include <windows.h>

/* Data buffers begin at a page boundary: this meets the alignment that any adapter may require. */
enum { DEVICE_IO_PAGE_BYTES = 4096 };

struct device_io {
    void *buffer;           /* input, which the output overwrites; zeroed; aligned for any structure */
    void *data;             /* memory that the input points at: page-aligned, zeroed; NULL when none was asked for */
    OVERLAPPED overlapped;  /* without an event under Wine */
    struct device_io *next; /* in the list of abandoned requests */
};

/* NULL: no memory or no event. data_bytes may be 0. Free it with device_io_free, unless device_io_run took it. */
struct device_io *device_io_create(size_t buffer_bytes, size_t data_bytes);

/* NULL is allowed. */
void device_io_free(struct device_io *io);

/* Send it and wait.
 * handle         opened with FILE_FLAG_OVERLAPPED.
 * input_bytes, output_bytes   used of io->buffer; 0: none.
 * wait_ms        after this time the request is cancelled, and a few seconds later abandoned.
 * returned       bytes of output, at most output_bytes; 0 on failure.
 * returns        ERROR_SUCCESS, the system's error, or ERROR_SEM_TIMEOUT when it was cancelled or abandoned; in the
 *                latter case *io is NULL.
 */
DWORD device_io_run(struct device_io **io, HANDLE handle, DWORD code, DWORD input_bytes, DWORD output_bytes,
                    DWORD wait_ms, DWORD *returned);

/* The same for small structures, copied in and out, with half a minute for requests that do not reach the drive. output
 * is zeroed first.
 */
DWORD device_io_call(HANDLE handle, DWORD code, const void *input, DWORD input_bytes, void *output, DWORD output_bytes,
                     DWORD *returned);

#endif
