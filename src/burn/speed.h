/* Write speeds: which ones a drive offers for its medium, which is the nearest to a wish, and how it is set. */
#ifndef OPENIMAPI2_BURN_SPEED_H
#define OPENIMAPI2_BURN_SPEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "burn/media.h"
#include "mmc/cdb_write.h"
#include "scsi/command.h"

enum { BURN_SPEEDS_MAX = 64, BURN_SPEED_FASTEST = -1 };

struct burn_speed {
    uint32_t kbs;    /* 1000 bytes a second, as the drive reported */
    int32_t sectors; /* sectors a second: of 2352 bytes on CD, of 2048 elsewhere; rounded to the nearest integer */
    bool is_pure_cav;
};

struct burn_speeds {
    struct burn_speed entries[BURN_SPEEDS_MAX]; /* fastest first, each speed and rotation once */
    size_t count;
};

/* GET PERFORMANCE type 03h, else mode page 2Ah. No speeds at all is DRIVE_OK. Ignored are entries of 0, entries below
 * 1x on DVD and BD, and a list of nothing but CD speeds while another medium is in the drive.
 */
enum drive_status burn_speeds_read(struct drive *drive, const struct burn_media *media, struct burn_speeds *speeds,
                                   struct drive_failure *failure);

/* How the chosen speed differs from the wish. */
struct burn_speed_choice {
    const struct burn_speed *entry; /* in speeds; NULL: the drive lists none */
    bool is_speed_adjusted;         /* by 3 % or more */
    bool is_rotation_adjusted;
};

/* The entry nearest to `sectors` (BURN_SPEED_FASTEST, or above 0) among those of the wanted rotation, else of the
 * other; of two that are equally near, the slower. The fastest without pure CAV is the fastest of all.
 */
struct burn_speed_choice burn_speed_choose(const struct burn_speeds *speeds, int32_t sectors, bool pure_cav);

/* The command that burn_speed_set sends first: SET STREAMING over the whole medium, or on CD SET CD SPEED.
 * speed       NULL asks for the fastest.
 * descriptor  the command's data points at it: it must live as long as the command.
 * command     out; its timeout_ms is 0, for the caller to set.
 */
void burn_speed_command(const struct burn_media *media, const struct burn_speed *speed,
                        uint8_t descriptor[MMC_STREAMING_BYTES], struct scsi_command *command);

/* SET STREAMING over the whole medium; on CD, and where that is refused, SET CD SPEED. A drive that refuses both is
 * DRIVE_REFUSED, and writes at its own speed.
 * speed     NULL asks for the fastest.
 */
enum drive_status burn_speed_set(struct drive *drive, const struct burn_media *media, const struct burn_speed *speed,
                                 struct drive_failure *failure);

/* Mode page 2Ah, bytes 28-29, else 20-21: the present write speed. 0 where the drive does not report it, or reports a
 * CD speed while another medium is in the drive.
 */
enum drive_status burn_speed_get_current(struct drive *drive, const struct burn_media *media, struct burn_speed *speed,
                                         struct drive_failure *failure);

#endif
