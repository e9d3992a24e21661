/* Virtual recorders that hang, and one that is slow and honest, in real time: all at once, each in a thread of its own,
 * so that the test takes as long as the longest deadline. The deadlines are those of tests/unit/test_drive_time.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "com/com_fixture.h"
#include "com/module.h"
#include "com/virtual_recorders.h"
#include "dll/imapi2/devices.h"
#include "imapi2/disc_recorder2.h"
#include "hostile/surface.h"

/* A call must end within its deadline and a second. The rest is for a machine that has other things to do: two cores,
 * and Wine.
 */
enum { SECOND_MS = 1000, SLACK_MS = 20000, EARLY_MS = 100, WAIT_MS = 150000 };

/* clang-format off */
static const struct row {
    const WCHAR *name;
    const char *method;
    uint8_t opcode;
    enum sim_fault_kind kind;
    uint32_t parameter;
    uint32_t takes_ms;
    HRESULT hr;
} rows[] = {
    {L"hang-46", "get_SupportedFeaturePages", 0x46, SIM_FAULT_HANG,  0,        30000, E_IMAPI_RECORDER_COMMAND_TIMEOUT},
    {L"hang-5a", "get_SupportedModePages",    0x5A, SIM_FAULT_HANG,  0,        30000, E_IMAPI_RECORDER_COMMAND_TIMEOUT},
    {L"hang-cl", "get_DeviceCanLoadMedia",    0x46, SIM_FAULT_HANG,  0,        30000, S_OK}, /* by mode page 2Ah */
    {L"hang-12", "InitializeDiscRecorder",    0x12, SIM_FAULT_HANG,  0,        30000, E_IMAPI_RECORDER_COMMAND_TIMEOUT},
    {L"hang-1b", "EjectMedia",                0x1B, SIM_FAULT_HANG,  0,        60000, E_IMAPI_RECORDER_COMMAND_TIMEOUT},
    {L"busy-1b", "CloseTray",                 0x1B, SIM_FAULT_SENSE, 0x020407, 30000, E_IMAPI_RECORDER_MEDIA_BUSY},
    {L"soon-46", "get_CurrentProfiles",       0x46, SIM_FAULT_SENSE, 0x020401,     0, E_IMAPI_RECORDER_MEDIA_BECOMING_READY},
    {L"hand-1b", "CloseTray",                 0x1B, SIM_FAULT_SENSE, 0x020403,     0, E_IMAPI_RECORDER_MEDIA_NO_MEDIA},
    {L"attn-46", "get_SupportedProfiles",     0x46, SIM_FAULT_SENSE, 0x062800,     0, E_IMAPI_RECORDER_MEDIA_BECOMING_READY},
    {L"slow-1b", "EjectMedia",                0x1B, SIM_FAULT_DELAY, 45000,    45000, S_OK},
    {L"slow-46", "get_SupportedFeaturePages", 0x46, SIM_FAULT_DELAY, 20000,    20000, S_OK},
};
/* clang-format on */

static struct asker {
    const struct row *row;
    IDiscRecorder2 *recorder;
    BSTR id;
    HRESULT hr;
    DWORD took_ms;
} askers[ARRAYSIZE(rows)];

static BSTR id_of(const WCHAR *name)
{
    WCHAR id[256];

    swprintf(
        id, ARRAYSIZE(id),
        L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#%ls#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        name);
    return SysAllocString(id);
}

/* Outputs are given back; only the code and the time count here. */
static HRESULT call(IDiscRecorder2 *recorder, const char *method, BSTR id)
{
    SAFEARRAY *array = NULL;
    VARIANT_BOOL can_load;
    HRESULT hr = E_UNEXPECTED; /* a row whose method does not stand below */

    if (strcmp(method, "EjectMedia") == 0) hr = IDiscRecorder2_EjectMedia(recorder);
    if (strcmp(method, "CloseTray") == 0) hr = IDiscRecorder2_CloseTray(recorder);
    if (strcmp(method, "InitializeDiscRecorder") == 0) hr = IDiscRecorder2_InitializeDiscRecorder(recorder, id);
    if (strcmp(method, "get_DeviceCanLoadMedia") == 0) hr = IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load);
    if (strcmp(method, "get_SupportedFeaturePages") == 0) {
        hr = IDiscRecorder2_get_SupportedFeaturePages(recorder, &array);
    }
    if (strcmp(method, "get_SupportedModePages") == 0) hr = IDiscRecorder2_get_SupportedModePages(recorder, &array);
    if (strcmp(method, "get_SupportedProfiles") == 0) hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);
    if (strcmp(method, "get_CurrentProfiles") == 0) hr = IDiscRecorder2_get_CurrentProfiles(recorder, &array);
    if (array) SafeArrayDestroy(array);
    return hr;
}

static DWORD WINAPI ask(void *parameter)
{
    struct asker *asker = parameter;
    DWORD start;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    start = GetTickCount();
    asker->hr = call(asker->recorder, asker->row->method, asker->id);
    asker->took_ms = GetTickCount() - start;
    CoUninitialize();
    return 0;
}

/* What needs no drive does not wait behind one that hangs. */
static void assert_answers_meanwhile(IDiscRecorder2 *recorder)
{
    DWORD start = GetTickCount();
    BSTR value = NULL;

    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &value), S_OK);
    SysFreeString(value);
    assert_true(GetTickCount() - start < SLACK_MS);
}

static void hanging_and_slow_drives__each_call_ends_in_its_time(void **state)
{
    HANDLE threads[ARRAYSIZE(rows)];
    const struct imapi2_environment *environment;
    unsigned wrong = 0;
    size_t i;

    (void)state;
    com_module_add();
    assert_hr(devices_get(&environment), S_OK);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct asker *asker = &askers[i];
        bool is_opening = strcmp(rows[i].method, "InitializeDiscRecorder") == 0;

        virtual_add(rows[i].name, L"none");
        asker->row = &rows[i];
        asker->id = id_of(rows[i].name);
        assert_hr(
            recorder_create(environment->devices, environment->clock, &IID_IDiscRecorder2, (void **)&asker->recorder),
            S_OK);
        if (!is_opening) assert_hr(IDiscRecorder2_InitializeDiscRecorder(asker->recorder, asker->id), S_OK);
        virtual_fault(rows[i].name, rows[i].opcode, rows[i].kind, 0, rows[i].parameter, NULL, 0);
    }
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        threads[i] = CreateThread(NULL, 0, ask, &askers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    Sleep(3 * SECOND_MS);
    assert_answers_meanwhile(askers[0].recorder);
    assert_answers_meanwhile(askers[4].recorder);
    assert_int_equal(WaitForMultipleObjects(ARRAYSIZE(rows), threads, TRUE, WAIT_MS), WAIT_OBJECT_0);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        const struct asker *asker = &askers[i];

        print_message("%ls, %s: 0x%08lX in %lu ms (%lu)\n", rows[i].name, rows[i].method, (unsigned long)asker->hr,
                      asker->took_ms, (unsigned long)rows[i].takes_ms);
        if (asker->hr != rows[i].hr || asker->took_ms + EARLY_MS + SECOND_MS < rows[i].takes_ms ||
            asker->took_ms > rows[i].takes_ms + SECOND_MS + SLACK_MS) {
            wrong++;
        }
        /* Healed, the same object works; these two commands it sends again after an initialization. */
        virtual_clear_faults(rows[i].name);
        if (rows[i].kind == SIM_FAULT_HANG && (rows[i].opcode == 0x46 || rows[i].opcode == 0x5A)) {
            assert_hr(IDiscRecorder2_InitializeDiscRecorder(asker->recorder, asker->id), S_OK);
        }
        if (FAILED(call(asker->recorder, rows[i].method, asker->id))) wrong++;
        IDiscRecorder2_Release(asker->recorder);
        SysFreeString(asker->id);
        CloseHandle(threads[i]);
        virtual_remove(rows[i].name);
    }
    com_module_release();
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hanging_and_slow_drives__each_call_ends_in_its_time),
    };

    return cmocka_run_group_tests_name("hang", tests, com_fixture_begin, com_fixture_end);
}
