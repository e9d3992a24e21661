/* The track that a burn writes next, and the last complete session before it. */
#include "burn/media_private.h"

#include <limits.h>

#include "mmc/codes.h"
#include "mmc/toc.h"

enum { TRACK_BY_NUMBER = 1, TRACK_NEXT = 0xFF, TOC_SESSIONS = 1 };

/* Sessions have few tracks; a disc that says more is not asked for all of them. */
enum { TRACKS_WALKED_MAX = 99 };

static enum drive_status ask_track(struct media_reading *reading, uint32_t number, struct mmc_track_information *track)
{
    return drive_get_track_information(reading->drive, TRACK_BY_NUMBER, number, track, reading->failure);
}

static bool is_illegal_request(const struct drive_failure *failure)
{
    return failure->status == DRIVE_REFUSED && failure->has_sense && failure->sense.key == SCSI_KEY_ILLEGAL_REQUEST;
}

/* Discs that cannot be written are not worth an error: they have no track then. */
static enum drive_status end_without_track(struct media_reading *reading)
{
    uint8_t state = reading->media->disc.disc_state;
    bool is_needed =
        reading->profile->kind == MEDIA_SEQUENTIAL && (state == MMC_DISC_BLANK || state == MMC_DISC_APPENDABLE);

    return is_needed ? reading->failure->status : media_forgive(reading->failure);
}

enum drive_status media_read_track(struct media_reading *reading)
{
    struct burn_media *media = reading->media;
    uint16_t last = media->disc.last_track_last_session;
    bool is_open = media->disc.disc_state == MMC_DISC_BLANK || media->disc.disc_state == MMC_DISC_APPENDABLE;

    /* Seen: no track at all on an appendable DVD-RW (HL-DT-ST GH22LS40). Track 0 must not be asked for. */
    if (!last) return drive_fail(reading->failure, DRIVE_OK);
    /* FFh is safe on CD alone: libburn asks for the last number elsewhere. Old drives do not know it. */
    if (reading->profile->method == BURN_METHOD_CD && is_open) {
        media->has_track = ask_track(reading, TRACK_NEXT, &media->track) == DRIVE_OK;
        if (media->has_track) return DRIVE_OK;
        if (!is_illegal_request(reading->failure)) return end_without_track(reading);
    }
    media->has_track = ask_track(reading, last, &media->track) == DRIVE_OK;
    return media->has_track ? DRIVE_OK : end_without_track(reading);
}

/* The last address of a track: as recorded, else as long as it is. False where the drive says neither. */
static bool end_of_track(const struct mmc_track_information *track, int32_t *end)
{
    int64_t last = (int64_t)track->start_lba + track->size_blocks - 1;

    if (track->last_recorded_valid && track->has_last_recorded)
        last = (int64_t)track->last_recorded_lba;
    else if (!track->has_size || !track->size_blocks)
        return false;
    if (last < track->start_lba || last > INT_MAX) return false;
    *end = (int32_t)last;
    return true;
}

/* The first track of the last complete session, from the TOC. */
static enum drive_status read_toc_start(struct media_reading *reading)
{
    struct mmc_toc_track track;
    struct drive_bytes bytes;
    struct mmc_walk entries;
    struct mmc_toc toc;

    if (drive_take_toc(reading->drive, TOC_SESSIONS, false, 0, &bytes, reading->failure) != DRIVE_OK) {
        return media_forgive(reading->failure);
    }
    if (mmc_toc_parse(bytes.bytes, bytes.count, &toc) == MMC_OK) {
        entries = mmc_toc_entries(&toc);
        if (mmc_toc_track_next(&entries, &track) && track.address <= INT_MAX) {
            reading->media->has_previous = true;
            reading->media->previous_start = (int32_t)track.address;
        }
    }
    drive_bytes_free(&bytes);
    return drive_fail(reading->failure, DRIVE_OK);
}

/* From the last track of the session, which has this number, backwards to its first. Every session before it has a
 * track at least, so the first track's number is not below the session's: a disc with one track a session needs no
 * step.
 */
static enum drive_status walk_to_start(struct media_reading *reading, uint16_t number,
                                       const struct mmc_track_information *last)
{
    struct mmc_track_information track, first = *last;
    bool is_found = number <= last->session || number <= 1;
    int steps;

    for (steps = 0; !is_found && steps < TRACKS_WALKED_MAX; steps++) {
        number--;
        if (ask_track(reading, number, &track) != DRIVE_OK) return media_forgive(reading->failure);
        is_found = track.session != last->session;
        if (is_found) break;
        first = track;
        is_found = number <= last->session || number <= 1;
    }
    reading->media->has_previous = is_found && first.start_lba >= 0;
    reading->media->previous_start = reading->media->has_previous ? first.start_lba : 0;
    return drive_fail(reading->failure, DRIVE_OK);
}

/* The number of the last complete session's last track; 0: there is no such session, or none that is told. */
static uint16_t previous_track(const struct burn_media *media)
{
    switch (media->disc.disc_state) {
    case MMC_DISC_APPENDABLE:
        return media->disc.first_track_last_session ? (uint16_t)(media->disc.first_track_last_session - 1) : 0;
    case MMC_DISC_COMPLETE:
        return media->disc.sessions > 1 ? media->disc.last_track_last_session : 0;
    default:
        return 0;
    }
}

enum drive_status media_read_previous(struct media_reading *reading)
{
    struct burn_media *media = reading->media;
    uint16_t number = previous_track(media);
    struct mmc_track_information track;

    if (!number) return drive_fail(reading->failure, DRIVE_OK);
    if (media->has_track && media->track.track == number) {
        track = media->track;
    } else if (ask_track(reading, number, &track) != DRIVE_OK) {
        return media_forgive(reading->failure);
    }
    media->has_previous_end = end_of_track(&track, &media->previous_end);
    return media->method == BURN_METHOD_CD ? read_toc_start(reading) : walk_to_start(reading, number, &track);
}
