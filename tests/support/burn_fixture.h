/* A burn on one thread: a drive over a scripted transport that accepts every command, a clock that the transport
 * advances, and a source whose blocks are all known. Teardown fails the test when memory is leaked or a worker is still
 * alive.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_BURN_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_BURN_FIXTURE_H

#include "burn/burn.h"
#include "support/fake_clock.h"
#include "support/step_pump.h"
#include "support/transport_script.h"

enum { BURN_FIXTURE_SENT = 4096, BURN_FIXTURE_NOTICES = 4096, BURN_FIXTURE_ANSWERS = 64, BURN_FIXTURE_BLOCKS = 32768 };

/* The source: byte i of block n is (n * 31 + i) & FFh. */
struct burn_fixture_source {
    struct burn_source source; /* first */
    uint64_t bytes;            /* its real length */
    uint64_t at;
    uint32_t most;     /* most bytes that one read returns; 0: all */
    uint64_t fails_at; /* a read that begins here or after it returns 1234; 0: none */
    unsigned reads, seeks;
};

/* An answer other than GOOD: for the next `times` commands with this opcode, after `after` others. */
struct burn_fixture_answer {
    uint8_t opcode;
    unsigned after, times;
    uint8_t response_code; /* 0: command lost, timeout */
    uint8_t key, asc, ascq;
    uint32_t progress; /* progress in the sense data, if not 0 */
};

struct burn_fixture_sent {
    uint8_t cdb[SCSI_CDB_MAX];
    uint32_t bytes;
    uint8_t data[60];
    uint32_t timeout_ms;
    uint64_t at_ms; /* since the fixture began */
};

struct burn_fixture {
    struct fake_clock clock;
    struct transport_script script;
    struct drive *drive;
    struct step_pump pump;
    struct burn_fixture_source source;
    struct burn_control control;
    struct burn_observer observer;
    struct burn_tools tools;
    struct burn_failure failure; /* filled with garbage at first */

    struct burn_fixture_sent sent[BURN_FIXTURE_SENT]; /* when it is full the first ones are overwritten */
    size_t sent_count;
    struct burn_fixture_answer answers[BURN_FIXTURE_ANSWERS];
    size_t answer_count;
    size_t fails_nth;    /* this command, counted from 1, is refused with 04/44/00; 0: none */
    bool fails_lost;     /* it is lost instead */
    uint8_t page_05[52]; /* returned by MODE SENSE */
    uint8_t disc[34];    /* READ DISC INFORMATION */
    uint8_t track[36];   /* READ TRACK INFORMATION */
    uint32_t capacity;   /* READ CAPACITY: last LBA */
    int32_t first_lba;   /* LBA of the first block in `written` */
    uint8_t *written;    /* data of the WRITEs, BURN_FIXTURE_BLOCKS of 2048 bytes; owned */
    bool *is_written;
    int32_t spoiled_lba;      /* READ returns this block with one wrong bit; below first_lba: none */
    uint8_t cancel_at_opcode; /* the control is set to cancel when this was sent; 0: none */
    bool cancels_at_phase;    /* the control is set to cancel when cancel_phase is reported */
    enum burn_phase cancel_phase;
    uint32_t cancel_after; /* the control is set to cancel after this many commands; 0: never */

    struct burn_progress notices[BURN_FIXTURE_NOTICES];
    uint64_t notice_ms[BURN_FIXTURE_NOTICES];
    size_t notice_count;
    long live_before;
};

int burn_fixture_setup(void **state);
int burn_fixture_teardown(void **state);

/* Replaces the fixture by a new one. */
struct burn_fixture *burn_fixture_again(void **state);

/* Sets replies. READ DISC INFORMATION: state of the disc and of its last session, number of sessions. READ TRACK
 * INFORMATION: track 1 of session 1, with this start and number of blocks. READ CAPACITY: that of a DVD+RW.
 */
void burn_fixture_say(struct burn_fixture *fixture, uint8_t disc, uint8_t session, uint8_t sessions, uint32_t start,
                      uint32_t blocks);

/* From now on, after `after` commands with this opcode, the next `times` of them get this answer. */
void burn_fixture_refuse(struct burn_fixture *fixture, uint8_t opcode, unsigned after, unsigned times, uint32_t sense);
void burn_fixture_lose(struct burn_fixture *fixture, uint8_t opcode, unsigned after);

/* The number of commands sent with this opcode; the nth of them (0 is the first), which must exist. */
size_t burn_fixture_count(const struct burn_fixture *fixture, uint8_t opcode);
const struct burn_fixture_sent *burn_fixture_nth(const struct burn_fixture *fixture, uint8_t opcode, size_t n);

/* Assert that blocks of the medium hold those of the source, hold zeros, or were never written. */
void burn_fixture_assert_blocks(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks,
                                uint32_t source_block);
void burn_fixture_assert_zeros(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks);
void burn_fixture_assert_untouched(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks);

/* Assert the CDB, hex. */
void burn_fixture_assert_cdb(const struct burn_fixture_sent *sent, const char *hex);

#endif
