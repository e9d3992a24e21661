/* The ways of writing, each as one burn of 916 blocks on the burn fixture: the wishes, the medium, the replies about
 * the disc afterwards, and the expected commands.
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
    const char *opcodes; /* commands sent, consecutive WRITEs as one, without polls */
};

extern const struct burn_case burn_cases[BURN_CASES];

/* The case must exist. */
const struct burn_case *burn_case_find(const char *name);

/* The wishes and medium of a case; sets the fixture's replies to those after a successful burn. */
struct burn_job burn_case_job(struct burn_fixture *fixture, const char *name);

/* Calls burn_write_medium. burn_case_run runs a case unchanged, with a source of exactly BURN_CASE_BLOCKS blocks. */
enum burn_status burn_job_run(struct burn_fixture *fixture, const struct burn_job *job);
enum burn_status burn_case_run(struct burn_fixture *fixture, const char *name);

/* The opcodes sent, as in burn_case.opcodes: consecutive WRITEs as one, without polls (TEST UNIT READY and the READ
 * DISC INFORMATION after it). text: 256 bytes are enough.
 */
void burn_case_summarise(const struct burn_fixture *fixture, char *text);

/* Asserts that the last commands are a WRITE, SYNCHRONIZE CACHE, the closes of track 1 and of its session, and the
 * unlocking of the door.
 */
void burn_case_assert_closed(const struct burn_fixture *fixture);

#endif
