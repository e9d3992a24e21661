/* Mode page 05h: the drive's own page, with the fields that a method needs. */
#include "burn/worker.h"
#include "drive/command.h"
#include "mmc/codes.h"

enum { ASC_INVALID_FIELD_IN_LIST = 0x26 };

enum drive_status burn_take_write_parameters(struct drive *drive, struct drive_bytes *page,
                                             struct mmc_write_parameters_page *fields, struct drive_failure *failure)
{
    struct mmc_mode_page parsed;
    struct mmc_walk walk;
    enum drive_status status;

    status = drive_take_mode_page(drive, MMC_MODE_PAGE_WRITE_PARAMETERS, MMC_PAGE_CURRENT, page, failure);
    if (status != DRIVE_OK) return status;
    walk = mmc_walk_of(span_of(page->bytes, page->count));
    if (mmc_mode_page_next(&walk, &parsed) && mmc_write_parameters_page_parse(&parsed, fields) == MMC_OK) {
        return DRIVE_OK;
    }
    drive_bytes_free(page);
    return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, MMC_OPCODE_MODE_SENSE_10);
}

enum drive_status burn_set_write_parameters(struct drive *drive, const struct mmc_write_parameters_page *fields,
                                            struct drive_failure *failure)
{
    struct mmc_write_parameters_page had = {0}, again = *fields;
    struct drive_bytes page;
    enum drive_status status;

    if (burn_take_write_parameters(drive, &page, &had, failure) != DRIVE_OK) return failure->status;
    mmc_write_parameters_page_set(page.bytes, page.count, fields);
    status = drive_set_mode_page(drive, false, page.bytes, page.count, failure);
    if (drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, ASC_INVALID_FIELD_IN_LIST)) {
        again.link_size_valid = had.link_size_valid;
        again.link_size = had.link_size;
        again.fixed_packet = had.fixed_packet;
        mmc_write_parameters_page_set(page.bytes, page.count, &again);
        status = drive_set_mode_page(drive, false, page.bytes, page.count, failure);
    }
    drive_bytes_free(&page);
    return status;
}
