/* A simulated drive on a fixture, with an image in memory. Hex strings may contain blanks. Setup and teardown are
 * cmocka's; `*state` is the fixture. Failures name the line of the test.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SIM_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_SIM_FIXTURE_H

#include "sim/sim_drive.h"
#include "support/memory_parts.h"

enum { SIM_FIXTURE_DATA = 70000 };

struct sim_fixture {
    struct sim_store store;    /* block n is filled with the byte n + 1 (its low 8 bits) */
    uint32_t image_blocks;     /* 0: no image */
    uint32_t unreadable_from;  /* blocks from here on cannot be read */
    struct memory_parts parts; /* of audio */
    struct sim_state state;
    struct sim_drive drive;
    uint8_t data[SIM_FIXTURE_DATA]; /* data-in as it came; AAh before the command and after the buffer */
    uint32_t in_capacity;
    struct scsi_reply reply;
    struct sim_outcome outcome;
};

/* Our own drive, tray closed and empty, nothing pending; an image of 1000 blocks. */
int sim_fixture_setup(void **state);
int sim_fixture_teardown(void **state);

/* Insert a medium as if it had been there for long: no unit attention, no event. */
void sim_fixture_medium(struct sim_fixture *fixture, enum sim_medium medium);
void sim_fixture_image(struct sim_fixture *fixture, uint32_t blocks);

/* Execute a command: no data, `capacity` bytes of data-in, data-out. */
void sim_fixture_run(struct sim_fixture *fixture, const char *cdb);
void sim_fixture_read(struct sim_fixture *fixture, const char *cdb, uint32_t capacity);
void sim_fixture_write(struct sim_fixture *fixture, const char *cdb, const char *data);

/* Assertions on the last command. sense: key << 16 | ASC << 8 | ASCQ, without data. */
void sim_assert_good(const struct sim_fixture *fixture, const char *file, int line);
void sim_assert_sense(const struct sim_fixture *fixture, uint32_t sense, const char *file, int line);
/* GOOD, exactly these bytes were transferred, and the rest of the buffer is clear. */
void sim_assert_data(const struct sim_fixture *fixture, const char *hex, const char *file, int line);
/* GOOD, and these bytes are at this offset. */
void sim_assert_at(const struct sim_fixture *fixture, uint32_t at, const char *hex, const char *file, int line);

#define assert_good(fixture)             sim_assert_good(fixture, __FILE__, __LINE__)
#define assert_sense(fixture, sense)     sim_assert_sense(fixture, sense, __FILE__, __LINE__)
#define assert_data(fixture, hex)        sim_assert_data(fixture, hex, __FILE__, __LINE__)
#define assert_data_at(fixture, at, hex) sim_assert_at(fixture, at, hex, __FILE__, __LINE__)

/* Execute a command without data, which must succeed, or must be refused. */
#define run_good(fixture, cdb)           (sim_fixture_run(fixture, cdb), assert_good(fixture))
#define run_refused(fixture, cdb, sense) (sim_fixture_run(fixture, cdb), assert_sense(fixture, sense))

#endif
