/* Examines a CD that is to be written, and checks what was written to it. */
#include "burn/audio_look.h"

#include <limits.h>
#include <string.h>

#include "burn/make_ready.h"
#include "drive/command.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/toc.h"

enum {
    RUN_OUT_BLOCKS = 2,
    PREGAP_BLOCKS = 150,
    TRACK_NEXT = 0xFF,
    TOC_ATIP = 4,
    CONTROL_DATA = 4,   /* of a track: IEC 60908, control field */
    CD_BLOCKS = 404850, /* all that a CD has addresses for, up to 89:59:74 */
};

/* --------------------------------------------------------------------------------------------------------- the disc */

enum burn_status burn_audio_check(const struct burn_media *media)
{
    if (media->medium != BURN_MEDIUM_CD_R && media->medium != BURN_MEDIUM_CD_RW) return BURN_MEDIUM_UNSUPPORTED;
    return media->disc.disc_state == MMC_DISC_BLANK ? BURN_OK : BURN_NOT_BLANK;
}

enum burn_status burn_audio_make_ready(const struct burn_tools *tools, struct burn_failure *failure)
{
    return burn_make_ready(tools, true, failure);
}

/* A time on the disc as an address: 00:00:00 is -150, and from 90 minutes on it counts to 99:59:74, which is -151
 * (IEC 60908). False: it is no time.
 */
static bool lba_of(struct mmc_msf time, int32_t *lba)
{
    enum { WRAP_MINUTES = 90, LAST_MINUTE = 99, WRAP = 450150 };
    int32_t sectors = (time.m * 60 + time.s) * 75 + time.f;

    if (time.m > LAST_MINUTE || time.s >= 60 || time.f >= 75) return false;
    *lba = sectors - (time.m >= WRAP_MINUTES ? WRAP : PREGAP_BLOCKS);
    return true;
}

static void set_lead_in(struct burn_audio_disc *disc, struct mmc_msf time)
{
    if (!disc->has_lead_in) disc->has_lead_in = lba_of(time, &disc->lead_in_lba) && disc->lead_in_lba < -PREGAP_BLOCKS;
    if (!disc->has_lead_in) disc->lead_in_lba = 0;
}

static void set_lead_out(struct burn_audio_disc *disc, struct mmc_msf time)
{
    if (disc->has_last_lead_out) return;
    disc->has_last_lead_out = lba_of(time, &disc->last_lead_out_lba) && disc->last_lead_out_lba > 0;
    if (!disc->has_last_lead_out) disc->last_lead_out_lba = 0;
}

static enum drive_status read_atip(struct drive *drive, struct burn_audio_disc *disc, struct drive_failure *failure)
{
    struct drive_bytes bytes;
    struct mmc_atip atip;

    if (drive_take_toc(drive, TOC_ATIP, true, 0, &bytes, failure) != DRIVE_OK) {
        /* Not every drive tells it; one that is gone or silent is another matter. */
        return failure->status == DRIVE_REFUSED || failure->status == DRIVE_INVALID_RESPONSE
                   ? drive_fail(failure, DRIVE_OK)
                   : failure->status;
    }
    if (mmc_atip_parse(bytes.bytes, bytes.count, &atip) == MMC_OK) {
        set_lead_in(disc, atip.lead_in);
        set_lead_out(disc, atip.last_lead_out);
    }
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

/* The disc information's, else ATIP's. */
static enum drive_status read_limits(struct drive *drive, struct burn_audio_disc *disc, struct drive_failure *failure)
{
    set_lead_in(disc, mmc_toc_msf(disc->media.disc.last_session_lead_in));
    set_lead_out(disc, mmc_toc_msf(disc->media.disc.last_possible_lead_out));
    if (disc->has_lead_in && disc->has_last_lead_out) return drive_fail(failure, DRIVE_OK);
    return read_atip(drive, disc, failure);
}

/* The drive's number, but not beyond the last possible lead-out, or what a CD can have: CDEmu always says the whole
 * disc. A blank disc without room is a drive that does not tell.
 */
static uint32_t free_of(const struct burn_audio_disc *disc, const struct mmc_track_information *track)
{
    int64_t most = (int64_t)(disc->has_last_lead_out ? disc->total_blocks : CD_BLOCKS) - disc->next_writable;
    bool is_told = track->free_blocks <= INT_MAX &&
                   (track->free_blocks || disc->media.disc.disc_state != MMC_DISC_BLANK || disc->next_writable > 0);

    if (most <= 0 || (!is_told && !disc->has_last_lead_out)) return 0;
    return is_told && track->free_blocks < most ? track->free_blocks : (uint32_t)most;
}

/* A blank disc may say -150, the beginning of its pre-gap. */
static void set_room(struct burn_audio_disc *disc, const struct mmc_track_information *track)
{
    int32_t next = track->next_writable_valid ? track->next_writable_lba : track->start_lba;

    disc->next_writable = next < 0 ? 0 : next < CD_BLOCKS ? next : CD_BLOCKS;
    if (disc->has_last_lead_out) disc->total_blocks = (uint32_t)disc->last_lead_out_lba;
    disc->free_blocks = free_of(disc, track);
    if (!disc->has_last_lead_out) disc->total_blocks = (uint32_t)disc->next_writable + disc->free_blocks;
}

enum drive_status burn_audio_read_room(struct drive *drive, struct burn_audio_disc *disc, struct drive_failure *failure)
{
    struct mmc_track_information track;

    if (drive_get_track_information(drive, MMC_TRACK_BY_NUMBER, TRACK_NEXT, &track, failure) == DRIVE_OK) {
        set_room(disc, &track);
    }
    return failure->status;
}

enum burn_status burn_audio_look(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                 struct burn_failure *failure)
{
    struct burn_audio_features features;
    struct drive_failure drive;
    struct burn_media media;
    enum burn_status status;

    memset(disc, 0, sizeof *disc);
    if (burn_media_read(tools->drive, false, &media, &drive) != DRIVE_OK) return burn_fail_drive(failure, &drive);
    disc->media = media;
    status = burn_audio_check(&media);
    burn_fail(failure, status);
    burn_fail_names_media(failure, &media);
    if (status != BURN_OK) return status;
    if (read_limits(tools->drive, disc, &drive) != DRIVE_OK ||
        burn_audio_features_read(tools->drive, &features, &drive) != DRIVE_OK) {
        memset(disc, 0, sizeof *disc);
        disc->media = media;
        return burn_fail_drive(failure, &drive);
    }
    set_room(disc, &media.track);
    disc->track_has_buf = features.track_has_buf;
    disc->raw_has_buf = features.raw_has_buf;
    return BURN_OK;
}

enum burn_status burn_audio_is_still_blank(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                           struct burn_failure *failure)
{
    struct mmc_disc_information information;
    struct drive_failure drive;

    if (drive_get_disc_information(tools->drive, &information, &drive) != DRIVE_OK) {
        return burn_fail_drive(failure, &drive);
    }
    burn_fail(failure, information.disc_state == MMC_DISC_BLANK ? BURN_OK : BURN_NOT_BLANK);
    burn_fail_names_media(failure, &disc->media);
    return failure->status;
}

/* ------------------------------------------------------------------------------------------------- what was written */

/* Some count the run-out, some the next pre-gap as well; to CDEmu, a track begins with its own. */
bool burn_audio_track_fits(const struct mmc_track_information *track, int32_t start_lba, uint32_t blocks)
{
    bool has_pregap = track->start_lba == start_lba - PREGAP_BLOCKS;
    uint64_t least = (uint64_t)blocks + (has_pregap ? PREGAP_BLOCKS : 0);

    if (track->damaged || track->blank || track->track_mode & CONTROL_DATA) return false;
    if (track->start_lba != start_lba && !has_pregap) return false;
    return !track->has_size ||
           (track->size_blocks >= least && track->size_blocks <= least + RUN_OUT_BLOCKS + PREGAP_BLOCKS);
}

bool burn_audio_toc_fits(const uint8_t *bytes, size_t count, uint8_t tracks)
{
    struct mmc_toc_track track;
    struct mmc_walk entries;
    struct mmc_toc toc;
    uint8_t seen = 0;
    bool has_lead_out = false;

    if (mmc_toc_parse(bytes, count, &toc) != MMC_OK || toc.first != 1 || toc.last != tracks) return false;
    entries = mmc_toc_entries(&toc);
    while (mmc_toc_track_next(&entries, &track)) {
        if (track.track == MMC_TRACK_LEAD_OUT) {
            has_lead_out = true;
        } else if (track.track != ++seen || track.control & CONTROL_DATA) {
            return false;
        }
    }
    return seen == tracks && has_lead_out;
}
