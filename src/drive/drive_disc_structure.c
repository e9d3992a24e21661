/* READ DISC STRUCTURE and SEND DISC STRUCTURE. */
#include <string.h>

#include "base/alloc.h"
#include "drive/drive_private.h"
#include "mmc/cdb.h"
#include "mmc/disc_structure.h"

/* The longest structure whose command has an even length of two bytes. */
enum { STRUCTURE_MAX_BYTES = DRIVE_REPLY_MAX_BYTES - MMC_DISC_STRUCTURE_HEADER_BYTES };

enum drive_status drive_take_disc_structure(struct drive *drive, uint8_t media_type, uint32_t address, uint8_t layer,
                                            uint8_t format, uint8_t agid, struct drive_bytes *structure,
                                            struct drive_failure *failure)
{
    struct mmc_disc_structure parsed;
    struct scsi_command command;
    enum drive_status status;

    mmc_cdb_read_disc_structure(&command, media_type, address, layer, format, agid, NULL, DRIVE_STRUCTURE_FIRST_BYTES);
    status = drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, structure, failure);
    if (status != DRIVE_OK) return status;
    if (mmc_disc_structure_parse(structure->bytes, structure->count, &parsed) != MMC_OK ||
        parsed.claimed_bytes > structure->count) {
        /* Length 2 is "nothing behind the header"; seen: LG GH22LS30, format 0Eh. */
        status = DRIVE_INVALID_RESPONSE;
    } else if (!parsed.data.count) {
        status = DRIVE_NO_SUCH_STRUCTURE;
    }
    if (status != DRIVE_OK) {
        drive_bytes_free(structure);
        return drive_fail_reply(failure, status, command.cdb[0]);
    }
    drive_bytes_keep(structure, parsed.data.bytes, parsed.data.count);
    return DRIVE_OK;
}

enum drive_status drive_send_disc_structure(struct drive *drive, uint8_t format, const uint8_t *data, size_t count,
                                            struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;
    size_t list_bytes;
    uint8_t *list;

    if (!count || count > STRUCTURE_MAX_BYTES) return drive_fail(failure, DRIVE_FAILED);
    list_bytes = MMC_DISC_STRUCTURE_HEADER_BYTES + count;
    list = base_alloc(list_bytes);
    if (!list) return drive_fail(failure, DRIVE_NO_MEMORY);
    store_be16(list, (uint16_t)(list_bytes - 2)); /* the length field does not count itself */
    memcpy(list + MMC_DISC_STRUCTURE_HEADER_BYTES, data, count);
    mmc_cdb_send_disc_structure(&command, format, list, (uint16_t)list_bytes);
    status = drive_send(drive, &command, NULL, failure);
    base_free(list);
    return status;
}
