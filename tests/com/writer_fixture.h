/* A simulated drive behind the recorder of the COM fixture, in this process, for tests of writers. Its clock is the
 * fixture's, which advances only when code sleeps on it.
 */
#ifndef OPENIMAPI2_TESTS_COM_WRITER_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_WRITER_FIXTURE_H

#include "com/com_fixture.h"
#include "sim/sim_drive.h"
#include "support/memory_parts.h"

/* The seed of the streams that are written. */
enum { WRITER_SEED = 1 };

struct writer_fixture {
    struct com_fixture *com;
    struct sim_state state;
    struct sim_drive drive;
    struct sim_disc_memory disc;
    struct sim_store store; /* keeps the written data in memory */
    uint8_t *blocks;
    uint32_t block_count;
    uint32_t block_room;       /* blocks that `blocks` has memory for */
    struct memory_parts parts; /* of audio */
    CRITICAL_SECTION lock;     /* a worker and the caller may send commands at the same time */
    struct sim_fault faults[1];
    unsigned commands[256]; /* by operation code */

    /* Called before a command is executed, with no lock held; may be NULL. */
    void (*react)(struct writer_fixture *fixture, const struct scsi_command *command);
    void *context; /* react's */
};

/* Setup and teardown, which include com_fixture's; `*state` is this fixture. */
int writer_setup(void **state);
int writer_teardown(void **state);

/* Inserts a new disc of this kind, as if it had been there for long. */
void writer_medium(struct writer_fixture *fixture, enum sim_medium medium);

IDiscRecorder2 *writer_recorder(struct writer_fixture *fixture);
IDiscFormat2Data *writer_data(struct writer_fixture *fixture); /* without a recorder */

/* With a recorder and the client name "Com test". */
IDiscFormat2Data *writer_ready_data(struct writer_fixture *fixture);

/* Write this many blocks of WRITER_SEED. */
HRESULT writer_write(IDiscFormat2Data *data, uint64_t blocks);

/* Asserts that exclusive access, media change notification and the tray are as before. */
void writer_assert_nothing_held(const struct writer_fixture *fixture);

/* The same, and the writer is idle. */
void writer_assert_free(const struct writer_fixture *fixture, IDiscFormat2Data *data);

HRESULT writer_put_name(IDiscFormat2Data *data, const WCHAR *name);

#define WRITER_SOURCE     L"OpenIMAPI2.MsftDiscFormat2Data"
#define WRITER_CASE(name) cmocka_unit_test_setup_teardown(name, writer_setup, writer_teardown)

#endif
