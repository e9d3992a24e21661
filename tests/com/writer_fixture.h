/* A simulated drive behind the recorder of the COM fixture, in this process: for writers. Its clock is the fixture's,
 * which stands still but for what sleeps on it.
 */
#ifndef OPENIMAPI2_TESTS_COM_WRITER_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_WRITER_FIXTURE_H

#include "com/com_fixture.h"
#include "sim/sim_drive.h"
#include "support/memory_parts.h"

/* Of the streams that are written. */
enum { WRITER_SEED = 1 };

struct writer_fixture {
    struct com_fixture *com;
    struct sim_state state;
    struct sim_drive drive;
    struct sim_disc_memory disc;
    struct sim_store store; /* keeps what is written, in memory */
    uint8_t *blocks;
    uint32_t block_count;
    uint32_t block_room;       /* that blocks has memory for */
    struct memory_parts parts; /* of audio */
    CRITICAL_SECTION lock;     /* a worker and the caller may send at once */
    struct sim_fault faults[1];
    unsigned commands[256]; /* by operation code */

    /* Before a command is executed, with no lock held; NULL: nothing. */
    void (*react)(struct writer_fixture *fixture, const struct scsi_command *command);
    void *context; /* react's */
};

/* Setup and teardown, around com_fixture's; `*state` is this fixture. */
int writer_setup(void **state);
int writer_teardown(void **state);

/* This medium is in, as if for long, and new. */
void writer_medium(struct writer_fixture *fixture, enum sim_medium medium);

IDiscRecorder2 *writer_recorder(struct writer_fixture *fixture);
IDiscFormat2Data *writer_data(struct writer_fixture *fixture); /* without a recorder */

/* With a recorder, and the client name "Com test". */
IDiscFormat2Data *writer_ready_data(struct writer_fixture *fixture);

/* Write so many blocks of WRITER_SEED. */
HRESULT writer_write(IDiscFormat2Data *data, uint64_t blocks);

/* Exclusive access, media change notification and the tray are as before: assertions. */
void writer_assert_nothing_held(const struct writer_fixture *fixture);

/* The same, and the writer is idle. */
void writer_assert_free(const struct writer_fixture *fixture, IDiscFormat2Data *data);

HRESULT writer_put_name(IDiscFormat2Data *data, const WCHAR *name);

#define WRITER_SOURCE     L"OpenIMAPI2.MsftDiscFormat2Data"
#define WRITER_CASE(name) cmocka_unit_test_setup_teardown(name, writer_setup, writer_teardown)

#endif
