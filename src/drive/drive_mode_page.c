/* MODE SENSE(10) and MODE SELECT(10). MODE SENSE(6) is sent only where a drive does not know MODE SENSE(10): other
 * optical drives refuse it, or answer it with garbage (HL-DT-ST GP60NB60).
 */
#include <string.h>

#include "base/alloc.h"
#include "drive/drive_private.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/mode_page.h"

/* Asked one by one where a drive refuses "all pages" (QEMU does): those that optical drives have. MMC-6 and SPC-3, mode
 * page codes; 08h, 18h and 1Bh from drives that list them.
 */
static const uint8_t usual_pages[] = {0x01, 0x05, 0x08, 0x0D, 0x0E, 0x18, 0x1A, 0x1B, 0x1C, 0x1D, 0x2A};

/* The longest even allocation length of one byte. */
enum { MODE_SENSE_6_MAX_BYTES = 0xFE };

static enum drive_status ask_10(struct drive *drive, enum mmc_page_control control, uint8_t code,
                                struct drive_bytes *reply, struct drive_failure *failure)
{
    uint16_t first_bytes = code == MMC_MODE_PAGE_ALL ? DRIVE_LIST_FIRST_BYTES : DRIVE_ELEMENT_FIRST_BYTES;
    struct scsi_command command;

    mmc_cdb_mode_sense(&command, false, control, code, 0, NULL, first_bytes);
    return drive_take_reply(drive, &command, DRIVE_REPLY_MAX_BYTES, reply, failure);
}

static enum drive_status ask_6(struct drive *drive, enum mmc_page_control control, uint8_t code,
                               struct drive_bytes *reply, struct drive_failure *failure)
{
    struct scsi_command command;

    mmc_cdb_mode_sense_6(&command, false, control, code, 0, NULL, MODE_SENSE_6_MAX_BYTES);
    return drive_take_reply(drive, &command, MODE_SENSE_6_MAX_BYTES, reply, failure);
}

static bool is_unknown_command(const struct drive_failure *failure)
{
    return drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_OPCODE);
}

/* opcode    the command to ask by. MODE SENSE(10) becomes MODE SENSE(6) when the drive knows only that; a drive that
 *           knows neither is told by its refusal of MODE SENSE(10).
 */
static enum drive_status ask(struct drive *drive, uint8_t *opcode, enum mmc_page_control control, uint8_t code,
                             struct drive_bytes *reply, struct drive_failure *failure)
{
    struct drive_failure first;
    enum drive_status status;

    if (*opcode == MMC_OPCODE_MODE_SENSE_6) return ask_6(drive, control, code, reply, failure);
    status = ask_10(drive, control, code, reply, failure);
    if (!is_unknown_command(failure)) return status;
    first = *failure;
    status = ask_6(drive, control, code, reply, failure);
    if (is_unknown_command(failure)) {
        *failure = first;
    } else {
        *opcode = MMC_OPCODE_MODE_SENSE_6;
    }
    return status;
}

/* Ask, and read the header. On DRIVE_OK the caller owns reply, into which mode points. opcode: as for ask. */
static enum drive_status take_mode(struct drive *drive, uint8_t *opcode, enum mmc_page_control control, uint8_t code,
                                   struct drive_bytes *reply, struct mmc_mode *mode, struct drive_failure *failure)
{
    enum drive_status status = ask(drive, opcode, control, code, reply, failure);
    enum mmc_status parsed;

    if (status != DRIVE_OK) return status;
    parsed = *opcode == MMC_OPCODE_MODE_SENSE_6 ? mmc_mode_parse_6(reply->bytes, reply->count, mode)
                                                : mmc_mode_parse(reply->bytes, reply->count, mode);
    if (parsed == MMC_OK) return DRIVE_OK;
    drive_bytes_free(reply);
    return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, *opcode);
}

/* One page after the other, into codes->values, which has room for all of them. */
static enum drive_status try_usual_pages(struct drive *drive, uint8_t *opcode, enum mmc_page_control control,
                                         struct drive_codes *codes, struct drive_failure *failure)
{
    struct drive_bytes reply;
    struct mmc_mode mode;
    struct mmc_mode_page page;
    enum drive_status status;
    size_t i;

    for (i = 0; i < sizeof usual_pages; i++) {
        status = take_mode(drive, opcode, control, usual_pages[i], &reply, &mode, failure);
        if (drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD)) continue;
        if (status != DRIVE_OK) return status;
        if (mmc_mode_find(&mode, usual_pages[i], &page) == MMC_OK) codes->values[codes->count++] = usual_pages[i];
        drive_bytes_free(&reply);
    }
    return DRIVE_OK;
}

static bool has_code(const struct drive_codes *codes, uint16_t code)
{
    size_t i;

    for (i = 0; i < codes->count; i++) {
        if (codes->values[i] == code) return true;
    }
    return false;
}

/* Drives that send a page twice are seen. */
static void collect_pages(const struct mmc_mode *mode, struct drive_codes *codes)
{
    struct mmc_walk walk = mmc_mode_pages(mode);
    struct mmc_mode_page page;

    while (mmc_mode_page_next(&walk, &page)) {
        if (!page.subcode && !has_code(codes, page.code)) codes->values[codes->count++] = page.code;
    }
}

enum drive_status drive_take_mode_pages(struct drive *drive, enum mmc_page_control control, struct drive_codes *codes,
                                        struct drive_failure *failure)
{
    uint8_t opcode = MMC_OPCODE_MODE_SENSE_10;
    bool one_by_one;
    struct drive_bytes reply;
    struct mmc_mode mode;
    enum drive_status status;

    codes->values = NULL;
    codes->count = 0;
    status = take_mode(drive, &opcode, control, MMC_MODE_PAGE_ALL, &reply, &mode, failure);
    one_by_one = drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD);
    if (status != DRIVE_OK && !one_by_one) return status;
    /* A page has 2 bytes at least: no more codes than this. */
    codes->values = base_alloc_array(one_by_one ? sizeof usual_pages : mode.pages.count / 2, sizeof *codes->values);
    if (!codes->values) {
        status = drive_fail(failure, DRIVE_NO_MEMORY);
    } else if (one_by_one) {
        status = try_usual_pages(drive, &opcode, control, codes, failure);
    } else {
        collect_pages(&mode, codes);
    }
    drive_bytes_free(&reply);
    if (status != DRIVE_OK || !codes->count) drive_codes_free(codes);
    return status == DRIVE_OK ? drive_fail(failure, DRIVE_OK) : status;
}

enum drive_status drive_take_mode_page(struct drive *drive, uint8_t code, enum mmc_page_control control,
                                       struct drive_bytes *page, struct drive_failure *failure)
{
    uint8_t opcode = MMC_OPCODE_MODE_SENSE_10;
    struct mmc_mode mode;
    struct mmc_mode_page found;
    enum drive_status status;

    status = take_mode(drive, &opcode, control, code, page, &mode, failure);
    if (drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD))
        failure->status = DRIVE_NO_SUCH_MODE_PAGE;
    if (status != DRIVE_OK) return failure->status;
    switch (mmc_mode_find(&mode, code, &found)) {
    case MMC_OK:
        drive_bytes_keep(page, found.bytes, found.count);
        return DRIVE_OK;
    case MMC_ABSENT:
        status = DRIVE_NO_SUCH_MODE_PAGE;
        break;
    default:
        status = DRIVE_INVALID_RESPONSE;
        break;
    }
    drive_bytes_free(page);
    return drive_fail_reply(failure, status, opcode);
}

enum drive_status drive_set_mode_page(struct drive *drive, bool saved, const uint8_t *page, size_t count,
                                      struct drive_failure *failure)
{
    size_t list_bytes;
    struct scsi_command command;
    enum drive_status status;
    uint8_t *list;

    if (!count || count > DRIVE_REPLY_MAX_BYTES - MMC_MODE_HEADER_BYTES) return drive_fail(failure, DRIVE_FAILED);
    /* The header is all zero: no block descriptors, and no length, which MODE SELECT reserves. */
    list_bytes = MMC_MODE_HEADER_BYTES + count;
    list = base_alloc(list_bytes);
    if (!list) return drive_fail(failure, DRIVE_NO_MEMORY);
    memcpy(list + MMC_MODE_HEADER_BYTES, page, count);
    list[MMC_MODE_HEADER_BYTES] &= 0x7F; /* PS is reserved in MODE SELECT (SPC-3) */
    mmc_cdb_mode_select(&command, saved, list, (uint16_t)list_bytes);
    status = drive_send(drive, &command, NULL, failure);
    base_free(list);
    return status;
}
