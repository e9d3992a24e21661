/* The disc in a drive as a foreign disc. */
#include "discctl/foreign_disc.h"

#include <stdint.h>
#include <string.h>

#include "imapi2error.h"

#include "discctl/foreign_disc_object.h"
#include "discctl/recorders.h"

enum {
    TIMEOUT_S = 60,
    READ_CAPACITY = 0x25,
    READ_TOC = 0x43,
    TOC_SESSIONS = 1, /* MMC-6, READ TOC/PMA/ATIP: multi-session information */
};

/* The result of a command that the drive has refused, by its sense data (SPC-4, fixed format), as our server's methods
 * have it. A drive that waits to be started, or to be switched off and on, is not becoming ready.
 */
static HRESULT refusal(const BYTE sense[FOREIGN_DISC_SENSE_BYTES])
{
    enum { NOT_READY = 0x04, INCOMPATIBLE = 0x30, NO_MEDIUM = 0x3A };
    BYTE asc = sense[12], ascq = sense[13];

    if (asc == NO_MEDIUM) return E_IMAPI_RECORDER_MEDIA_NO_MEDIA;
    if (asc == INCOMPATIBLE) return E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE;
    if (asc != NOT_READY) return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    switch (ascq) {
    case 0x02: /* wants to be started */
    case 0x22: /* wants to be switched off and on */
        return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    case 0x03: /* manual intervention required */
        return E_IMAPI_RECORDER_MEDIA_NO_MEDIA;
    case 0x04:
        return E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS;
    case 0x07:
    case 0x08:
        return E_IMAPI_RECORDER_MEDIA_BUSY;
    default:
        return E_IMAPI_RECORDER_MEDIA_BECOMING_READY;
    }
}

/* A command whose reply has `size` bytes; those that do not come are 0. Unit attention only reports a change. */
static HRESULT ask(IDiscRecorder2Ex *drive, BYTE *cdb, ULONG cdb_size, BYTE *reply, ULONG size)
{
    enum { UNIT_ATTENTION = 6, TRIES = 3 };
    BYTE sense[FOREIGN_DISC_SENSE_BYTES];
    HRESULT hr = S_OK;
    int i;

    for (i = 0; i < TRIES; i++) {
        ULONG got = 0;

        memset(reply, 0, size);
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(drive, cdb, cdb_size, sense, TIMEOUT_S, reply, size, &got);
        if (hr != S_IMAPI_COMMAND_HAS_SENSE_DATA) return hr;
        if ((sense[2] & 0x0F) != UNIT_ATTENTION) break;
    }
    return refusal(sense);
}

/* READ CAPACITY, and the first address of the last session where there are several. */
static HRESULT look_at_drive(struct foreign_disc *disc)
{
    BYTE capacity_cdb[10] = {READ_CAPACITY}, toc_cdb[10] = {READ_TOC, 0, TOC_SESSIONS, [8] = 12};
    BYTE capacity[8], toc[12];
    HRESULT hr = ask(disc->drive, capacity_cdb, sizeof capacity_cdb, capacity, sizeof capacity);
    ULONG last, start;

    if (FAILED(hr)) return hr;
    last = foreign_disc_number_at(capacity);
    if (last >= INT32_MAX - FOREIGN_DISC_FREE_SECTORS) return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    disc->block_count = (LONG)last + 1;
    start = ask(disc->drive, toc_cdb, sizeof toc_cdb, toc, sizeof toc) == S_OK ? foreign_disc_number_at(toc + 8) : 0;
    disc->start = start <= last ? (LONG)start : 0;
    return S_OK;
}

bool foreign_disc_of_drive(const char *drive, IMultisessionSequential **out, struct failure *failure)
{
    struct foreign_disc *disc;
    IDiscRecorder2 *recorder;
    HRESULT hr;

    *out = NULL;
    if (!recorder_find(drive, &recorder, failure)) return false;
    disc = foreign_disc_create();
    do {
        if (disc->drive) IDiscRecorder2Ex_Release(disc->drive);
        disc->drive = NULL;
        hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&disc->drive);
        if (SUCCEEDED(hr)) hr = look_at_drive(disc);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    IDiscRecorder2_Release(recorder);
    if (SUCCEEDED(hr)) {
        *out = &disc->IMultisessionSequential_iface;
        return true;
    }
    foreign_disc_release(disc);
    return false;
}
