/* Reads the fill of a drive's buffer by READ BUFFER CAPACITY. */
#include "discctl/drive_buffer.h"

#include <stdint.h>

enum { BUFFER_CAPACITY_BYTES = 12, BUFFER_TIMEOUT_S = 5 };

/* READ BUFFER CAPACITY (MMC-6): bytes 4-7 the buffer's length, 8-11 what of it is free. -1 where it does not say. */
int drive_buffer_percent(IDiscRecorder2 *recorder)
{
    BYTE cdb[10] = {0x5C, [8] = BUFFER_CAPACITY_BYTES};
    BYTE reply[BUFFER_CAPACITY_BYTES] = {0}, sense[18];
    ULONG received = 0, length, blank;
    IDiscRecorder2Ex *ex;
    HRESULT hr;

    if (!recorder || FAILED(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex))) return -1;
    hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, sizeof cdb, sense, BUFFER_TIMEOUT_S, reply,
                                                       sizeof reply, &received);
    IDiscRecorder2Ex_Release(ex);
    if (hr != S_OK || received < sizeof reply) return -1;
    length = (ULONG)reply[4] << 24 | (ULONG)reply[5] << 16 | (ULONG)reply[6] << 8 | reply[7];
    blank = (ULONG)reply[8] << 24 | (ULONG)reply[9] << 16 | (ULONG)reply[10] << 8 | reply[11];
    return length && blank <= length ? (int)((uint64_t)(length - blank) * 100 / length) : -1;
}
