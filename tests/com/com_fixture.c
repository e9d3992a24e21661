/* The fixture of the COM tests: recorder objects over a drive of the test's own, and checks of error information. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/module.h"
#include "imapi2/disc_master2.h"
#include "imapi2/disc_recorder2.h"

enum { THREADS_END_MS = 60000 };

/* ------------------------------------------------------------------------------------------------------- the source */

struct fixture_device {
    struct device device;
    struct scsi_transport transport; /* the fixture's script, as long as this device is open */
    struct drive_host host;
    struct com_fixture *fixture;
    bool has_disabled;
};

static struct fixture_device *device_from(struct device *device)
{
    return CONTAINING_RECORD(device, struct fixture_device, device);
}

static enum drive_status answer(const struct fixture_answer *answer, struct drive_failure *failure)
{
    memset(failure, 0, sizeof *failure);
    failure->status = answer->status;
    failure->system_error = answer->system_error;
    if (answer->holder) strcpy(failure->holder, answer->holder);
    return answer->status;
}

static enum drive_status answer_bare(struct drive_failure *failure, enum drive_status status)
{
    struct fixture_answer bare = {status, 0, NULL};

    return answer(&bare, failure);
}

static struct scsi_transport *script_of(struct scsi_transport *transport)
{
    return &CONTAINING_RECORD(transport, struct fixture_device, transport)->fixture->script.transport;
}

static void transport_execute(struct scsi_transport *transport, const struct scsi_command *command,
                              struct scsi_reply *reply)
{
    script_of(transport)->ops->execute(script_of(transport), command, reply);
}

static void transport_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    script_of(transport)->ops->get_limits(script_of(transport), limits);
}

static void transport_close(struct scsi_transport *transport)
{
    struct fixture_device *fixture_device = CONTAINING_RECORD(transport, struct fixture_device, transport);

    EnterCriticalSection(&fixture_device->fixture->lock);
    if (fixture_device->fixture->holder == fixture_device) fixture_device->fixture->holder = NULL;
    LeaveCriticalSection(&fixture_device->fixture->lock);
    fixture_device->fixture->closes++;
    base_free(fixture_device);
}

static enum drive_status device_get_identity(struct device *device, struct drive_identity *identity,
                                             struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;

    *identity = fixture->says;
    return answer(&fixture->identity, failure);
}

static enum drive_status device_take_descriptor(struct device *device, enum device_descriptor_kind kind,
                                                struct device_descriptor *descriptor, struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;

    (void)kind;
    descriptor->bytes = NULL;
    descriptor->count = 0;
    if (fixture->descriptor.status == DRIVE_OK) {
        descriptor->bytes = base_alloc(fixture->descriptor_count);
        if (!descriptor->bytes) return answer_bare(failure, DRIVE_NO_MEMORY);
        memcpy(descriptor->bytes, fixture->descriptor_bytes, fixture->descriptor_count);
        descriptor->count = fixture->descriptor_count;
    }
    return answer(&fixture->descriptor, failure);
}

static enum drive_status device_get_number(struct device *device, uint32_t *number, struct drive_failure *failure)
{
    *number = 3;
    return answer(&device_from(device)->fixture->number, failure);
}

static enum drive_status device_get_volume_name(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                                struct drive_failure *failure)
{
    strcpy(name, "\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\");
    return answer(&device_from(device)->fixture->volume_name, failure);
}

static enum drive_status device_list_volume_paths(struct device *device, device_visit visit, void *context,
                                                  struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;
    size_t i;

    for (i = 0; i < fixture->path_count; i++) {
        if (!visit(context, fixture->paths[i])) return answer_bare(failure, DRIVE_NO_MEMORY);
    }
    return answer(&fixture->volume_paths, failure);
}

static enum drive_status device_acquire_exclusive(struct device *device, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;
    enum drive_status status;

    fixture->acquires++;
    fixture->last_force = force;
    EnterCriticalSection(&fixture->lock);
    if (fixture->holder) {
        struct fixture_answer locked = {DRIVE_LOCKED, ERROR_ACCESS_DENIED, fixture->holder_name};

        status = answer(&locked, failure);
    } else {
        status = answer(&fixture->acquire, failure);
        if (status == DRIVE_OK) {
            fixture->holder = device_from(device);
            strcpy(fixture->holder_name, owner);
        }
    }
    LeaveCriticalSection(&fixture->lock);
    return status;
}

static enum drive_status device_release_exclusive(struct device *device, struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;
    enum drive_status status;

    fixture->releases++;
    EnterCriticalSection(&fixture->lock);
    if (fixture->holder != device_from(device)) {
        status = answer_bare(failure, DRIVE_NOT_LOCKED);
    } else {
        status = answer(&fixture->release, failure);
        if (status == DRIVE_OK) fixture->holder = NULL;
    }
    LeaveCriticalSection(&fixture->lock);
    return status;
}

static enum drive_status host_get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                        struct drive_failure *failure)
{
    struct com_fixture *fixture = CONTAINING_RECORD(host, struct fixture_device, host)->fixture;

    EnterCriticalSection(&fixture->lock);
    strcpy(owner, fixture->holder ? fixture->holder_name : "");
    LeaveCriticalSection(&fixture->lock);
    return answer(&fixture->owner, failure);
}

static enum drive_status device_disable_notification(struct device *device, struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;

    fixture->disables++;
    assert_false(device_from(device)->has_disabled);
    if (answer(&fixture->disable, failure) == DRIVE_OK) device_from(device)->has_disabled = true;
    return failure->status;
}

static enum drive_status device_enable_notification(struct device *device, struct drive_failure *failure)
{
    struct com_fixture *fixture = device_from(device)->fixture;

    fixture->enables++;
    assert_true(device_from(device)->has_disabled);
    if (answer(&fixture->enable, failure) == DRIVE_OK) device_from(device)->has_disabled = false;
    return failure->status;
}

static enum drive_status host_dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    (void)host, (void)is_finished;
    answer_bare(failure, DRIVE_UNSUPPORTED);
    strcpy(failure->mount, "/media/cdrom");
    return DRIVE_UNSUPPORTED;
}

static const struct device_ops device_ops = {
    .get_identity = device_get_identity,
    .take_descriptor = device_take_descriptor,
    .get_number = device_get_number,
    .get_volume_name = device_get_volume_name,
    .list_volume_paths = device_list_volume_paths,
    .acquire_exclusive = device_acquire_exclusive,
    .release_exclusive = device_release_exclusive,
    .disable_notification = device_disable_notification,
    .enable_notification = device_enable_notification,
};

static const struct scsi_transport_ops transport_ops = {transport_execute, transport_get_limits, transport_close};
static const struct drive_host_ops host_ops = {host_dismount, host_get_owner};

static struct com_fixture *fixture_from(struct device_source *source)
{
    return CONTAINING_RECORD(source, struct com_fixture, source);
}

static enum drive_status source_list(struct device_source *source, device_visit visit, void *context,
                                     struct drive_failure *failure)
{
    struct com_fixture *fixture = fixture_from(source);
    size_t i;

    fixture->lists++;
    for (i = 0; i < fixture->id_count; i++) {
        if (!visit(context, fixture->ids[i])) return answer_bare(failure, DRIVE_NO_MEMORY);
    }
    return answer(&fixture->list, failure);
}

static enum drive_status source_open(struct device_source *source, const char *id, struct device **device,
                                     struct drive_failure *failure)
{
    struct com_fixture *fixture = fixture_from(source);
    struct fixture_device *opened;
    size_t i = 0;

    *device = NULL;
    while (i < fixture->id_count && lstrcmpiA(fixture->ids[i], id))
        i++;
    if (i == fixture->id_count) return answer_bare(failure, DRIVE_NO_SUCH_DEVICE);
    if (answer(&fixture->open, failure) != DRIVE_OK) return failure->status;
    opened = base_alloc(sizeof *opened);
    if (!opened) return answer_bare(failure, DRIVE_NO_MEMORY);
    opened->device.ops = &device_ops;
    opened->device.transport = &opened->transport;
    opened->device.host = &opened->host;
    opened->transport.ops = &transport_ops;
    opened->host.ops = &host_ops;
    opened->fixture = fixture;
    fixture->opens++;
    *device = &opened->device;
    return DRIVE_OK;
}

struct fixture_watch {
    struct device_watch watch;
    struct com_fixture *fixture;
};

static void watch_close(struct device_watch *watch)
{
    struct com_fixture *fixture = CONTAINING_RECORD(watch, struct fixture_watch, watch)->fixture;

    fixture->notice = NULL;
    fixture->watch_closes++;
    base_free(watch);
}

static enum drive_status source_watch(struct device_source *source, device_start_thread start, device_notice notice,
                                      void *context, struct device_watch **watch, struct drive_failure *failure)
{
    static const struct device_watch_ops ops = {watch_close};
    struct com_fixture *fixture = CONTAINING_RECORD(source, struct com_fixture, source);
    struct fixture_watch *created;

    *watch = NULL;
    assert_non_null(start);
    assert_null(fixture->notice);
    if (answer(&fixture->watch, failure) != DRIVE_OK) return failure->status;
    created = base_alloc(sizeof *created);
    if (!created) return answer_bare(failure, DRIVE_NO_MEMORY);
    created->watch.ops = &ops;
    created->fixture = fixture;
    fixture->notice = notice;
    fixture->notice_context = context;
    fixture->watches++;
    *watch = &created->watch;
    return DRIVE_OK;
}

void fixture_notify(struct com_fixture *fixture, enum device_change change, const char *id)
{
    assert_non_null(fixture->notice);
    fixture->notice(fixture->notice_context, change, id);
}

static void source_close(struct device_source *source)
{
    (void)source;
}

static const struct device_source_ops source_ops = {source_list, source_open, source_watch, source_close};

/* ----------------------------------------------------------------------------------------------- setup and teardown */

int com_fixture_begin(void **state)
{
    (void)state;
    if (!com_module_attach(GetModuleHandleW(NULL))) return 1;
    return FAILED(CoInitialize(NULL));
}

int com_fixture_end(void **state)
{
    (void)state;
    CoUninitialize();
    com_module_detach();
    return 0;
}

int com_fixture_setup(void **state)
{
    static struct com_fixture fixture;

    memset(&fixture, 0, sizeof fixture);
    InitializeCriticalSection(&fixture.lock);
    fixture.source.ops = &source_ops;
    fake_clock_begin(&fixture.clock);
    script_begin(&fixture.script);
    fixture.script.clock = &fixture.clock;
    fixture.ids[0] = "\\\\?\\bench#cdrom&ven_vendor&prod_product&rev_rev1#one#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}";
    fixture.id_count = 1;
    strcpy(fixture.says.vendor, "VENDOR  ");
    strcpy(fixture.says.product, "PRODUCT         ");
    strcpy(fixture.says.revision, "REV1");
    fixture.says.peripheral = 0x05;
    fixture.descriptor.status = DRIVE_UNSUPPORTED;
    fixture.paths[0] = "E:\\";
    fixture.path_count = 1;
    fixture.live_before = base_alloc_live();
    fixture.count_before = com_module_count();
    SetErrorInfo(0, NULL);
    *state = &fixture;
    return 0;
}

int com_fixture_teardown(void **state)
{
    struct com_fixture *fixture = *state;
    DWORD began_ms = GetTickCount();
    MSG message;

    /* A thread of ours ends by itself, soon, though it may still have to give back something that lives in this
     * apartment.
     */
    while (com_module_count() != fixture->count_before && GetTickCount() - began_ms < THREADS_END_MS) {
        MsgWaitForMultipleObjects(0, NULL, FALSE, 1, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
    DeleteCriticalSection(&fixture->lock);
    assert_int_equal(com_module_count(), fixture->count_before); /* 0, unless an earlier test has failed */
    assert_int_equal(base_alloc_live(), fixture->live_before);
    assert_int_equal(fixture->closes, fixture->opens);
    assert_int_equal(fixture->watch_closes, fixture->watches);
    assert_int_equal(fixture->script.unexpected, 0);
    assert_int_equal(fixture->script.answer_next, fixture->script.answer_count);
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
    return 0;
}

IDiscMaster2 *fixture_master(struct com_fixture *fixture)
{
    IDiscMaster2 *master;

    assert_hr(master_create(&fixture->source, &fixture->clock.clock, &IID_IDiscMaster2, (void **)&master), S_OK);
    return master;
}

IDiscRecorder2 *fixture_recorder(struct com_fixture *fixture)
{
    IDiscRecorder2 *recorder;

    assert_hr(recorder_create(&fixture->source, &fixture->clock.clock, &IID_IDiscRecorder2, (void **)&recorder), S_OK);
    return recorder;
}

IDiscRecorder2 *fixture_initialized_recorder(struct com_fixture *fixture)
{
    IDiscRecorder2 *recorder = fixture_recorder(fixture);
    BSTR id = SysAllocString(FIXTURE_ID);

    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    SysFreeString(id);
    return recorder;
}

void fixture_sense(struct com_fixture *fixture, uint8_t key, uint8_t asc, uint8_t ascq)
{
    script_sense(&fixture->script, 1, 0x70, key, asc, ascq);
}

/* --------------------------------------------------------------------------------------- failures and slow commands */

/* clang-format off */
const struct fixture_transport_failure fixture_transport_failures[FIXTURE_TRANSPORT_FAILURES] = {
    {SCSI_NOT_SENT, SCSI_FAILURE_DEVICE_GONE,    55,  (HRESULT)0x80070037, L"unplugged"},
    {SCSI_LOST,     SCSI_FAILURE_DEVICE_GONE,    0,   (HRESULT)0x80070037, L"unplugged"},
    {SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED,  5,   (HRESULT)0x80070005, L"does not let this user"},
    {SCSI_NOT_SENT, SCSI_FAILURE_LOCKED,         5,   (HRESULT)0xC0AA0210, L"\"Somebody\""},
    {SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE, 6,   (HRESULT)0x80070006, L"no open device"},
    {SCSI_LOST,     SCSI_FAILURE_TIMEOUT,        121, (HRESULT)0xC0AA020D, L"did not answer in time"},
    {SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY,      8,   (HRESULT)0x8007000E, L"not enough memory"},
    {SCSI_NOT_SENT, SCSI_FAILURE_OTHER,          1117,(HRESULT)0x80004005, L"System error 1117"},
};
/* clang-format on */

void fixture_hold(struct com_fixture *fixture, bool is_held)
{
    fixture->holder = is_held ? fixture : NULL;
    strcpy(fixture->holder_name, is_held ? "Somebody" : "");
}

static HANDLE slow_thread, slow_begun, slow_may_end;

static void answer_slowly(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    (void)script;
    SetEvent(slow_begun);
    WaitForSingleObject(slow_may_end, INFINITE);
    script_reply_bytes(command, reply, NULL, 0);
}

void fixture_begin_slow(struct com_fixture *fixture, LPTHREAD_START_ROUTINE run, void *context)
{
    fixture->script.otherwise = answer_slowly;
    slow_begun = CreateEventW(NULL, FALSE, FALSE, NULL);
    slow_may_end = CreateEventW(NULL, FALSE, FALSE, NULL);
    slow_thread = CreateThread(NULL, 0, run, context, 0, NULL);
    WaitForSingleObject(slow_begun, INFINITE);
}

DWORD fixture_end_slow(void)
{
    DWORD code;

    SetEvent(slow_may_end);
    WaitForSingleObject(slow_thread, INFINITE);
    GetExitCodeThread(slow_thread, &code);
    CloseHandle(slow_thread);
    CloseHandle(slow_begun);
    CloseHandle(slow_may_end);
    return code;
}

/* ------------------------------------------------------------------------------------------------------- assertions */

void assert_hr_at(HRESULT actual, HRESULT expected, const char *expression, const char *file, int line)
{
    if (actual == expected) return;
    print_error("%s: 0x%08lX, expected 0x%08lX\n", expression, (unsigned long)actual, (unsigned long)expected);
    _fail(file, line);
}

void assert_error_says(const WCHAR *source, ...)
{
    BSTR said_source, description;
    const WCHAR *part;
    IErrorInfo *info;
    va_list parts;

    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetSource(info, &said_source), S_OK);
    assert_hr(IErrorInfo_GetDescription(info, &description), S_OK);
    IErrorInfo_Release(info);
    assert_int_equal(lstrcmpW(said_source, source), 0);
    va_start(parts, source);
    while ((part = va_arg(parts, const WCHAR *)) != NULL) {
        if (wcsstr(description, part)) continue;
        print_error("\"%ls\" is not in \"%ls\"\n", part, description);
        fail_msg("error text");
    }
    va_end(parts);
    SysFreeString(said_source);
    SysFreeString(description);
}

void assert_no_error_info(void)
{
    IErrorInfo *info;

    assert_hr(GetErrorInfo(0, &info), S_FALSE);
}

void assert_bstr(BSTR actual, const WCHAR *expected)
{
    assert_non_null(actual);
    if (lstrcmpW(actual, expected) || SysStringLen(actual) != wcslen(expected)) {
        print_error("\"%ls\", expected \"%ls\"\n", actual, expected);
        fail_msg("string");
    }
    SysFreeString(actual);
}

void assert_codes_array(SAFEARRAY *array, const LONG *expected, size_t count)
{
    LONG lower, upper, i;
    VARTYPE type;
    VARIANT element;

    assert_non_null(array);
    assert_int_equal(SafeArrayGetDim(array), 1);
    assert_int_equal(array->fFeatures & (FADF_AUTO | FADF_STATIC | FADF_EMBEDDED | FADF_FIXEDSIZE), 0);
    assert_hr(SafeArrayGetVartype(array, &type), S_OK);
    assert_int_equal(type, VT_VARIANT);
    assert_hr(SafeArrayGetLBound(array, 1, &lower), S_OK);
    assert_hr(SafeArrayGetUBound(array, 1, &upper), S_OK);
    assert_int_equal(lower, 0);
    assert_int_equal(upper, (LONG)count - 1);
    for (i = 0; i < (LONG)count; i++) {
        assert_hr(SafeArrayGetElement(array, &i, &element), S_OK);
        assert_int_equal(V_VT(&element), VT_I4);
        assert_int_equal(V_I4(&element), expected[i]);
    }
    assert_hr(SafeArrayDestroy(array), S_OK);
}
