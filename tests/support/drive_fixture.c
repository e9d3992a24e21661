/* The fixture of the drive tests: a drive over a scripted transport and a clock that stands still. */
#include "support/drive_fixture.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"

static struct drive_fixture fixture_memory;

enum drive_status drive_fixture_open(struct drive_fixture *fixture, const struct drive_identity *identity,
                                     struct drive **drive, struct drive_failure *failure)
{
    return drive_open(&fixture->script.transport, identity, &fixture->host.host, &fixture->clock.clock, drive, failure);
}

int drive_fixture_setup(void **state)
{
    struct drive_fixture *fixture = &fixture_memory;
    struct drive_failure failure;

    memset(fixture, 0, sizeof *fixture);
    memset(&fixture->failure, 0x5A, sizeof fixture->failure);
    fixture->live_before = base_alloc_live();
    fake_clock_begin(&fixture->clock);
    script_begin(&fixture->script);
    fixture->script.clock = &fixture->clock;
    fake_host_begin(&fixture->host);
    strcpy(fixture->identity.vendor, "VENDOR");
    strcpy(fixture->identity.product, "PRODUCT");
    strcpy(fixture->identity.revision, "REV1");
    fixture->identity.peripheral = 0x05;
    if (drive_fixture_open(fixture, &fixture->identity, &fixture->drive, &failure) != DRIVE_OK) return -1;
    if (fixture->script.sent_count) return -1;
    *state = fixture;
    return 0;
}

int drive_fixture_teardown(void **state)
{
    struct drive_fixture *fixture = *state;
    const struct transport_script *script = &fixture->script;
    int result = 0;

    drive_close(fixture->drive);
    if (script->closes != 1) {
        print_error("the transport was closed %u times\n", script->closes);
        result = -1;
    }
    if (script->unexpected || script->answer_next != script->answer_count) {
        print_error("%u commands without an answer, %u answers without a command\n", (unsigned)script->unexpected,
                    (unsigned)(script->answer_count - script->answer_next));
        result = -1;
    }
    if (base_alloc_live() != fixture->live_before) {
        print_error("%ld blocks are left\n", base_alloc_live() - fixture->live_before);
        result = -1;
    }
    return result;
}

void drive_fixture_rename(struct drive_fixture *fixture, const char *vendor, const char *product)
{
    struct drive_failure failure;

    drive_close(fixture->drive);
    fixture->script.closes = 0;
    snprintf(fixture->identity.vendor, DRIVE_NAME_SIZE, "%s", vendor);
    snprintf(fixture->identity.product, DRIVE_NAME_SIZE, "%s", product);
    assert_int_equal(drive_fixture_open(fixture, &fixture->identity, &fixture->drive, &failure), DRIVE_OK);
}

void assert_failure_is_bare(const struct drive_failure *failure, enum drive_status status)
{
    struct drive_failure expected;

    memset(&expected, 0, sizeof expected);
    expected.status = status;
    assert_int_equal(failure->status, status);
    assert_memory_equal(failure, &expected, sizeof expected);
}

void assert_failure_is_reply(const struct drive_failure *failure, enum drive_status status, uint8_t opcode)
{
    struct drive_failure expected;

    memset(&expected, 0, sizeof expected);
    expected.status = status;
    expected.has_command = true;
    expected.opcode = opcode;
    assert_int_equal(failure->status, status);
    assert_int_equal(failure->opcode, opcode);
    assert_memory_equal(failure, &expected, sizeof expected);
}

void assert_failure_is_sense(const struct drive_failure *failure, enum drive_status status, uint8_t opcode, uint8_t key,
                             uint8_t asc, uint8_t ascq)
{
    assert_int_equal(failure->status, status);
    assert_true(failure->has_command);
    assert_int_equal(failure->opcode, opcode);
    assert_int_equal(failure->scsi_status, 0x02);
    assert_true(failure->has_sense);
    assert_int_equal(failure->sense.key, key);
    assert_int_equal(failure->sense.asc, asc);
    assert_int_equal(failure->sense.ascq, ascq);
    assert_int_equal(failure->system_error, 0);
    assert_string_equal(failure->holder, "");
}

void assert_sent(const struct transport_script *script, size_t index, const uint8_t *cdb, size_t cdb_length)
{
    const struct script_sent *sent = &script->sent[index];
    uint8_t expected[SCSI_CDB_MAX] = {0};

    assert_true(index < script->sent_count);
    memcpy(expected, cdb, cdb_length);
    assert_int_equal(sent->cdb_length, cdb_length);
    assert_memory_equal(sent->cdb, expected, sizeof expected);
}

void assert_codes(const struct drive_codes *codes, const uint16_t *values, size_t count)
{
    size_t i;

    assert_int_equal(codes->count, count);
    if (!count) assert_null(codes->values);
    for (i = 0; i < count; i++)
        assert_int_equal(codes->values[i], values[i]);
}

void assert_bytes(const struct drive_bytes *bytes, const void *expected, size_t count)
{
    assert_int_equal(bytes->count, count);
    if (!count) {
        assert_null(bytes->bytes);
    } else {
        assert_memory_equal(bytes->bytes, expected, count);
    }
}
