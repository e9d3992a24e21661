/* Every question of drive/drive.h as a row, for tests that ask all of them. */
#include "support/drive_questions.h"

#include <string.h>

static void begin(struct drive_answer *answer)
{
    memset(answer, 0, sizeof *answer);
}

static struct drive_codes *codes_of(struct drive_answer *answer)
{
    begin(answer);
    memset(&answer->codes, 0x5A, sizeof answer->codes);
    return &answer->codes;
}

static struct drive_bytes *bytes_of(struct drive_answer *answer)
{
    begin(answer);
    memset(&answer->bytes, 0x5A, sizeof answer->bytes);
    return &answer->bytes;
}

static enum drive_status features(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_features(drive, false, codes_of(answer), failure);
}

static enum drive_status current_features(struct drive *drive, struct drive_answer *answer,
                                          struct drive_failure *failure)
{
    return drive_take_features(drive, true, codes_of(answer), failure);
}

static enum drive_status profiles(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_profiles(drive, false, codes_of(answer), failure);
}

static enum drive_status current_profiles(struct drive *drive, struct drive_answer *answer,
                                          struct drive_failure *failure)
{
    return drive_take_profiles(drive, true, codes_of(answer), failure);
}

static enum drive_status feature(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_feature(drive, 0x0001, false, bytes_of(answer), failure);
}

static enum drive_status mode_pages(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_mode_pages(drive, MMC_PAGE_CURRENT, codes_of(answer), failure);
}

static enum drive_status mode_page(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_mode_page(drive, 0x2A, MMC_PAGE_CURRENT, bytes_of(answer), failure);
}

static enum drive_status set_mode_page(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    static const uint8_t page[] = {0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B};

    begin(answer);
    return drive_set_mode_page(drive, false, page, sizeof page, failure);
}

static enum drive_status disc_information(struct drive *drive, struct drive_answer *answer,
                                          struct drive_failure *failure)
{
    return drive_take_disc_information(drive, bytes_of(answer), failure);
}

static enum drive_status track_information(struct drive *drive, struct drive_answer *answer,
                                           struct drive_failure *failure)
{
    return drive_take_track_information(drive, 1, 1, bytes_of(answer), failure);
}

static enum drive_status disc_structure(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_disc_structure(drive, 0, 0, 0, 0x01, 0, bytes_of(answer), failure);
}

static enum drive_status send_disc_structure(struct drive *drive, struct drive_answer *answer,
                                             struct drive_failure *failure)
{
    static const uint8_t layer_boundary[8] = {0, 0, 0, 0, 0x00, 0x1F, 0xFF, 0xF0};

    begin(answer);
    return drive_send_disc_structure(drive, 0x20, layer_boundary, sizeof layer_boundary, failure);
}

static enum drive_status toc(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    return drive_take_toc(drive, 0, false, 0, bytes_of(answer), failure);
}

static enum drive_status capacity(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    answer->blocks = 0x5A5A;
    answer->block_bytes = 0x5A5A;
    return drive_get_capacity(drive, &answer->blocks, &answer->block_bytes, failure);
}

static enum drive_status ready(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    return drive_test_ready(drive, failure);
}

static enum drive_status media_event(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    answer->event.code = 0x5A;
    answer->event.medium_present = true;
    answer->event.tray_open = true;
    return drive_get_media_event(drive, &answer->event, failure);
}

static enum drive_status can_load(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    answer->can_load = true;
    return drive_get_can_load(drive, &answer->can_load, failure);
}

static enum drive_status eject(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    return drive_eject(drive, failure);
}

static enum drive_status load(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    return drive_load(drive, failure);
}

static enum drive_status prevent(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    return drive_prevent_removal(drive, true, failure);
}

static enum drive_status allow(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure)
{
    begin(answer);
    return drive_prevent_removal(drive, false, failure);
}

/* clang-format off */
const struct drive_question drive_questions[] = {
    {"features",          features,          true,    60},
    {"current features",  current_features,  true,    60},
    {"profiles",          profiles,          true,    60},
    {"current profiles",  current_profiles,  true,    60},
    {"feature",           feature,           true,   120}, /* and once more among all */
    {"mode pages",        mode_pages,        true,   780}, /* by both commands, and eleven one by one */
    {"mode page",         mode_page,         true,   120}, /* by both commands */
    {"set mode page",     set_mode_page,     true,    20},
    {"disc information",  disc_information,  true,    60},
    {"track information", track_information, true,    60},
    {"toc",               toc,               true,    60},
    {"disc structure",    disc_structure,    true,    60},
    {"send structure",    send_disc_structure, true,  20},
    {"capacity",          capacity,          false,   20},
    {"ready",             ready,             false,   20},
    {"media event",       media_event,       false,   40}, /* twice */
    {"can load",          can_load,          true,   240}, /* feature, then mode page by both commands */
    {"eject",             eject,             false, 3660}, /* 91 times, PREVENT ALLOW, 91 times */
    {"load",              load,              false, 1820}, /* 91 times */
    {"prevent",           prevent,           false,   20},
    {"allow",             allow,             false,   20},
};
/* clang-format on */
const size_t drive_question_count = sizeof drive_questions / sizeof drive_questions[0];

bool drive_answer_is_empty(const struct drive_answer *answer)
{
    return !answer->codes.values && !answer->codes.count && !answer->bytes.bytes && !answer->bytes.count &&
           !answer->blocks && !answer->block_bytes && !answer->can_load && !answer->event.code &&
           !answer->event.medium_present && !answer->event.tray_open;
}

void drive_answer_free(struct drive_answer *answer)
{
    drive_codes_free(&answer->codes);
    drive_bytes_free(&answer->bytes);
}
