/* One DeviceIoControl with a deadline; the memory of a request that never ends is left to the system. */
#include "win32/device_io.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "os/wine.h"

enum { CANCEL_WAIT_MS = 5000, CALL_WAIT_MS = 30000, POLL_MS = 1, STRUCTURE_ALIGNMENT = 16 };

/* Requests that the system still owns. Pushed one by one, taken all at once: so no lock and no reuse problem. */
static struct device_io *volatile abandoned;

static void abandon(struct device_io *io)
{
    struct device_io *head;

    do {
        head = abandoned;
        io->next = head;
    } while (InterlockedCompareExchangePointer((void *volatile *)&abandoned, io, head) != head);
}

/* True when the system will not touch the memory any more. Where there is an event, it says so, and not the status
 * field.
 */
static bool comes_back(const struct device_io *io, DWORD wait_ms)
{
    DWORD start_ms = GetTickCount();

    if (io->overlapped.hEvent) return WaitForSingleObject(io->overlapped.hEvent, wait_ms) == WAIT_OBJECT_0;
    while (!HasOverlappedIoCompleted(&io->overlapped)) {
        if (GetTickCount() - start_ms >= wait_ms) return false;
        Sleep(POLL_MS);
    }
    return true;
}

static void free_those_that_came_back(void)
{
    struct device_io *io;
    struct device_io *next;

    if (!abandoned) return;
    for (io = InterlockedExchangePointer((void *volatile *)&abandoned, NULL); io; io = next) {
        next = io->next;
        if (comes_back(io, 0))
            device_io_free(io);
        else
            abandon(io);
    }
}

static size_t round_up(size_t value, size_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

static uint8_t *align(uint8_t *address, size_t alignment)
{
    return address + (round_up((uintptr_t)address, alignment) - (uintptr_t)address);
}

struct device_io *device_io_create(size_t buffer_bytes, size_t data_bytes)
{
    size_t buffer_offset = round_up(sizeof(struct device_io), STRUCTURE_ALIGNMENT);
    size_t data_offset = buffer_offset + round_up(buffer_bytes, STRUCTURE_ALIGNMENT);
    size_t slack = data_bytes ? STRUCTURE_ALIGNMENT + DEVICE_IO_PAGE_BYTES : STRUCTURE_ALIGNMENT;
    struct device_io *io;
    uint8_t *bytes;

    free_those_that_came_back();
    if (data_bytes > SIZE_MAX - data_offset - slack) return NULL;
    bytes = base_alloc(data_offset + data_bytes + slack);
    if (!bytes) return NULL;

    io = (struct device_io *)bytes;
    io->buffer = align(bytes + buffer_offset, STRUCTURE_ALIGNMENT);
    if (data_bytes) io->data = align((uint8_t *)io->buffer + (data_offset - buffer_offset), DEVICE_IO_PAGE_BYTES);
    /* Wine runs a request to a drive within DeviceIoControl, and then asks its server to set an event that nobody waits
     * for: a tenth of a short command's time. The few requests that it does pass on (to its own CdRomN, which knows no
     * SCSI) are polled for.
     */
    if (os_is_wine()) return io;
    io->overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!io->overlapped.hEvent) {
        base_free(io);
        return NULL;
    }
    return io;
}

void device_io_free(struct device_io *io)
{
    if (!io) return;
    if (io->overlapped.hEvent) CloseHandle(io->overlapped.hEvent);
    base_free(io);
}

/* True when the request is the caller's again; was_cancelled tells its own error from ours. */
static bool wait_for(struct device_io *io, HANDLE handle, DWORD wait_ms, bool *was_cancelled)
{
    *was_cancelled = false;
    if (comes_back(io, wait_ms)) return true;
    *was_cancelled = true;
    CancelIo(handle); /* of this thread only, which is the one that sent it */
    return comes_back(io, CANCEL_WAIT_MS);
}

DWORD device_io_run(struct device_io **io, HANDLE handle, DWORD code, DWORD input_bytes, DWORD output_bytes,
                    DWORD wait_ms, DWORD *returned)
{
    struct device_io *request = *io;
    bool was_cancelled = false;
    DWORD count = 0;
    DWORD error;

    *returned = 0;
    if (!DeviceIoControl(handle, code, input_bytes ? request->buffer : NULL, input_bytes,
                         output_bytes ? request->buffer : NULL, output_bytes, &count, &request->overlapped)) {
        error = GetLastError();
        if (error != ERROR_IO_PENDING) return error ? error : ERROR_GEN_FAILURE;
        if (!wait_for(request, handle, wait_ms, &was_cancelled)) {
            abandon(request);
            *io = NULL;
            return ERROR_SEM_TIMEOUT;
        }
    }
    count = 0;
    if (!GetOverlappedResult(handle, &request->overlapped, &count, FALSE)) {
        error = GetLastError();
        if (was_cancelled && error == ERROR_OPERATION_ABORTED) return ERROR_SEM_TIMEOUT;
        return error ? error : ERROR_GEN_FAILURE;
    }
    *returned =
        count < output_bytes ? count : output_bytes; /* some ioctls report garbage (seen: Wine 8, FSCTL_LOCK_VOLUME) */
    return ERROR_SUCCESS;
}

DWORD device_io_call(HANDLE handle, DWORD code, const void *input, DWORD input_bytes, void *output, DWORD output_bytes,
                     DWORD *returned)
{
    struct device_io *io = device_io_create(input_bytes > output_bytes ? input_bytes : output_bytes, 0);
    DWORD error;

    *returned = 0;
    if (output_bytes) memset(output, 0, output_bytes);
    if (!io) return ERROR_NOT_ENOUGH_MEMORY;
    if (input_bytes) memcpy(io->buffer, input, input_bytes);
    error = device_io_run(&io, handle, code, input_bytes, output_bytes, CALL_WAIT_MS, returned);
    if (!error && *returned) memcpy(output, io->buffer, *returned);
    device_io_free(io);
    return error;
}
