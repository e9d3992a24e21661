/* The ioctls of an audio CD, as Linux 6.1 answers them (drivers/cdrom/cdrom.c, drivers/scsi/sr_ioctl.c): what libcdio
 * asks before it reads a disc.
 */
#include <errno.h>
#include <linux/cdrom.h>
#include <stddef.h>
#include <string.h>

#include "sgdrive/preload.h"

enum { TOC_BYTES = 4 + 8 * 100, ENTRY_BYTES = 8, DATA_TRACK = 4 };

/* READ TOC/PMA/ATIP, format 0, from this track on. 0, or an errno; count: entries. */
static int read_toc(int drive, bool msf, uint8_t track, uint8_t bytes[TOC_BYTES], size_t *count)
{
    const uint8_t cdb[10] = {0x43, msf ? 2 : 0, 0, 0, 0, 0, track, TOC_BYTES >> 8, TOC_BYTES & 0xff};
    struct face_reply reply;
    int error;

    memset(bytes, 0, TOC_BYTES);
    error = preload_query(drive, cdb, sizeof cdb, bytes, TOC_BYTES, &reply);
    if (error) return error;
    if (reply.status || reply.transferred_bytes < 4) return EIO;
    *count = (reply.transferred_bytes - 4) / ENTRY_BYTES;
    return 0;
}

static int read_header(int drive, struct cdrom_tochdr *header)
{
    uint8_t toc[TOC_BYTES];
    size_t count;
    int error = read_toc(drive, true, 0, toc, &count);

    if (error) return error;
    header->cdth_trk0 = toc[2];
    header->cdth_trk1 = toc[3];
    return 0;
}

static int read_entry(int drive, struct cdrom_tocentry *entry)
{
    bool msf = entry->cdte_format == CDROM_MSF;
    uint8_t toc[TOC_BYTES], *first = toc + 4;
    size_t count;
    int error;

    if (!msf && entry->cdte_format != CDROM_LBA) return EINVAL;
    error = read_toc(drive, msf, entry->cdte_track, toc, &count);
    if (error) return error;
    if (!count || first[2] != entry->cdte_track) return EIO;
    entry->cdte_adr = first[1] >> 4;
    entry->cdte_ctrl = first[1] & 0x0f;
    entry->cdte_datamode = first[1] & DATA_TRACK ? 1 : 0;
    if (msf) {
        entry->cdte_addr.msf.minute = first[5];
        entry->cdte_addr.msf.second = first[6];
        entry->cdte_addr.msf.frame = first[7];
    } else {
        entry->cdte_addr.lba =
            (int)((uint32_t)first[4] << 24 | (uint32_t)first[5] << 16 | (uint32_t)first[6] << 8 | first[7]);
    }
    return 0;
}

/* READ SUB-CHANNEL, format 2: thirteen digits, or thirteen NULs where there is no number. */
static int get_catalogue_number(int drive, struct cdrom_mcn *number)
{
    static const uint8_t cdb[10] = {0x42, 0, 0x40, 2, 0, 0, 0, 0, 24};
    enum { DIGITS_AT = 9, DIGITS = 13 };
    uint8_t bytes[24] = {0};
    struct face_reply reply;
    int error = preload_query(drive, cdb, sizeof cdb, bytes, sizeof bytes, &reply);

    if (error) return error;
    if (reply.status) return EIO;
    memset(number, 0, sizeof *number);
    memcpy(number->medium_catalog_number, bytes + DIGITS_AT, DIGITS);
    return 0;
}

/* CDROM_DISC_STATUS: by the kinds of the tracks. */
static int disc_status(int drive)
{
    size_t count, i, audio = 0, data = 0;
    uint8_t toc[TOC_BYTES];
    int error = read_toc(drive, true, 0, toc, &count);

    if (error) return error == EIO ? CDS_NO_INFO : -error;
    for (i = 0; i < count; i++) {
        const uint8_t *entry = toc + 4 + ENTRY_BYTES * i;

        if (entry[2] == CDROM_LEADOUT) continue;
        *(entry[1] & DATA_TRACK ? &data : &audio) += 1;
    }
    if (audio) return data ? CDS_MIXED : CDS_AUDIO;
    return data ? CDS_DATA_1 : CDS_NO_INFO;
}

int preload_cdrom(int drive, unsigned long request, void *argument)
{
    if (request == CDROM_DISC_STATUS) return disc_status(drive);
    if (!argument) return -EFAULT;
    switch (request) {
    case CDROMREADTOCHDR:
        return -read_header(drive, argument);
    case CDROMREADTOCENTRY:
        return -read_entry(drive, argument);
    case CDROM_GET_MCN:
        return -get_catalogue_number(drive, argument);
    default:
        return -EINVAL;
    }
}
