/* The medium in the drive, read step by step; the steps are in files of their own. */
#include "burn/media.h"

#include <string.h>

#include "burn/media_private.h"
#include "mmc/disc_structure.h"

/* In the order of enum burn_medium. */
static const char *const names[] = {
    "unknown medium",
    "CD-ROM",
    "CD-R",
    "CD-RW",
    "DVD-ROM",
    "DVD-RAM",
    "DVD+R",
    "DVD+RW",
    "DVD+R DL",
    "DVD-R",
    "DVD-RW",
    "DVD-R DL",
    "random access disk",
    "DVD+RW DL",
    "HD DVD-ROM",
    "HD DVD-R",
    "HD DVD-RAM",
    "BD-ROM",
    "BD-R",
    "BD-RE",
};

_Static_assert(sizeof names / sizeof names[0] == BURN_MEDIUM_BD_RE + 1, "every medium has a name");

const char *burn_medium_name(enum burn_medium medium)
{
    return names[(unsigned)medium <= BURN_MEDIUM_BD_RE ? medium : BURN_MEDIUM_UNKNOWN];
}

bool media_is_answer(const struct drive_failure *failure)
{
    switch (failure->status) {
    case DRIVE_REFUSED:
        return !failure->has_sense || failure->sense.key != SCSI_KEY_NOT_READY;
    case DRIVE_INVALID_RESPONSE:
    case DRIVE_NO_SUCH_MODE_PAGE:
    case DRIVE_NO_SUCH_STRUCTURE:
        return true;
    default:
        return false;
    }
}

enum drive_status media_forgive(struct drive_failure *failure)
{
    return media_is_answer(failure) ? drive_fail(failure, DRIVE_OK) : failure->status;
}

enum drive_status burn_drive_can_write(struct drive *drive, bool current_only, bool *can_write,
                                       struct drive_failure *failure)
{
    struct media_features features;
    enum drive_status status = media_features_read(drive, &features, failure);

    *can_write = status == DRIVE_OK && (current_only ? features.writes_now : features.writes);
    return status;
}

enum drive_status burn_drive_can_erase(struct drive *drive, bool *can_erase, struct drive_failure *failure)
{
    struct media_features features;
    enum drive_status status = media_features_read(drive, &features, failure);

    *can_erase = status == DRIVE_OK && features.erases;
    return status;
}

/* Disks and readers may not know READ DISC INFORMATION: what they hold is in no state that it could tell. */
static enum drive_status read_disc(struct media_reading *reading)
{
    struct burn_media *media = reading->media;
    enum drive_status status = drive_get_disc_information(reading->drive, &media->disc, reading->failure);

    reading->has_disc = status == DRIVE_OK;
    if (status == DRIVE_REFUSED && reading->failure->has_sense &&
        reading->failure->sense.key == SCSI_KEY_ILLEGAL_REQUEST) {
        media->disc.disc_state = MMC_DISC_OTHER;
        return drive_test_ready(reading->drive, reading->failure);
    }
    return status;
}

static void note_features(struct burn_media *media, const struct media_features *features)
{
    media->can_incremental = features->incremental;
    media->can_track_at_once = features->track_at_once;
    media->can_session_at_once = features->session_at_once;
    media->can_disc_at_once = features->dvd_minus;
    media->has_pow = features->pow;
    media->has_buf = features->has_buf;
    media->can_test_write = features->can_test_write;
}

/* A formatted BD-R that nobody has written yet says "appendable, one session, empty" (libburn). */
static bool is_blank(const struct burn_media *media)
{
    if (media->disc.disc_state == MMC_DISC_BLANK) return true;
    return media->medium == BURN_MEDIUM_BD_R && media->disc.disc_state == MMC_DISC_APPENDABLE &&
           media->disc.last_session_state == MMC_SESSION_EMPTY && media->has_track && !media->next_writable;
}

/* Where the second layer of a blank disc begins, if nobody says otherwise. */
static enum drive_status read_layer(struct media_reading *reading)
{
    enum { LAYER_BOUNDARY = 0x20 };
    struct burn_media *media = reading->media;
    struct mmc_disc_structure structure = {.claimed_bytes = 0};
    struct mmc_dvd_layer_boundary boundary;
    struct drive_bytes bytes;

    if (drive_take_disc_structure(reading->drive, 0, 0, 0, LAYER_BOUNDARY, 0, &bytes, reading->failure) != DRIVE_OK) {
        return media_forgive(reading->failure);
    }
    structure.data = span_of(bytes.bytes, bytes.count);
    if (mmc_dvd_layer_boundary_parse(&structure, &boundary) == MMC_OK) media->layer_blocks = boundary.layer0_blocks;
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

/* What can be overwritten: contents and protection. */
static enum drive_status read_overwritable(struct media_reading *reading, bool with_contents)
{
    struct burn_media *media = reading->media;

    if (!media->is_formatted) {
        media->is_heuristically_blank = true;
    } else if (with_contents && reading->block_bytes == 2048 &&
               media_read_contents(reading, &media->is_heuristically_blank) != DRIVE_OK) {
        return reading->failure->status;
    }
    media->status = media_status_of(reading);
    if (reading->features.write_protect &&
        burn_write_protection(reading->drive, media, &media->protection, reading->failure) != DRIVE_OK) {
        return reading->failure->status;
    }
    if (media->protection) media->status |= BURN_MEDIA_WRITE_PROTECTED;
    return drive_fail(reading->failure, DRIVE_OK);
}

/* All that depends on the type. */
static enum drive_status read_state(struct media_reading *reading, bool with_contents)
{
    struct burn_media *media = reading->media;
    bool has_two_layers = media->medium == BURN_MEDIUM_DVD_PLUS_R_DL || media->medium == BURN_MEDIUM_DVD_R_DL;

    if (media->method == BURN_METHOD_NONE) {
        media->is_physically_blank = reading->has_disc && reading->profile->kind != MEDIA_READ_ONLY && is_blank(media);
        media->is_heuristically_blank = media->is_physically_blank;
        media->status = media_status_of(reading);
        return drive_fail(reading->failure, DRIVE_OK);
    }
    if (media_read_track(reading) != DRIVE_OK || media_read_room(reading) != DRIVE_OK) {
        return reading->failure->status;
    }
    media->is_physically_blank = is_blank(media);
    media->is_heuristically_blank = media->is_physically_blank;
    if (reading->profile->kind == MEDIA_OVERWRITABLE) return read_overwritable(reading, with_contents);
    if (media_read_previous(reading) != DRIVE_OK) return reading->failure->status;
    if (has_two_layers && media->is_physically_blank && read_layer(reading) != DRIVE_OK) {
        return reading->failure->status;
    }
    media->status = media_status_of(reading);
    return drive_fail(reading->failure, DRIVE_OK);
}

enum drive_status burn_media_read(struct drive *drive, bool with_contents, struct burn_media *media,
                                  struct drive_failure *failure)
{
    struct media_reading reading = {.drive = drive, .media = media, .failure = failure, .block_bytes = 2048};

    memset(media, 0, sizeof *media);
    if (read_disc(&reading) == DRIVE_OK && media_features_read(drive, &reading.features, failure) == DRIVE_OK &&
        media_read_type(&reading) == DRIVE_OK) {
        note_features(media, &reading.features);
        read_state(&reading, with_contents);
    }
    if (failure->status != DRIVE_OK) memset(media, 0, sizeof *media);
    return failure->status;
}
