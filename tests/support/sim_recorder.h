/* A simulated drive on a fixture (support/sim_fixture.h) with a recordable disc: its blocks, its memory, and common
 * steps of recording tests.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SIM_RECORDER_H
#define OPENIMAPI2_TESTS_SUPPORT_SIM_RECORDER_H

#include "support/sim_disc_store.h"
#include "support/sim_fixture.h"

/* cmocka's setup; *state is the fixture. Its disc is blank and static. The teardown is sim_fixture_teardown. */
int sim_recorder_setup(void **state);

/* Inserts a blank disc of another kind. */
void sim_recorder_insert(struct sim_fixture *fixture, enum sim_medium medium);

/* WRITE(10) of up to 64 blocks full of `byte`. */
enum { SIM_RECORDER_BLOCKS_MAX = 64 };
void sim_recorder_write(struct sim_fixture *fixture, int32_t lba, uint16_t count, uint8_t byte);

/* WRITE(10)s of any number of blocks; each must be GOOD. */
void sim_recorder_write_all(struct sim_fixture *fixture, int32_t lba, uint32_t count, uint8_t byte);

/* Sets mode page 05h with these bytes 2 to 5, in hex, packet size 16 and pause 150. */
void sim_recorder_set_page(struct sim_fixture *fixture, const char *bytes);

/* The byte of block lba, read by READ(10); fails the test if it cannot be read. */
uint8_t sim_recorder_read(struct sim_fixture *fixture, uint32_t lba);

/* Asserts the disc status, state of the last session and number of sessions in READ DISC INFORMATION. */
void sim_recorder_assert_disc(struct sim_fixture *fixture, uint8_t status, uint8_t last_session, uint8_t sessions);

/* Asserts bytes 5 to 7 (damage; RT, blank; NWA_V) in hex, start and size of a track in READ TRACK INFORMATION. */
void sim_recorder_assert_track(struct sim_fixture *fixture, uint8_t number, const char *flags, uint32_t start,
                               uint32_t blocks);

/* The drive loses power and gets it back; no command has been sent since. */
void sim_recorder_lose_power(struct sim_fixture *fixture);

/* Likewise, with a disc in it; it has then reported 06/29/00 and 06/28/00 (SPC-3 and MMC-6, unit attention). */
void sim_recorder_cut_power(struct sim_fixture *fixture);

#define SIM_SYNCHRONIZE   "35 00 00 00 00 00 00 00 00 00"
#define SIM_CLOSE_TRACK_1 "5b 00 01 00 00 01 00 00 00 00"
#define SIM_CLOSE_SESSION "5b 00 02 00 00 00 00 00 00 00"

#endif
