/* The state of a medium as bits, by kind of medium and state of disc and last session. */
#include "burn/media_private.h"

#include "mmc/codes.h"

/* The last number that a track, or a session, can have: CD (IEC 60908), DVD+R (ECMA-349), DVD+R DL (ECMA-364). */
enum { CD_TRACKS_MAX = 99, DVD_PLUS_R_SESSIONS_MAX = 153, DVD_PLUS_R_DL_SESSIONS_MAX = 127 };

/* Is the session that is written next the last that fits: by its number, or as 2 % or less are free? */
static bool is_nearly_full(const struct burn_media *media)
{
    bool is_last = false;

    if (media->method == BURN_METHOD_CD) {
        is_last = media->disc.last_track_last_session >= CD_TRACKS_MAX;
    } else if (media->method == BURN_METHOD_DVD_PLUS_R) {
        is_last = media->disc.sessions >=
                  (media->medium == BURN_MEDIUM_DVD_PLUS_R_DL ? DVD_PLUS_R_DL_SESSIONS_MAX : DVD_PLUS_R_SESSIONS_MAX);
    }
    return is_last || media->free_blocks * 50 <= media->total_blocks;
}

/* DVD-R and DVD-RW by disc at once alone: one session, which closes the disc. */
static bool has_one_session(const struct media_reading *reading)
{
    return reading->media->method == BURN_METHOD_DVD_MINUS &&
           (!reading->features.incremental || reading->profile->profile == MMC_PROFILE_DVD_MINUS_R_DL_SEQUENTIAL);
}

static uint32_t appendable_status(const struct media_reading *reading)
{
    const struct burn_media *media = reading->media;
    uint32_t erase = media->disc.erasable ? BURN_MEDIA_ERASE_REQUIRED : 0;

    /* Without tracks, and without an address to go on at, a session is as good as damaged. */
    if (media->disc.last_session_state == MMC_SESSION_DAMAGED || !media->disc.last_track_last_session ||
        !media->has_track || (!media->track.next_writable_valid && !media->track.blank)) {
        return BURN_MEDIA_DAMAGED | erase;
    }
    if (media->disc.last_session_state == MMC_SESSION_INCOMPLETE) return BURN_MEDIA_NON_EMPTY_SESSION | erase;
    if (has_one_session(reading)) return erase ? erase : BURN_MEDIA_FINALIZED;
    return BURN_MEDIA_APPENDABLE | (is_nearly_full(media) ? BURN_MEDIA_FINAL_SESSION : 0);
}

static uint32_t sequential_status(const struct media_reading *reading)
{
    const struct burn_media *media = reading->media;

    if (media->disc.disc_state == MMC_DISC_COMPLETE) {
        return BURN_MEDIA_FINALIZED | (media->disc.erasable ? BURN_MEDIA_ERASE_REQUIRED : 0);
    }
    /* The state is "other", or the drive does not know READ DISC INFORMATION. */
    if (media->disc.disc_state == MMC_DISC_OTHER) return BURN_MEDIA_UNSUPPORTED;
    if (media->is_physically_blank) {
        return BURN_MEDIA_BLANK | (has_one_session(reading) ? BURN_MEDIA_FINAL_SESSION : BURN_MEDIA_APPENDABLE);
    }
    return appendable_status(reading);
}

uint32_t media_status_of(const struct media_reading *reading)
{
    const struct burn_media *media = reading->media;
    bool is_finished = reading->profile->kind == MEDIA_SEQUENTIAL && media->disc.disc_state == MMC_DISC_COMPLETE;

    if (reading->profile->kind == MEDIA_NOT_OURS) return BURN_MEDIA_UNSUPPORTED;
    /* A finished disc's writing features are no longer current. */
    if (reading->profile->kind == MEDIA_READ_ONLY || (!is_finished && !reading->features.writes_now)) {
        return BURN_MEDIA_WRITE_PROTECTED | BURN_MEDIA_UNSUPPORTED;
    }
    if (reading->profile->kind == MEDIA_SEQUENTIAL) return sequential_status(reading);
    if (media->is_formatted && (reading->block_bytes != 2048 || !media->total_blocks)) return BURN_MEDIA_UNSUPPORTED;
    return BURN_MEDIA_OVERWRITE_ONLY | (media->is_heuristically_blank ? BURN_MEDIA_BLANK : 0);
}
