/* Every reply of support/malformed_replies through the whole stack: to each method of each object that sends the
 * command which the reply answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/com_fixture.h"
#include "hostile/objects.h"
#include "hostile/ole_heap.h"
#include "imapi2/disc_master2.h"
#include "support/malformed_replies.h"
#include "support/plain_drive.h"

enum { OPCODE_REQUEST_SENSE = 0x03, ASKERS_MAX = 128, COMMANDS_MAX = 720, OPCODES = 256 };

/* A method that sends commands, and which. */
struct asker {
    const struct hostile_object *object;
    const struct surface_interface *iface;
    const struct surface_method *method;
    bool sends[OPCODES];
};

static struct asker askers[ASKERS_MAX];
static size_t asker_count;

static struct {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    const struct malformed_reply *reply;
    uint8_t filler; /* in the buffer behind what was transferred */
    bool counts_all;
    bool is_asking; /* the method runs, not what comes before it */
} answering;

static struct com_fixture *fixture;
static unsigned long calls, differences, failures_shown;

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    const struct malformed_reply *malformed = answering.reply;
    size_t given = malformed ? malformed->count : 0;

    if (!malformed || !answering.is_asking) {
        plain_drive_answer(script, command, reply);
    } else if (malformed->opcode == OPCODE_REQUEST_SENSE) {
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        if (given > sizeof reply->sense) given = sizeof reply->sense;
        reply->sense_length = (uint8_t)given;
        memset(reply->sense, answering.filler, sizeof reply->sense);
        memcpy(reply->sense, malformed->bytes, given);
    } else if (command->cdb[0] != malformed->opcode || command->direction != SCSI_DATA_IN) {
        plain_drive_answer(script, command, reply);
    } else {
        script_reply_bytes(command, reply, malformed->bytes, given);
        if (given < command->requested_bytes) {
            memset((uint8_t *)command->data + given, answering.filler, command->requested_bytes - given);
        }
        if (answering.counts_all) reply->transferred_bytes = command->requested_bytes;
    }
}

static void arm(bool is_running)
{
    answering.is_asking = is_running;
}

/* One call on a new object. */
static void ask(const struct asker *asker, struct surface_result *result)
{
    IUnknown *object, *iface;

    script_again(&fixture->script);
    fixture->clock.slept_ms = 0;
    memset(&answering.drive, 0, sizeof answering.drive);
    object = hostile_object_make(asker->object, &fixture->source, &fixture->clock.clock);
    assert_hr(IUnknown_QueryInterface(object, &asker->iface->iid, (void **)&iface), S_OK);
    script_again(&fixture->script);
    surface_arm = arm;
    surface_call(iface, asker->method, SURFACE_BY_VTABLE, result);
    surface_arm = NULL;
    surface_result_clear(result);
    IUnknown_Release(iface);
    IUnknown_Release(object);
    SetErrorInfo(0, NULL);
    calls++;
}

static void find_asker(void *context, const struct hostile_object *object, const struct surface_interface *iface,
                       const struct surface_method *method, enum surface_way way)
{
    static struct surface_result result;
    struct asker *asker = &askers[asker_count];
    size_t i;

    (void)context;
    if (way != SURFACE_BY_VTABLE) return;
    assert_true(asker_count < ASKERS_MAX);
    asker->object = object;
    asker->iface = iface;
    asker->method = method;
    memset(asker->sends, 0, sizeof asker->sends);
    ask(asker, &result);
    for (i = 0; i < fixture->script.sent_count; i++)
        asker->sends[fixture->script.sent[i].cdb[0]] = true;
    if (fixture->script.sent_count) asker_count++;
}

static void broke(const struct asker *asker, const struct malformed_reply *reply, const char *rule,
                  const struct surface_result *result)
{
    differences++;
    if (failures_shown++ > 40) return;
    print_error("%s, %s::%s, %s of %u bytes of %s: %s: 0x%08lX %.100s\n", asker->object->name, asker->iface->name,
                asker->method->name, reply->change, (unsigned)reply->count, reply->origin, rule,
                (unsigned long)result->hr, result->text);
}

/* INQUIRY data of a disk, or of nothing: InitializeDiscRecorder refuses what is no optical drive. */
static bool is_no_optical_drive(const struct asker *asker, HRESULT hr)
{
    return hr == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED) && !strcmp(asker->method->name, "InitializeDiscRecorder");
}

static bool is_documented(HRESULT hr)
{
    /* ERROR_NOT_SUPPORTED: no optical drive, by its INQUIRY data (docs/differences.md) */
    return SUCCEEDED(hr) || hr == E_FAIL || hr == E_OUTOFMEMORY || HRESULT_FACILITY(hr) == 0xAA ||
           hr == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
}

static void judge(const struct asker *asker, const struct malformed_reply *reply, const struct surface_result *result)
{
    if (!result->is_defined) broke(asker, reply, "outputs are undefined", result);
    if (FAILED(result->hr) && !result->has_error_info) broke(asker, reply, "fails without a word", result);
    if (!is_documented(result->hr) && !is_no_optical_drive(asker, result->hr))
        broke(asker, reply, "ends in a way that is not documented", result);
    if (fixture->script.sent_count > COMMANDS_MAX) broke(asker, reply, "sends too many commands", result);
    if (fixture->clock.slept_ms > 61000) broke(asker, reply, "waits too long", result);
    if (fixture->closes != fixture->opens) broke(asker, reply, "leaves a device open", result);
}

static void put_to_all(void *context, const struct malformed_reply *reply)
{
    static struct surface_result zeros, ones;
    long live = base_alloc_live(), ole_live = ole_heap_live();
    size_t i;

    (void)context;
    answering.reply = reply;
    for (i = 0; i < asker_count; i++) {
        if (reply->opcode != OPCODE_REQUEST_SENSE && !askers[i].sends[reply->opcode]) continue;
        answering.filler = 0;
        answering.counts_all = false;
        ask(&askers[i], &zeros);
        judge(&askers[i], reply, &zeros);
        answering.filler = 0xFF;
        ask(&askers[i], &ones);
        if (ones.hr != zeros.hr || strcmp(ones.text, zeros.text) != 0) {
            broke(&askers[i], reply, "what was not transferred is used", &ones);
        }
        answering.filler = 0;
        answering.counts_all = true;
        ask(&askers[i], &ones);
        judge(&askers[i], reply, &ones);
    }
    if (base_alloc_live() != live || ole_heap_live() != ole_live) {
        fail_msg("%s, %s of %u bytes: leaks", reply->origin, reply->change, (unsigned)reply->count);
    }
    answering.reply = NULL;
}

static void each_reply__to_every_method_that_asks_for_it__ends_as_documented(void **state)
{
    const struct hostile_visit visit = {find_asker, NULL, NULL, HOSTILE_ALL};
    unsigned long replies;
    IUnknown *anchor;

    fixture = *state;
    fixture->script.otherwise = answer;
    fixture->script.context = &answering;
    fixture->identity.status = DRIVE_UNSUPPORTED; /* the drive is asked who it is */
    assert_hr(master_create(&fixture->source, &fixture->clock.clock, &IID_IUnknown, (void **)&anchor), S_OK);
    hostile_objects_walk(&fixture->source, &fixture->clock.clock, &visit);
    calls = 0;
    replies = malformed_replies_walk(put_to_all, NULL);
    IUnknown_Release(anchor);
    print_message("malformed replies: %lu, put to %lu calls of %u methods\n", replies, calls, (unsigned)asker_count);
    assert_int_equal(differences, 0);
    assert_true(asker_count > 10);
    assert_true(calls > replies);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_reply__to_every_method_that_asks_for_it__ends_as_documented),
    };

    return cmocka_run_group_tests_name("malformed_surface", tests, hostile_begin, hostile_end);
}
