/* A burn, from the checks of the medium to the verification: the only entry point for writing.
 *
 * Wishes and medium become a plan (burn/plan.h), and the plan is run. The drive belongs to the caller, who holds
 * exclusive access. The functions return when the drive is idle again and removal is allowed again, whatever happened.
 */
#ifndef OPENIMAPI2_BURN_BURN_H
#define OPENIMAPI2_BURN_BURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "burn/failure.h"
#include "burn/media.h"
#include "burn/progress.h"
#include "burn/pump.h"
#include "burn/setbacks.h"
#include "burn/source.h"
#include "drive/drive.h"

enum burn_verification { BURN_VERIFY_NONE, BURN_VERIFY_QUICK, BURN_VERIFY_FULL };

/* Blocks of the medium that receive the bytes of the source at the same block numbers; both ends are included. */
struct burn_range {
    uint32_t first;
    uint32_t last;
};

struct burn_wishes {
    uint64_t block_count; /* of 2048 bytes, of the source; not 0 */
    bool is_disc_closed;  /* nothing can be appended afterwards */
    bool is_compatible;   /* DVD+R, DVD+RW: readable by players, which closes a DVD+R */
    bool may_overwrite;   /* the contents of an overwritable medium may be lost */
    bool has_post_gap;    /* CD: the source itself ends with the 150 blocks */
    bool forbids_buf;     /* CD: no protection against buffer underrun */
    bool is_test;         /* the laser stays off; BURN_NO_TEST_WRITE where that is not possible */
    enum burn_verification verification;
    int32_t sectors_per_second; /* BURN_SPEED_FASTEST, or a wish */
    bool is_pure_cav;
    const struct burn_range *ranges; /* written in this order instead of the whole source; NULL: the whole source */
    size_t range_count;
};

/* The tools of a burn; all borrowed. */
struct burn_speed;
struct burn_tools {
    struct drive *drive;
    const struct base_clock *clock;
    struct burn_pump *pump;
    const struct burn_observer *observer;
    struct burn_control *control;
    struct burn_setbacks *setbacks; /* recovered failures; complete when the burn has returned. NULL: not wanted */
};

struct burn_result {
    bool is_speed_adjusted; /* another speed than requested; on success only */
    bool is_rotation_adjusted;
    struct burn_media before; /* as it was found; medium BURN_MEDIUM_UNKNOWN where reading it failed */
    struct burn_media after;  /* likewise, read again at the end */
};

/* Write the medium. Returns when it is written, or when everything that can be undone has been undone. */
enum burn_status burn_write(const struct burn_tools *tools, const struct burn_wishes *wishes,
                            struct burn_source *source, struct burn_result *result, struct burn_failure *failure);

/* The same for a medium that has been read already, at this speed (NULL: the fastest): everything that burn_write does
 * from its checks to the verification, without reading the medium before and after. For tests, and for callers that
 * plan first.
 * began_ms  on the clock: the time from which the progress counts.
 */
enum burn_status burn_write_medium(const struct burn_tools *tools, const struct burn_wishes *wishes,
                                   const struct burn_media *media, const struct burn_speed *speed,
                                   struct burn_source *source, uint64_t began_ms, struct burn_failure *failure);

struct burn_section {
    int32_t start_lba;
    uint32_t block_count;
    uint32_t block_bytes;
    bool streaming; /* WRITE(12) with its streaming bit instead of WRITE(10) */

    /* Blocks a second that the drive is expected to write at the beginning and the end: they determine how long to wait
     * while its buffer is full. 0: not known; if one of them is 0, the other applies to the whole section.
     */
    uint32_t starting_speed;
    uint32_t ending_speed;
};

/* Only WRITEs, from the source's present position. Nothing is prepared or closed. The only checks are that the
 * addresses fit 32 bits with a sign, and that a block fits the ring (BURN_INVALID_RANGE). The observer is told
 * BURN_WRITING: once before, every half second, once after.
 */
enum burn_status burn_write_section(const struct burn_tools *tools, struct burn_source *source,
                                    const struct burn_section *section, struct burn_failure *failure);

/* Erase the medium. full: every block; otherwise only as much as makes it blank. Reported as BURN_WRITING with
 * elapsed_s and total_s.
 */
enum burn_status burn_erase(const struct burn_tools *tools, bool full, struct burn_result *result,
                            struct burn_failure *failure);

/* Is it of a type and in a state that burn_erase accepts, and does the drive write it now? Write protection is not
 * checked.
 */
bool burn_is_erasable(const struct burn_media *media);

/* burn_erase for a medium that has been read already. */
enum burn_status burn_erase_medium(const struct burn_tools *tools, const struct burn_media *media, bool full,
                                   struct burn_failure *failure);

#endif
