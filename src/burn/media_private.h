/* The steps of burn_media_read; for the files burn/media*.c, and for speed.c, which queries the drive by the same
 * rules.
 *
 * Each step uses the results of the steps before it, sends the commands that it needs, and returns as burn_media_read
 * does.
 */
#ifndef OPENIMAPI2_BURN_MEDIA_PRIVATE_H
#define OPENIMAPI2_BURN_MEDIA_PRIVATE_H

#include <stdbool.h>

#include "burn/media.h"
#include "burn/media_features.h"
#include "burn/media_profile.h"

/* Is this an answer of the drive to a query, even one without information? A drive that is not ready, gone or silent
 * has not answered.
 */
bool media_is_answer(const struct drive_failure *failure);

/* After a query that the drive may leave unanswered: DRIVE_OK, also in the failure, if media_is_answer is true. */
enum drive_status media_forgive(struct drive_failure *failure);

/* Intermediate results, beside burn_media itself. */
struct media_reading {
    struct drive *drive;
    struct burn_media *media;
    struct drive_failure *failure;
    struct media_features features;
    const struct media_profile *profile; /* of the medium, once media_read_type has run */
    bool has_disc;                       /* READ DISC INFORMATION was answered */
    uint32_t block_bytes;                /* by READ CAPACITY; 2048 where that is not sent */
};

/* The physical type: medium, method, profile, unit. */
enum drive_status media_read_type(struct media_reading *reading);

/* The track that is written next, else the last one. */
enum drive_status media_read_track(struct media_reading *reading);

/* Total, free, next writable; is_formatted of overwritable media. */
enum drive_status media_read_room(struct media_reading *reading);

/* Start and end of the last complete session. */
enum drive_status media_read_previous(struct media_reading *reading);

/* Are the first and the last 2 MB all zeros? For formatted media. */
enum drive_status media_read_contents(struct media_reading *reading, bool *are_zeros);

/* The bits of the status, except BURN_MEDIA_WRITE_PROTECTED of overwritable media. No command is sent. */
uint32_t media_status_of(const struct media_reading *reading);

#endif
