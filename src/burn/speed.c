/* Write speeds: read, sorted, chosen, set. */
#include "burn/speed.h"

#include <string.h>

#include "burn/media_private.h"
#include "drive/command.h"
#include "mmc/cdb_write.h"
#include "mmc/codes.h"
#include "mmc/mode_page_fields.h"
#include "mmc/performance.h"

enum { CD_BLOCK_BYTES = 2352, BLOCK_BYTES = 2048 };

/* 8x on CD in units of 100 bytes a second; slower than nearly 1x there is nothing on DVD and BD. */
enum { CD_8X_100BS = 14112, CD_MOST_TIMES_8X = 7, DVD_LEAST_KBS = 1300 };

/* As much as libburn asks for when it wants the fastest. */
enum { FASTEST_KBS = 0x10000000 };

static bool is_cd(const struct burn_media *media)
{
    return media->medium == BURN_MEDIUM_CD_R || media->medium == BURN_MEDIUM_CD_RW ||
           media->medium == BURN_MEDIUM_CD_ROM;
}

static int32_t sectors_of(const struct burn_media *media, uint32_t kbs)
{
    uint32_t bytes = is_cd(media) ? CD_BLOCK_BYTES : BLOCK_BYTES;

    return (int32_t)(((uint64_t)kbs * 1000 + bytes / 2) / bytes);
}

/* Some drives list the speeds of CD while a DVD is in (_NEC ND-3540A: 8467, 7056, ... 1411): multiples of 8x, to the
 * rounding of 0.2 %, which no speed of DVD or BD is.
 */
static bool is_speed_of_cd(uint32_t kbs)
{
    uint64_t speed = (uint64_t)kbs * 10;
    uint64_t times = (speed + CD_8X_100BS / 2) / CD_8X_100BS;
    uint64_t multiple = times * CD_8X_100BS;
    uint64_t difference = speed > multiple ? speed - multiple : multiple - speed;

    return times && times <= CD_MOST_TIMES_8X && difference * 500 <= multiple;
}

static bool is_believed(const struct burn_media *media, uint32_t kbs)
{
    return kbs && (is_cd(media) || kbs >= DVD_LEAST_KBS);
}

static bool is_before(const struct burn_speed *left, const struct burn_speed *right)
{
    if (left->sectors != right->sectors) return left->sectors > right->sectors;
    return !left->is_pure_cav && right->is_pure_cav;
}

/* Keep the list sorted, without repeats. Neither reply has room for more than BURN_SPEEDS_MAX. */
static void add_speed(struct burn_speeds *speeds, const struct burn_media *media, uint32_t kbs, uint8_t rotation)
{
    struct burn_speed speed = {.kbs = kbs, .sectors = sectors_of(media, kbs), .is_pure_cav = rotation == 1};
    struct burn_speed *at;
    size_t place = 0;

    if (!is_believed(media, kbs)) return;
    while (place < speeds->count && is_before(&speeds->entries[place], &speed))
        place++;
    at = &speeds->entries[place];
    if (place < speeds->count && at->sectors == speed.sectors && at->is_pure_cav == speed.is_pure_cav) return;
    if (speeds->count == BURN_SPEEDS_MAX) return;
    memmove(at + 1, at, (speeds->count - place) * sizeof *at);
    *at = speed;
    speeds->count++;
}

/* A whole list of CD speeds says nothing of another medium. */
static void drop_speeds_of_cd(struct burn_speeds *speeds, const struct burn_media *media)
{
    size_t i;

    if (is_cd(media)) return;
    for (i = 0; i < speeds->count; i++) {
        if (!is_speed_of_cd(speeds->entries[i].kbs)) return;
    }
    speeds->count = 0;
}

/* One question for as many as are kept: drives announce one descriptor when they are asked for none (libburn). */
static enum drive_status read_performance(struct drive *drive, const struct burn_media *media,
                                          struct burn_speeds *speeds, struct drive_failure *failure)
{
    uint8_t bytes[MMC_PERFORMANCE_HEADER_BYTES + BURN_SPEEDS_MAX * MMC_PERFORMANCE_DESCRIPTOR_BYTES] = {0};
    struct mmc_write_performance descriptor;
    struct mmc_performance performance;
    struct scsi_command command;
    struct mmc_walk walk;
    size_t received;

    mmc_cdb_get_write_speeds(&command, 0, bytes, BURN_SPEEDS_MAX);
    if (drive_send(drive, &command, &received, failure) != DRIVE_OK) return media_forgive(failure);
    if (mmc_performance_parse(bytes, received, &performance) != MMC_OK) return DRIVE_OK;
    walk = mmc_performance_descriptors(&performance);
    while (mmc_write_performance_next(&walk, &descriptor))
        add_speed(speeds, media, descriptor.write_kbs, descriptor.rotation);
    drop_speeds_of_cd(speeds, media);
    return DRIVE_OK;
}

/* has_page: false, and DRIVE_OK, where the drive has none that can be read. On true the caller frees bytes. */
static enum drive_status take_page(struct drive *drive, struct drive_bytes *bytes,
                                   struct mmc_capabilities_page *capabilities, bool *has_page,
                                   struct drive_failure *failure)
{
    struct mmc_mode_page page = {.code = MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS};

    *has_page = false;
    if (drive_take_mode_page(drive, page.code, MMC_PAGE_CURRENT, bytes, failure) != DRIVE_OK) {
        return media_forgive(failure);
    }
    page.bytes = bytes->bytes;
    page.count = bytes->count;
    *has_page = mmc_capabilities_page_parse(&page, capabilities) == MMC_OK;
    if (!*has_page) drive_bytes_free(bytes);
    return DRIVE_OK;
}

static enum drive_status read_page(struct drive *drive, const struct burn_media *media, struct burn_speeds *speeds,
                                   struct drive_failure *failure)
{
    struct mmc_capabilities_page capabilities;
    struct mmc_write_speed speed;
    struct drive_bytes bytes;
    struct mmc_walk walk;
    bool has_page;

    if (take_page(drive, &bytes, &capabilities, &has_page, failure) != DRIVE_OK || !has_page) return failure->status;
    walk = mmc_capabilities_write_speeds(&capabilities);
    while (mmc_write_speed_next(&walk, &speed))
        add_speed(speeds, media, speed.write_kbs, speed.rotation);
    /* Pages of before MMC-3 have no list, but the fastest speed. */
    if (!speeds->count) add_speed(speeds, media, capabilities.max_write_kbs, 0);
    drop_speeds_of_cd(speeds, media);
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

enum drive_status burn_speeds_read(struct drive *drive, const struct burn_media *media, struct burn_speeds *speeds,
                                   struct drive_failure *failure)
{
    enum drive_status status;

    memset(speeds, 0, sizeof *speeds);
    status = read_performance(drive, media, speeds, failure);
    return status == DRIVE_OK && !speeds->count ? read_page(drive, media, speeds, failure) : status;
}

static int32_t distance(int32_t left, int32_t right)
{
    return left > right ? left - right : right - left;
}

/* The list is fastest first, so that of two that are equally far the later one is the slower. */
static const struct burn_speed *nearest(const struct burn_speeds *speeds, int32_t sectors, bool any, bool pure_cav)
{
    const struct burn_speed *best = NULL;
    size_t i;

    for (i = 0; i < speeds->count; i++) {
        const struct burn_speed *entry = &speeds->entries[i];

        if (!any && entry->is_pure_cav != pure_cav) continue;
        if (sectors == BURN_SPEED_FASTEST) return entry;
        if (!best || distance(entry->sectors, sectors) <= distance(best->sectors, sectors)) best = entry;
    }
    return best;
}

struct burn_speed_choice burn_speed_choose(const struct burn_speeds *speeds, int32_t sectors, bool pure_cav)
{
    bool is_any = sectors == BURN_SPEED_FASTEST && !pure_cav;
    struct burn_speed_choice choice = {.entry = nearest(speeds, sectors, is_any, pure_cav)};

    if (!choice.entry) {
        choice.entry = nearest(speeds, sectors, true, pure_cav);
        choice.is_rotation_adjusted = choice.entry != NULL;
    }
    choice.is_speed_adjusted =
        choice.entry && sectors != BURN_SPEED_FASTEST &&
        (int64_t)distance(choice.entry->sectors, sectors) * 100 >= (int64_t)choice.entry->sectors * 3;
    return choice;
}

static void set_cd_speed(const struct burn_speed *speed, struct scsi_command *command)
{
    uint32_t kbs = speed ? speed->kbs : MMC_CD_SPEED_MAX;

    if (kbs > MMC_CD_SPEED_MAX) kbs = MMC_CD_SPEED_MAX;
    mmc_cdb_set_cd_speed(command, speed && speed->is_pure_cav, MMC_CD_SPEED_MAX, (uint16_t)kbs);
}

void burn_speed_command(const struct burn_media *media, const struct burn_speed *speed,
                        uint8_t descriptor[MMC_STREAMING_BYTES], struct scsi_command *command)
{
    uint32_t kbs = speed ? speed->kbs : FASTEST_KBS;
    /* Seen: a drive that forgot the medium's speeds when reading was to have another than writing (BENQ DQ60). */
    struct mmc_streaming streaming = {.rotation = speed && speed->is_pure_cav,
                                      .end_lba = media->total_blocks ? (uint32_t)(media->total_blocks - 1) : 0,
                                      .read_kb = kbs,
                                      .read_ms = 1000,
                                      .write_kb = kbs,
                                      .write_ms = 1000};

    if (is_cd(media)) {
        set_cd_speed(speed, command);
        return;
    }
    mmc_streaming_write(descriptor, &streaming);
    mmc_cdb_set_streaming(command, descriptor);
}

enum drive_status burn_speed_set(struct drive *drive, const struct burn_media *media, const struct burn_speed *speed,
                                 struct drive_failure *failure)
{
    uint8_t descriptor[MMC_STREAMING_BYTES];
    struct scsi_command command;

    burn_speed_command(media, speed, descriptor, &command);
    if (drive_send(drive, &command, NULL, failure) == DRIVE_OK || is_cd(media) || !media_is_answer(failure)) {
        return failure->status;
    }
    set_cd_speed(speed, &command);
    return drive_send(drive, &command, NULL, failure);
}

enum drive_status burn_speed_get_current(struct drive *drive, const struct burn_media *media, struct burn_speed *speed,
                                         struct drive_failure *failure)
{
    struct mmc_capabilities_page capabilities;
    struct drive_bytes bytes;
    uint32_t kbs;
    bool has_page;

    memset(speed, 0, sizeof *speed);
    if (take_page(drive, &bytes, &capabilities, &has_page, failure) != DRIVE_OK || !has_page) return failure->status;
    kbs = capabilities.has_current_write && capabilities.current_write_kbs ? capabilities.current_write_kbs
                                                                           : capabilities.current_write_legacy_kbs;
    if (is_believed(media, kbs) && (is_cd(media) || !is_speed_of_cd(kbs))) {
        speed->kbs = kbs;
        speed->sectors = sectors_of(media, kbs);
        speed->is_pure_cav = capabilities.has_rotation && capabilities.rotation == 1;
    }
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}
