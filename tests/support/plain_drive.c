/* A drive that answers every question as a healthy one does. */
#include "support/plain_drive.h"

#include <string.h>

/* clang-format off */
/* Profiles 0010h (current) and 0008h, Core, and Removable Medium of version 2: a tray that loads. */
static const uint8_t features[] = {
    0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x10,
    0x00, 0x00, 0x03, 0x08, 0x00, 0x10, 0x01, 0x00, 0x00, 0x08, 0x00, 0x00,
    0x00, 0x01, 0x0B, 0x04, 0x00, 0x00, 0x00, 0x07,
    0x00, 0x03, 0x0B, 0x04, 0x39, 0x00, 0x00, 0x00,
};
static const uint8_t core[]      = {0, 0, 0, 0x0C, 0, 0, 0, 0x10, 0x00, 0x01, 0x0B, 0x04, 0x00, 0x00, 0x00, 0x07};
static const uint8_t removable[] = {0, 0, 0, 0x0C, 0, 0, 0, 0x10, 0x00, 0x03, 0x0B, 0x04, 0x39, 0x00, 0x00, 0x00};
static const uint8_t none[]      = {0, 0, 0, 0x04, 0, 0, 0, 0x10};
/* Pages 0Dh and 2Ah, the latter of 20 bytes. */
static const uint8_t pages[] = {
    0x00, 0x22, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B,
    0x2A, 0x12, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
static const uint8_t page_0d[] = {0x00, 0x0E, 0x70, 0, 0, 0, 0, 0, 0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B};
static const uint8_t page_2a[] = {
    0x00, 0x1A, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x2A, 0x12, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
/* The same behind the header of MODE SENSE(6). */
static const uint8_t pages_6[] = {
    0x1F, 0x70, 0x00, 0x00,
    0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B,
    0x2A, 0x12, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
static const uint8_t page_2a_6[] = {
    0x17, 0x70, 0x00, 0x00,
    0x2A, 0x12, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
static const uint8_t disc[34]  = {0x00, 0x20, 0x0E, 0x01, 0x01, 0x01, 0x01, 0x20};
static const uint8_t track[36] = {0x00, 0x22, 0x01, 0x01, 0x00, 0x04, 0x01, [26] = 0x03, [27] = 0xE8};
static const uint8_t toc[]     = {0x00, 0x12, 0x01, 0x01, 0, 0x14, 0x01, 0, 0, 0, 0, 0, 0, 0x14, 0xAA, 0, 0, 0, 0x03, 0xE8};
static const uint8_t copyright[8] = {0x00, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
static const uint8_t capacity[8] = {0x00, 0x00, 0x03, 0xE7, 0x00, 0x00, 0x08, 0x00};
static const uint8_t event[8]    = {0x00, 0x06, 0x04, 0x5E, 0x02, 0x02, 0x00, 0x00};
static const uint8_t block[2048] = {0xB1, 0x0C, [2046] = 0x0E, 0xD0};
static const uint8_t inquiry[36] = "\x05\x80\x00\x32\x1F\x00\x00\x00" "VENDOR  " "PRODUCT         " "REV1";
/* clang-format on */

enum { LENGTH_OF_2 = 2, LENGTH_OF_4 = 4, LONG_LIST = 1500, LONG_ELEMENT = 300, LONG_STRUCTURE = 4100 };

/* The reply, or, from a drive that is long, the same with zeros behind it up to long_bytes and a length field that says
 * so.
 */
static void give(const struct plain_drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                 const uint8_t *bytes, size_t count, size_t long_bytes, int length_width)
{
    uint8_t longer[LONG_STRUCTURE] = {0};

    if (!drive->is_long) {
        script_reply_bytes(command, reply, bytes, count);
        return;
    }
    memcpy(longer, bytes, count);
    longer[length_width - 2] = (uint8_t)((long_bytes - (size_t)length_width) >> 8);
    longer[length_width - 1] = (uint8_t)(long_bytes - (size_t)length_width);
    script_reply_bytes(command, reply, longer, long_bytes);
}

static void give_configuration(const struct plain_drive *drive, const struct scsi_command *command,
                               struct scsi_reply *reply)
{
    int start = command->cdb[2] << 8 | command->cdb[3];

    if (drive->refuses_46) {
        script_reply_sense(reply, 0x70, 0x05, 0x20, 0x00);
    } else if (drive->refuses_starting_feature && start) {
        script_reply_sense(reply, 0x70, 0x05, 0x24, 0x00);
    } else if (command->cdb[1] != 2) {
        give(drive, command, reply, features, drive->has_no_load_feature ? sizeof features - 8 : sizeof features,
             LONG_LIST, LENGTH_OF_4);
    } else if (start == 0x0001) {
        give(drive, command, reply, core, sizeof core, LONG_LIST, LENGTH_OF_4);
    } else if (start == 0x0003 && !drive->has_no_load_feature) {
        give(drive, command, reply, removable, sizeof removable, LONG_LIST, LENGTH_OF_4);
    } else {
        script_reply_bytes(command, reply, none, sizeof none);
    }
}

static void give_page(const struct plain_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t code = command->cdb[2] & 0x3F;

    if ((command->cdb[0] == 0x1A) != drive->has_mode_sense_6) {
        script_reply_sense(reply, 0x70, 0x05, 0x20, 0x00);
    } else if (drive->has_mode_sense_6 && code == 0x3F) {
        script_reply_bytes(command, reply, pages_6, sizeof pages_6);
    } else if (drive->has_mode_sense_6 && code == 0x2A) {
        script_reply_bytes(command, reply, page_2a_6, sizeof page_2a_6);
    } else if (drive->has_mode_sense_6) {
        script_reply_sense(reply, 0x70, 0x05, 0x24, 0x00);
    } else if (code == 0x3F && !drive->refuses_page_3f) {
        give(drive, command, reply, pages, sizeof pages, LONG_LIST, LENGTH_OF_2);
    } else if (code == 0x0D) {
        give(drive, command, reply, page_0d, sizeof page_0d, LONG_ELEMENT, LENGTH_OF_2);
    } else if (code == 0x2A) {
        give(drive, command, reply, page_2a, sizeof page_2a, LONG_ELEMENT, LENGTH_OF_2);
    } else {
        script_reply_sense(reply, 0x70, 0x05, 0x24, 0x00);
    }
}

void plain_drive_answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct plain_drive *drive = script->context;

    switch (command->cdb[0]) {
    case 0x12:
        script_reply_bytes(command, reply, inquiry, sizeof inquiry);
        break;
    case 0x1B:
        if (drive->door_locked) {
            script_reply_sense(reply, 0x70, 0x05, 0x53, 0x02);
        } else {
            script_reply_bytes(command, reply, NULL, 0);
        }
        break;
    case 0x1E:
        drive->door_locked = command->cdb[4] & 0x01;
        script_reply_bytes(command, reply, NULL, 0);
        break;
    case 0x25:
        script_reply_bytes(command, reply, capacity, sizeof capacity);
        break;
    case 0x28:
        script_reply_bytes(command, reply, block, sizeof block);
        break;
    case 0x43:
        give(drive, command, reply, toc, sizeof toc, LONG_LIST, LENGTH_OF_2);
        break;
    case 0x46:
        give_configuration(drive, command, reply);
        break;
    case 0x4A:
        script_reply_bytes(command, reply, event, sizeof event);
        break;
    case 0x51:
        give(drive, command, reply, disc, sizeof disc, LONG_ELEMENT, LENGTH_OF_2);
        break;
    case 0x52:
        give(drive, command, reply, track, sizeof track, LONG_ELEMENT, LENGTH_OF_2);
        break;
    case 0x1A:
    case 0x5A:
        give_page(drive, command, reply);
        break;
    case 0xAD:
        give(drive, command, reply, copyright, sizeof copyright, LONG_STRUCTURE, LENGTH_OF_2);
        break;
    case 0x00:
    case 0x55:
    case 0xBF:
        script_reply_bytes(command, reply, NULL, 0);
        break;
    default:
        script_reply_sense(reply, 0x70, 0x05, 0x20, 0x00);
        break;
    }
}
