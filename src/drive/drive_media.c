/* Queries about the medium: whether it is ready or has changed, its capacity and its contents. */
#include <string.h>

#include "drive/drive_private.h"
#include "mmc/capacity.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/disc_information.h"
#include "mmc/event.h"
#include "mmc/toc.h"
#include "mmc/track_information.h"

enum { BLOCK_BYTES = 2048, CAPACITY_BLOCK_MIN = 512, CAPACITY_BLOCK_MAX = 4096 };

/* A drive may answer another class than the one that was asked for; the question is put once more. */
enum { EVENT_QUESTIONS_MAX = 2 };

/* The reply was received and is good: cut it to what it claims. Else it is given back. */
static enum drive_status keep_reply(struct drive_bytes *reply, uint8_t opcode, bool is_good,
                                    struct drive_failure *failure)
{
    if (!is_good) {
        drive_bytes_free(reply);
        return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, opcode);
    }
    drive_bytes_keep(reply, reply->bytes, mmc_reply_usable(opcode, reply->bytes, reply->count).count);
    return DRIVE_OK;
}

/* Ask, and read. On DRIVE_OK the caller owns reply, into which parsed points. */
static enum drive_status ask_disc_information(struct drive *drive, struct drive_bytes *reply,
                                              struct mmc_disc_information *parsed, struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;
    bool is_good;

    mmc_cdb_read_disc_information(&command, 0, NULL, DRIVE_ELEMENT_FIRST_BYTES);
    status = drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, reply, failure);
    if (status != DRIVE_OK) return status;
    /* One block, not a list: programs trust its length field, so it has to be all there. */
    is_good = mmc_disc_information_parse(reply->bytes, reply->count, parsed) == MMC_OK &&
              parsed->claimed_bytes <= reply->count;
    return keep_reply(reply, command.cdb[0], is_good, failure);
}

enum drive_status drive_take_disc_information(struct drive *drive, struct drive_bytes *information,
                                              struct drive_failure *failure)
{
    struct mmc_disc_information parsed;

    return ask_disc_information(drive, information, &parsed, failure);
}

enum drive_status drive_get_disc_information(struct drive *drive, struct mmc_disc_information *information,
                                             struct drive_failure *failure)
{
    struct drive_bytes reply;

    if (ask_disc_information(drive, &reply, information, failure) == DRIVE_OK) {
        drive_bytes_free(&reply);
        information->bar_code = NULL;
        information->opc_entries = span_of(NULL, 0);
    } else {
        memset(information, 0, sizeof *information);
    }
    return failure->status;
}

/* Likewise; parsed points nowhere. */
static enum drive_status ask_track_information(struct drive *drive, uint8_t address_type, uint32_t address,
                                               struct drive_bytes *reply, struct mmc_track_information *parsed,
                                               struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;
    bool is_good;

    mmc_cdb_read_track_information(&command, false, (enum mmc_track_address)address_type, address, NULL,
                                   DRIVE_ELEMENT_FIRST_BYTES);
    status = drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, reply, failure);
    if (status != DRIVE_OK) return status;
    is_good = mmc_track_information_parse(reply->bytes, reply->count, parsed) == MMC_OK &&
              parsed->claimed_bytes <= reply->count;
    return keep_reply(reply, command.cdb[0], is_good, failure);
}

enum drive_status drive_take_track_information(struct drive *drive, uint8_t address_type, uint32_t address,
                                               struct drive_bytes *information, struct drive_failure *failure)
{
    struct mmc_track_information parsed;

    return ask_track_information(drive, address_type, address, information, &parsed, failure);
}

enum drive_status drive_get_track_information(struct drive *drive, uint8_t address_type, uint32_t address,
                                              struct mmc_track_information *information, struct drive_failure *failure)
{
    struct drive_bytes reply;

    if (ask_track_information(drive, address_type, address, &reply, information, failure) == DRIVE_OK) {
        drive_bytes_free(&reply);
    } else {
        memset(information, 0, sizeof *information);
    }
    return failure->status;
}

enum drive_status drive_take_toc(struct drive *drive, uint8_t format, bool msf, uint8_t number, struct drive_bytes *toc,
                                 struct drive_failure *failure)
{
    struct mmc_toc parsed;
    struct scsi_command command;
    enum drive_status status;

    mmc_cdb_read_toc(&command, msf, format, number, NULL, DRIVE_LIST_FIRST_BYTES);
    status = drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, toc, failure);
    if (status != DRIVE_OK) return status;
    return keep_reply(toc, command.cdb[0], mmc_toc_parse(toc->bytes, toc->count, &parsed) == MMC_OK, failure);
}

/* Drives say 0, or 2352 for a disc of which they deliver 2048 at a time. What is no power of two is not believed. */
static uint32_t believed_block_bytes(uint32_t claimed)
{
    bool is_power = claimed >= CAPACITY_BLOCK_MIN && claimed <= CAPACITY_BLOCK_MAX && !(claimed & (claimed - 1));

    return is_power ? claimed : BLOCK_BYTES;
}

enum drive_status drive_get_capacity(struct drive *drive, uint64_t *blocks, uint32_t *block_bytes,
                                     struct drive_failure *failure)
{
    uint8_t bytes[MMC_CAPACITY_BYTES] = {0};
    struct mmc_capacity capacity;
    struct scsi_command command;
    enum drive_status status;
    size_t received;

    *blocks = 0;
    *block_bytes = 0;
    mmc_cdb_read_capacity(&command, bytes);
    status = drive_send(drive, &command, &received, failure);
    if (status != DRIVE_OK) return status;
    if (mmc_capacity_parse(bytes, received, &capacity) != MMC_OK) {
        return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command.cdb[0]);
    }
    /* Last LBA 0 is how a blank medium says it; none has a single block. */
    *blocks = capacity.has_blocks && capacity.last_lba ? capacity.blocks : 0;
    *block_bytes = believed_block_bytes(capacity.block_bytes);
    return DRIVE_OK;
}

enum drive_status drive_take_format_capacities(struct drive *drive, struct drive_bytes *reply,
                                               struct mmc_format_capacities *capacities, struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;

    mmc_cdb_read_format_capacities(&command, NULL, DRIVE_ELEMENT_FIRST_BYTES);
    status = drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, reply, failure);
    if (status != DRIVE_OK) return status;
    if (mmc_format_capacities_parse(reply->bytes, reply->count, capacities) == MMC_OK) return DRIVE_OK;
    drive_bytes_free(reply);
    return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command.cdb[0]);
}

enum drive_status drive_test_ready(struct drive *drive, struct drive_failure *failure)
{
    struct scsi_command command;

    mmc_cdb_test_unit_ready(&command);
    return drive_send(drive, &command, NULL, failure);
}

enum drive_status drive_get_media_event(struct drive *drive, struct drive_media_event *event,
                                        struct drive_failure *failure)
{
    static const struct drive_media_event nothing;
    uint8_t bytes[8] = {0};
    struct mmc_event parsed;
    struct scsi_command command;
    enum drive_status status;
    size_t received;
    int question;

    *event = nothing;
    for (question = 0; question < EVENT_QUESTIONS_MAX; question++) {
        /* Only this class: drives that are asked for more flood with operational changes (LG of 2001 to 2006). */
        mmc_cdb_get_event_status_notification(&command, 1 << MMC_EVENT_MEDIA, bytes, sizeof bytes);
        status = drive_send(drive, &command, &received, failure);
        if (status != DRIVE_OK) return status;
        if (mmc_event_parse(bytes, received, &parsed) != MMC_OK) {
            return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command.cdb[0]);
        }
        if (!parsed.has_event) break;
        if (parsed.event_class == MMC_EVENT_MEDIA) {
            event->code = parsed.code;
            event->medium_present = parsed.medium_present;
            event->tray_open = parsed.tray_open;
            break;
        }
    }
    return DRIVE_OK;
}
