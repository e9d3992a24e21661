/* Sectors of a raw audio image. Runs of whole sectors are made in place: their audio is read in one piece to the end of
 * the reader's buffer, and then moved apart to make room for the sub-code in between.
 */
#include "rawcd/image.h"

#include <string.h>

#include "rawcd/sub_code.h"

enum { SECTOR_BYTES_MAX = RAWCD_SECTOR_BYTES + RAWCD_PW_BYTES };

struct image {
    const struct rawcd_layout *layout;
    enum rawcd_form form;
    struct rawcd_content *content;
};

/* Consecutive sectors whose audio comes from one place. */
struct run {
    uint32_t sectors;
    bool has_audio; /* else silence */
    unsigned part;
    uint64_t offset; /* in the part's audio */
};

uint32_t rawcd_sector_bytes(enum rawcd_form form)
{
    return RAWCD_SECTOR_BYTES + (form == RAWCD_FORM_PQ ? RAWCD_PQ_BYTES : RAWCD_PW_BYTES);
}

uint32_t rawcd_image_sectors(const struct rawcd_layout *layout)
{
    return (uint32_t)(layout->lead_out + RAWCD_LEAD_OUT_SECTORS - RAWCD_LEAD_IN);
}

/* A run of part `part`, which stands from `start` to before `end`, that begins with sector `lba`. */
static struct run run_of(unsigned part, int32_t start, int32_t end, int32_t lba)
{
    return (struct run){(uint32_t)(end - lba), true, part, (uint64_t)(lba - start) * RAWCD_SECTOR_BYTES};
}

static struct run find_run(const struct rawcd_layout *layout, int32_t lba)
{
    int32_t next = layout->lead_out + RAWCD_LEAD_OUT_SECTORS; /* where the silence ends */
    unsigned i;

    if (layout->pregap_sectors > 0) {
        if (lba < RAWCD_PROGRAM_AREA) return (struct run){.sectors = (uint32_t)(RAWCD_PROGRAM_AREA - lba)};
        if (lba < layout->tracks[0].start) return run_of(0, RAWCD_PROGRAM_AREA, layout->tracks[0].start, lba);
    }
    for (i = layout->track_count; i-- > 0;) {
        const struct rawcd_track *track = &layout->tracks[i];
        int32_t end = track->start + (int32_t)track->sectors;

        if (lba >= end) break;
        if (lba >= track->start) return run_of(i + 1, track->start, end, lba);
        next = track->start;
    }
    return (struct run){.sectors = (uint32_t)(next - lba)};
}

/* What stands behind the audio of a sector. */
static int32_t make_sub_code(const struct image *image, int32_t lba, uint8_t *bytes)
{
    uint8_t rw[RAWCD_PW_BYTES];
    int32_t result;

    if (image->form == RAWCD_FORM_PQ) {
        rawcd_make_pq(image->layout, lba, bytes);
        return 0;
    }
    if (!image->content->read_rw) {
        rawcd_make_pw(image->layout, lba, NULL, bytes);
        return 0;
    }
    result = image->content->read_rw(image->content, (uint32_t)(lba - RAWCD_LEAD_IN), rw);
    if (result == 0) rawcd_make_pw(image->layout, lba, rw, bytes);
    return result;
}

/* Whole sectors from `lba` on, at most those of one run. *made: how many. */
static int32_t make_sectors(const struct image *image, int32_t lba, uint8_t *bytes, uint32_t sectors, uint32_t *made)
{
    struct run run = find_run(image->layout, lba);
    uint32_t sector_bytes = rawcd_sector_bytes(image->form), sub_code_bytes = sector_bytes - RAWCD_SECTOR_BYTES, i;
    uint8_t *audio;

    if (run.sectors > sectors) run.sectors = sectors;
    /* Behind the i-th sector's place there is room for the sub-code of all sectors from it on. */
    audio = bytes + (size_t)run.sectors * sub_code_bytes;
    if (run.has_audio) {
        int32_t result =
            image->content->read_audio(image->content, run.part, run.offset, audio, run.sectors * RAWCD_SECTOR_BYTES);

        if (result != 0) return result;
    } else {
        memset(audio, 0, (size_t)run.sectors * RAWCD_SECTOR_BYTES);
    }

    for (i = 0; i < run.sectors; i++, bytes += sector_bytes, audio += RAWCD_SECTOR_BYTES) {
        int32_t result;

        memmove(bytes, audio, RAWCD_SECTOR_BYTES);
        result = make_sub_code(image, lba + (int32_t)i, bytes + RAWCD_SECTOR_BYTES);
        if (result != 0) return result;
        *made += 1;
    }
    return 0;
}

int32_t rawcd_image_read(const struct rawcd_layout *layout, enum rawcd_form form, struct rawcd_content *content,
                         uint64_t offset, void *bytes, size_t count, size_t *got)
{
    const struct image image = {layout, form, content};
    uint32_t sector_bytes = rawcd_sector_bytes(form);
    uint64_t size = (uint64_t)rawcd_image_sectors(layout) * sector_bytes;
    uint8_t *next = bytes;

    *got = 0;
    if (offset >= size) return 0;
    if (count > size - offset) count = (size_t)(size - offset);

    while (*got < count) {
        uint64_t at = offset + *got;
        int32_t lba = (int32_t)(at / sector_bytes) + RAWCD_LEAD_IN;
        uint32_t within = (uint32_t)(at % sector_bytes), made = 0;
        size_t wanted = count - *got;
        int32_t result;

        if (within == 0 && wanted >= sector_bytes) {
            size_t sectors = wanted / sector_bytes;

            result = make_sectors(&image, lba, next, sectors > UINT16_MAX ? UINT16_MAX : (uint32_t)sectors, &made);
            wanted = (size_t)made * sector_bytes;
        } else {
            uint8_t sector[SECTOR_BYTES_MAX];

            result = make_sectors(&image, lba, sector, 1, &made);
            if (wanted > sector_bytes - within) wanted = sector_bytes - within;
            if (result == 0)
                memcpy(next, sector + within, wanted);
            else
                wanted = 0;
        }
        next += wanted;
        *got += wanted;
        if (result != 0) return result;
    }
    return 0;
}
