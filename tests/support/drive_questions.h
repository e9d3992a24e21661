/* Every question of drive/drive.h in one shape, so that a test can put all of them. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_DRIVE_QUESTIONS_H
#define OPENIMAPI2_TESTS_SUPPORT_DRIVE_QUESTIONS_H

#include "drive/drive.h"

struct drive_answer {
    struct drive_codes codes;
    struct drive_bytes bytes;
    uint64_t blocks;
    uint32_t block_bytes;
    bool can_load;
    struct drive_media_event event;
};

struct drive_question {
    const char *name;
    /* Fills the outputs of its function with garbage before it asks, and leaves the others 0. */
    enum drive_status (*ask)(struct drive *drive, struct drive_answer *answer, struct drive_failure *failure);
    bool allocates;
    /* No sequence of answers makes it send more: ten of each command, twice that where the sense has to be requested,
     * and three for each reply that grows.
     */
    size_t commands_max;
};

extern const struct drive_question drive_questions[];
extern const size_t drive_question_count;

/* Everything 0, empty, NULL: as on failure. */
bool drive_answer_is_empty(const struct drive_answer *answer);
void drive_answer_free(struct drive_answer *answer);

#endif
