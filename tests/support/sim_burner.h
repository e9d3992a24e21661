/* The simulated drive as a burner: a drive over the simulator's functions, the disc's blocks in memory, a clock that
 * its delays advance, and sources whose bytes are all known. Setup and teardown are cmocka's; teardown fails the test
 * when memory is leaked or a worker is still alive.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SIM_BURNER_H
#define OPENIMAPI2_TESTS_SUPPORT_SIM_BURNER_H

#include "burn/burn.h"
#include "sim/sim_drive.h"
#include "support/fake_clock.h"
#include "support/memory_parts.h"
#include "support/step_pump.h"

/* Chunks of 2 MB, as many as a BD-R DL has. */
enum { SIM_BURNER_CHUNK_BLOCKS = 1024, SIM_BURNER_CHUNKS = 24500 };

/* Byte i of block n is (seed + n * 31 + i * 7) & FFh. */
struct sim_burner_source {
    struct burn_source source; /* first */
    uint64_t bytes;
    uint64_t at;
    uint8_t seed;
};

struct sim_burner {
    struct scsi_transport transport; /* first */
    struct sim_store store;
    uint8_t *chunks[SIM_BURNER_CHUNKS]; /* owned; NULL: zeros */
    uint32_t stored_blocks;             /* one past the last block written */
    struct memory_parts parts;          /* of audio */
    struct sim_state state;
    struct sim_disc_memory disc;
    struct sim_drive sim;
    struct fake_clock clock;
    struct step_pump pump;
    struct burn_control control;
    struct burn_observer observer;
    struct burn_tools tools;
    struct drive *drive;
    struct burn_result result;
    struct burn_failure failure;
    unsigned counts[256];  /* commands, by operation code */
    unsigned full;         /* WRITEs that the drive refused with 02/04/08 */
    unsigned sent;         /* all commands */
    unsigned fails_at;     /* this command, counted from 1, fails with 04/44/00 and does not reach the disc; 0: none */
    uint8_t failed_opcode; /* its opcode; only with has_failed */
    bool has_failed;
    bool is_cut_off;  /* instead of failing, it and all later commands are lost: the drive is gone */
    unsigned full_at; /* the WRITE of this number is refused as the HP dvd200i does on a full disc; 0: none */
    long live_before;
};

int sim_burner_setup(void **state);
int sim_burner_teardown(void **state);

/* Inserts another, new disc; the counts restart. */
void sim_burner_insert(struct sim_burner *burner, enum sim_medium medium);

/* From now on, with a new count, the command of this number fails; or, with is_cut_off, the drive is gone from that
 * command on. 0: commands work again, and has_failed is kept.
 */
void sim_burner_fail(struct sim_burner *burner, unsigned nth, bool is_cut_off);

/* Burn this many blocks of this seed; `wishes` apply otherwise. */
enum burn_status sim_burner_write(struct sim_burner *burner, struct burn_wishes wishes, uint32_t blocks, uint8_t seed);

/* The medium as the drive reports it. */
struct burn_media sim_burner_media(struct sim_burner *burner, bool with_contents);

/* Asserts that these blocks can be read from the drive and are those of the seed's source from its block 0 on. */
void sim_burner_assert_blocks(struct sim_burner *burner, int32_t lba, uint32_t blocks, uint8_t seed);

#endif
