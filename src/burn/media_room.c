/* The capacity of a medium, its free space, and the address where writing continues. */
#include "burn/media_private.h"

#include <limits.h>

#include "mmc/codes.h"
#include "mmc/format_capacity.h"

enum { POST_GAP_BLOCKS = 150, RUN_OUT_BLOCKS = 2 };

/* The last lead-out that a time of a CD can name: 99:59.74. */
enum { CD_BLOCKS_MAX = 449849 };

/* The next writable address is one only where the drive says so. A blank CD is 0, or -150 with its pre-gap (Pioneer
 * BDR-205, Lite-On LTR-48125S).
 */
static int32_t next_writable(const struct burn_media *media)
{
    if (!media->track.next_writable_valid) return media->track.start_lba > 0 ? media->track.start_lba : 0;
    return media->track.next_writable_lba > 0 ? media->track.next_writable_lba : 0;
}

/* An address of the disc information: on CD a time, which counts backwards from 90 minutes on; elsewhere a block
 * number. 0: the drive does not say.
 */
static uint32_t lead_out_lba(const struct burn_media *media)
{
    uint32_t raw = media->disc.last_possible_lead_out;
    uint32_t minutes = raw >> 16 & 0xFF, seconds = raw >> 8 & 0xFF, frames = raw & 0xFF;
    uint32_t sectors = (minutes * 60 + seconds) * 75 + frames;

    if ((raw & 0xFFFFFF) == 0xFFFFFF || minutes >= 90 || sectors < 150) return 0;
    return sectors - 150;
}

/* Free blocks of the track. FFFFFFFFh is seen, and 0 on a disc that is blank. */
static uint64_t free_of_track(const struct burn_media *media, uint32_t lead_out)
{
    const struct mmc_track_information *track = &media->track;
    int64_t used = (int64_t)media->next_writable - track->start_lba;
    bool is_blank = media->disc.disc_state == MMC_DISC_BLANK;

    if (track->free_blocks && track->free_blocks <= INT_MAX) return track->free_blocks;
    if (media->method == BURN_METHOD_CD) {
        bool is_told = !track->free_blocks && !is_blank;

        if (is_told || lead_out < (uint32_t)media->next_writable + RUN_OUT_BLOCKS) return 0;
        return lead_out - (uint32_t)media->next_writable - RUN_OUT_BLOCKS;
    }
    /* Old DVD+R drives leave it 0, and say the size of the track. */
    if (media->method == BURN_METHOD_DVD_PLUS_R && track->has_size && track->size_blocks <= INT_MAX && used >= 0 &&
        used < track->size_blocks) {
        return track->size_blocks - (uint64_t)used;
    }
    return 0;
}

/* No more than there are addresses. */
static uint64_t bounded_free(const struct burn_media *media, uint64_t blocks)
{
    int32_t end = media->method == BURN_METHOD_CD ? CD_BLOCKS_MAX : INT_MAX;
    uint64_t most = media->next_writable < end ? (uint64_t)(end - media->next_writable) : 0;

    return blocks < most ? blocks : most;
}

static void set_sequential_room(struct burn_media *media)
{
    const struct mmc_track_information *track = &media->track;
    uint32_t lead_out = media->method == BURN_METHOD_CD ? lead_out_lba(media) : 0;
    int64_t end = (int64_t)track->start_lba + track->size_blocks;
    bool is_open = media->disc.disc_state != MMC_DISC_COMPLETE;

    if (is_open) {
        media->next_writable = next_writable(media);
        media->free_blocks = bounded_free(media, free_of_track(media, lead_out));
    }
    media->total_blocks = (uint64_t)media->next_writable + media->free_blocks;
    if (lead_out) {
        if (lead_out > media->total_blocks) media->total_blocks = lead_out;
    } else if (track->has_size && end <= INT_MAX && end > (int64_t)media->total_blocks) {
        media->total_blocks = (uint64_t)end;
    }
    if (media->method == BURN_METHOD_CD) {
        media->free_blocks = media->free_blocks > POST_GAP_BLOCKS ? media->free_blocks - POST_GAP_BLOCKS : 0;
    }
}

/* The way in which a medium that was never formatted is: MMC-6, format types. */
static uint8_t format_type(const struct burn_media *media)
{
    enum { FORMAT_FULL = 0x00, FORMAT_DVD_PLUS_RW = 0x26, FORMAT_BD_RE_SPARE = 0x30 };

    if (media->method == BURN_METHOD_DVD_PLUS_RW) return FORMAT_DVD_PLUS_RW;
    return media->medium == BURN_MEDIUM_BD_RE ? FORMAT_BD_RE_SPARE : FORMAT_FULL;
}

/* What READ FORMAT CAPACITIES says: of a formatted medium its size, of another the size that it will have. */
static enum drive_status read_formats(struct media_reading *reading)
{
    struct mmc_format_capacities capacities;
    struct drive_bytes bytes;
    struct mmc_format format;
    struct mmc_walk formats;
    uint64_t blocks = 0;

    if (drive_take_format_capacities(reading->drive, &bytes, &capacities, reading->failure) != DRIVE_OK) {
        return media_forgive(reading->failure);
    }
    reading->media->is_formatted = capacities.current_state == MMC_FORMAT_FORMATTED;
    if (capacities.current_state != MMC_FORMAT_NO_MEDIUM) blocks = capacities.current_blocks;
    formats = mmc_formats(&capacities);
    while (!reading->media->is_formatted && mmc_format_next(&formats, &format)) {
        if (format.blocks > INT_MAX) continue;
        if (format.blocks > reading->media->total_blocks) reading->media->total_blocks = format.blocks;
        /* The first one of a type is the drive's default. */
        if (format.type == format_type(reading->media) && !reading->media->format_blocks) {
            reading->media->format_blocks = format.blocks;
        }
    }
    if (blocks && blocks <= INT_MAX) reading->media->total_blocks = blocks;
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

static enum drive_status read_overwritable_room(struct media_reading *reading)
{
    struct burn_media *media = reading->media;
    bool is_blank = media->disc.disc_state == MMC_DISC_BLANK;
    uint64_t blocks = 0;
    uint32_t block_bytes;
    enum drive_status status = DRIVE_OK;

    /* A medium that is not formatted refuses READ CAPACITY, or says 0. */
    if (!is_blank) {
        status = drive_get_capacity(reading->drive, &blocks, &block_bytes, reading->failure);
        if (status != DRIVE_OK && status != DRIVE_REFUSED && !media_is_answer(reading->failure)) return status;
    }
    if (blocks && blocks <= INT_MAX) {
        media->is_formatted = true;
        media->total_blocks = blocks;
        reading->block_bytes = block_bytes;
    } else {
        status = read_formats(reading);
        if (status != DRIVE_OK) return status;
    }
    media->free_blocks = media->total_blocks;
    return drive_fail(reading->failure, DRIVE_OK);
}

enum drive_status media_read_room(struct media_reading *reading)
{
    if (reading->profile->kind == MEDIA_OVERWRITABLE) return read_overwritable_room(reading);
    if (reading->media->has_track) set_sequential_room(reading->media);
    return drive_fail(reading->failure, DRIVE_OK);
}
