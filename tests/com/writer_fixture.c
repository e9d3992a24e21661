/* Writers at a simulated drive in this process. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "imapi2/disc_format2_data.h"

/* ---------------------------------------------------------------------------------------------- the disc, in memory */

static struct writer_fixture *fixture_from(struct sim_store *store)
{
    return CONTAINING_RECORD(store, struct writer_fixture, store);
}

static uint32_t get_blocks(struct sim_store *store)
{
    return fixture_from(store)->block_count;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    memcpy(bytes, fixture_from(store)->blocks + (size_t)lba * SIM_BLOCK_BYTES, (size_t)count * SIM_BLOCK_BYTES);
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct writer_fixture *fixture = fixture_from(store);
    uint32_t end = lba + count;

    if (end > fixture->block_room) {
        uint32_t room = end > 2 * fixture->block_room ? end : 2 * fixture->block_room;
        uint8_t *grown = realloc(fixture->blocks, (size_t)room * SIM_BLOCK_BYTES);

        if (!grown) return false;
        fixture->blocks = grown;
        fixture->block_room = room;
    }
    if (end > fixture->block_count) {
        memset(fixture->blocks + (size_t)fixture->block_count * SIM_BLOCK_BYTES, 0,
               (size_t)(end - fixture->block_count) * SIM_BLOCK_BYTES);
        fixture->block_count = end;
    }
    memcpy(fixture->blocks + (size_t)lba * SIM_BLOCK_BYTES, bytes, (size_t)count * SIM_BLOCK_BYTES);
    return true;
}

/* -------------------------------------------------------------------------------------------------------- commands */

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct writer_fixture *fixture = script->context;
    struct sim_outcome outcome;

    if (fixture->react) fixture->react(fixture, command);
    EnterCriticalSection(&fixture->lock);
    fixture->commands[command->cdb[0]]++;
    sim_drive_execute(&fixture->drive, command, reply, &outcome);
    LeaveCriticalSection(&fixture->lock);
}

int writer_setup(void **state)
{
    static struct writer_fixture fixture;
    void *com;

    memset(&fixture, 0, sizeof fixture);
    if (com_fixture_setup(&com)) return 1;
    fixture.com = com;
    InitializeCriticalSection(&fixture.lock);
    fixture.store.get_blocks = get_blocks;
    fixture.store.read = read_blocks;
    fixture.store.write = write_blocks;
    memory_parts_begin(&fixture.parts, &fixture.store);
    fixture.drive.state = &fixture.state;
    fixture.drive.store = &fixture.store;
    fixture.drive.disc = &fixture.disc;
    fixture.drive.faults = fixture.faults;
    fixture.com->script.otherwise = answer;
    fixture.com->script.context = &fixture;
    writer_medium(&fixture, SIM_MEDIUM_NONE);
    *state = &fixture;
    return 0;
}

int writer_teardown(void **state)
{
    struct writer_fixture *fixture = *state;
    void *com = fixture->com;
    int result = com_fixture_teardown(&com);

    DeleteCriticalSection(&fixture->lock);
    free(fixture->blocks);
    memory_parts_end(&fixture->parts);
    return result;
}

void writer_medium(struct writer_fixture *fixture, enum sim_medium medium)
{
    memset(&fixture->disc, 0, sizeof fixture->disc);
    memory_parts_clear(&fixture->parts);
    sim_state_reset(&fixture->state, medium);
}

IDiscRecorder2 *writer_recorder(struct writer_fixture *fixture)
{
    return fixture_initialized_recorder(fixture->com);
}

IDiscFormat2Data *writer_data(struct writer_fixture *fixture)
{
    IDiscFormat2Data *data;

    assert_hr(disc_format2_data_create(&fixture->com->clock.clock, &IID_IDiscFormat2Data, (void **)&data), S_OK);
    return data;
}

IDiscFormat2Data *writer_ready_data(struct writer_fixture *fixture)
{
    IDiscFormat2Data *data = writer_data(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);

    assert_hr(IDiscFormat2Data_put_Recorder(data, recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    assert_hr(writer_put_name(data, L"Com test"), S_OK);
    return data;
}

HRESULT writer_write(IDiscFormat2Data *data, uint64_t blocks)
{
    struct client_stream stream;
    HRESULT hr;

    client_stream_begin(&stream, blocks * SIM_BLOCK_BYTES, WRITER_SEED);
    hr = IDiscFormat2Data_Write(data, &stream.IStream_iface);
    client_stream_end(&stream);
    return hr;
}

void writer_assert_nothing_held(const struct writer_fixture *fixture)
{
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    assert_int_equal(fixture->com->disables, fixture->com->enables);
    assert_null(fixture->com->holder);
    assert_false(fixture->state.prevented);
}

void writer_assert_free(const struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    writer_assert_nothing_held(fixture);
    assert_hr(IDiscFormat2Data_CancelWrite(data), E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK);
}

HRESULT writer_put_name(IDiscFormat2Data *data, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IDiscFormat2Data_put_ClientName(data, text);

    SysFreeString(text);
    return hr;
}
