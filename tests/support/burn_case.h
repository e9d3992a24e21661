/* The ways of writing, each as one burn of 916 blocks on the burn fixture: what is wished, which medium it is, what the
 * disc says afterwards, and what has to be sent.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_BURN_CASE_H
#define OPENIMAPI2_TESTS_SUPPORT_BURN_CASE_H

#include "support/burn_fixture.h"

enum { BURN_CASES = 9, BURN_CASE_BLOCKS = 916 };

struct burn_job {
    struct burn_wishes wishes;
    struct burn_media media;
};

struct burn_case {
    const char *name;
    void (*set)(struct burn_fixture *fixture, struct burn_job *job);
    int32_t first;          /* LBA of the first block of the source */
    uint32_t before, after; /* zeros */
    uint32_t writes;
    const char *opcodes; /* what is sent, runs of WRITEs as one, polls left out */
};

extern const struct burn_case burn_cases[BURN_CASES];

/* It has to be there. */
const struct burn_case *burn_case_find(const char *name);

/* Its wishes and medium; the fixture says afterwards that all went well. */
struct burn_job burn_case_job(struct burn_fixture *fixture, const char *name);

/* burn_write_medium. Of a case as it is the source ends where it should. */
enum burn_status burn_job_run(struct burn_fixture *fixture, const struct burn_job *job);
enum burn_status burn_case_run(struct burn_fixture *fixture, const char *name);

/* The opcodes that were sent, as in burn_case.opcodes: WRITEs in a row as one, without polls (TEST UNIT READY and the
 * READ DISC INFORMATION behind it). text: 256 bytes are enough.
 */
void burn_case_summarise(const struct burn_fixture *fixture, char *text);

/* The last commands are a WRITE, SYNCHRONIZE CACHE, the closes of track 1 and of its session, and the open door. */
void burn_case_assert_closed(const struct burn_fixture *fixture);

#endif
