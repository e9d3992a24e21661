/* OPENIMAPI2_TRACE: the DLL that is registered writes down what a virtual recorder was asked, while every property is
 * read; a recorder that answers from what was written has the same properties.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/virtual_recorders.h"
#include "imapi2/disc_recorder2.h"
#include "scsi/transcript.h"
#include "scsi/transport_replay.h"
#include "support/fake_clock.h"

#define NAME L"trace-test-1"
#define ID                                                                                                             \
    L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#trace-test-1#"                                  \
    L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define ID_UTF8                                                                                                        \
    "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#trace-test-1#"                                   \
    "{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

static WCHAR file[MAX_PATH];
static char text[1 << 16];
static size_t text_length;

static int begin_case(void **state)
{
    WCHAR folder[MAX_PATH];

    (void)state;
    GetTempPathW(MAX_PATH, folder);
    swprintf(file, MAX_PATH, L"%lstrace-com-%lu.txt", folder, GetCurrentProcessId());
    DeleteFileW(file);
    virtual_add(NAME, L"dvd+rw");
    SetErrorInfo(0, NULL);
    return 0;
}

static int end_case(void **state)
{
    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", NULL);
    virtual_remove(NAME);
    DeleteFileW(file);
    return 0;
}

static void read_file(void)
{
    HANDLE handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    DWORD count = 0;

    assert_ptr_not_equal(handle, INVALID_HANDLE_VALUE);
    assert_true(ReadFile(handle, text, sizeof text, &count, NULL));
    assert_true(count < sizeof text);
    CloseHandle(handle);
    text_length = count;
}

/* -------------------------------------------------------------------------------------------- all that is asked for */

enum { ARRAYS = 5, CODES_MAX = 64 };

/* The properties whose values come out of commands. */
struct properties {
    WCHAR vendor[32], product[32], revision[32];
    VARIANT_BOOL can_load;
    LONG counts[ARRAYS];
    LONG codes[ARRAYS][CODES_MAX];
};

static void take_text(HRESULT hr, BSTR value, WCHAR out[32])
{
    assert_hr(hr, S_OK);
    assert_true(SysStringLen(value) < 32);
    wcscpy(out, value);
    SysFreeString(value);
}

static void take_codes(HRESULT hr, SAFEARRAY *array, LONG *count, LONG codes[CODES_MAX])
{
    LONG i;

    assert_hr(hr, S_OK);
    *count = (LONG)array->rgsabound[0].cElements;
    assert_true(*count <= CODES_MAX);
    for (i = 0; i < *count; i++)
        codes[i] = V_I4((VARIANT *)array->pvData + i);
    SafeArrayDestroy(array);
}

static void read_properties(IDiscRecorder2 *recorder, struct properties *properties)
{
    SAFEARRAY *array;
    BSTR value;
    LONG number;
    HRESULT hr;

    memset(properties, 0, sizeof *properties);
    hr = IDiscRecorder2_get_VendorId(recorder, &value);
    take_text(hr, value, properties->vendor);
    hr = IDiscRecorder2_get_ProductId(recorder, &value);
    take_text(hr, value, properties->product);
    hr = IDiscRecorder2_get_ProductRevision(recorder, &value);
    take_text(hr, value, properties->revision);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &properties->can_load), S_OK);
    hr = IDiscRecorder2_get_SupportedFeaturePages(recorder, &array);
    take_codes(hr, array, &properties->counts[0], properties->codes[0]);
    hr = IDiscRecorder2_get_CurrentFeaturePages(recorder, &array);
    take_codes(hr, array, &properties->counts[1], properties->codes[1]);
    hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);
    take_codes(hr, array, &properties->counts[2], properties->codes[2]);
    hr = IDiscRecorder2_get_CurrentProfiles(recorder, &array);
    take_codes(hr, array, &properties->counts[3], properties->codes[3]);
    hr = IDiscRecorder2_get_SupportedModePages(recorder, &array);
    take_codes(hr, array, &properties->counts[4], properties->codes[4]);
    /* What no command answers is asked too. */
    assert_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), S_OK);
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_VolumeName(recorder, &value), S_OK);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &value), S_OK);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, &array), S_OK);
    SafeArrayDestroy(array);
}

static void read_from_the_dll(struct properties *properties)
{
    BSTR id = SysAllocString(ID);
    IDiscRecorder2 *recorder;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    read_properties(recorder, properties);
    IDiscRecorder2_Release(recorder);
    SysFreeString(id);
}

/* --------------------------------------------------------------------------------------- a recorder out of the text */

/* A source of one device, whose transport is the replay; the system remembers no identity, as with a virtual recorder.
 */
struct replay_source {
    struct device_source source;
    struct device device;
};

static enum drive_status open_replayed(struct device_source *source, const char *id, struct device **device,
                                       struct drive_failure *failure)
{
    struct replay_source *replay = CONTAINING_RECORD(source, struct replay_source, source);

    (void)id;
    memset(failure, 0, sizeof *failure);
    *device = &replay->device;
    return DRIVE_OK;
}

/* The device knows no volume, so the properties that no command answers are not read. */
static void read_replayed(IDiscRecorder2 *recorder, struct properties *properties)
{
    SAFEARRAY *array;
    BSTR value;
    HRESULT hr;

    memset(properties, 0, sizeof *properties);
    hr = IDiscRecorder2_get_SupportedModePages(recorder, &array); /* in another order than they were written */
    take_codes(hr, array, &properties->counts[4], properties->codes[4]);
    hr = IDiscRecorder2_get_CurrentProfiles(recorder, &array);
    take_codes(hr, array, &properties->counts[3], properties->codes[3]);
    hr = IDiscRecorder2_get_SupportedProfiles(recorder, &array);
    take_codes(hr, array, &properties->counts[2], properties->codes[2]);
    hr = IDiscRecorder2_get_CurrentFeaturePages(recorder, &array);
    take_codes(hr, array, &properties->counts[1], properties->codes[1]);
    hr = IDiscRecorder2_get_SupportedFeaturePages(recorder, &array);
    take_codes(hr, array, &properties->counts[0], properties->codes[0]);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &properties->can_load), S_OK);
    hr = IDiscRecorder2_get_ProductRevision(recorder, &value);
    take_text(hr, value, properties->revision);
    hr = IDiscRecorder2_get_ProductId(recorder, &value);
    take_text(hr, value, properties->product);
    hr = IDiscRecorder2_get_VendorId(recorder, &value);
    take_text(hr, value, properties->vendor);
}

static void read_from_the_text(struct properties *properties)
{
    static const struct device_source_ops ops = {.open = open_replayed};
    static const struct device_ops device_ops = {.get_identity = NULL};
    BSTR id = SysAllocString(ID);
    struct replay_source source;
    struct scsi_transport *replay;
    IDiscRecorder2 *recorder;
    struct fake_clock clock;
    size_t line;

    assert_int_equal(scsi_replay_create(text, text_length, ID_UTF8, &replay, &line), SCSI_REPLAY_OK);
    fake_clock_begin(&clock);
    source.source.ops = &ops;
    source.device = (struct device){&device_ops, replay, NULL};
    assert_hr(recorder_create(&source.source, &clock.clock, &IID_IDiscRecorder2, (void **)&recorder), S_OK);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    read_replayed(recorder, properties);
    assert_int_equal(scsi_replay_count_unused(replay), 0);
    IDiscRecorder2_Release(recorder); /* and the replay with it */
    SysFreeString(id);
}

/* -------------------------------------------------------------------------------------------------------- the cases */

static void trace__every_property__replayed_is_the_same(void **state)
{
    struct properties traced, replayed;

    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file);
    read_from_the_dll(&traced);
    read_file();
    read_from_the_text(&replayed);
    assert_memory_equal(&traced, &replayed, sizeof traced);
    /* Values that are known from elsewhere, so that "the same" is not "the same nothing". */
    assert_int_equal(wcscmp(replayed.vendor, L"OPENIMAP"), 0);
    assert_int_equal(wcscmp(replayed.product, L"Virtual BD-RE"), 0);
    assert_int_equal(replayed.can_load, VARIANT_TRUE);
    assert_int_equal(replayed.counts[3], 1);
    assert_int_equal(replayed.codes[3][0], 0x1a); /* MMC-6, DVD+RW */
}

/* The commands as the counts of drive/drive.h promise them, in the order of the calls, and two lines around them. */
static void trace__records__are_those_of_the_calls(void **state)
{
    static const char *const expected[] = {
        " open " ID_UTF8 "\n",
        " 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | ",
        " 46 02 00 03 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved 16 | good | ",
        " 46 00 00 00 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved ",
        " 46 01 00 00 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved ",
        " 46 00 00 00 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved ",
        " 46 01 00 00 00 00 00 04 00 00 = GET CONFIGURATION | in 1024 moved ",
        " 5a 08 3f 00 00 00 00 04 00 00 = MODE SENSE(10) | in 1024 moved ",
        " close\n",
    };
    struct properties properties;
    const char *at;
    size_t i;

    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file);
    read_from_the_dll(&properties);
    read_file();
    text[text_length] = '\0';
    at = text;
    for (i = 0; i < ARRAYSIZE(expected); i++) {
        while (*at == '#' || *at == ' ')
            at = strchr(at, '\n') + 1;
        /* 2026-11-24T23:40:12.123Z 4312.1 ... */
        assert_true(strlen(at) > 25 && at[10] == 'T' && at[23] == 'Z' && at[24] == ' ');
        if (!strchr(at + 25, ' ') || strncmp(strchr(at + 25, ' '), expected[i], strlen(expected[i])))
            fail_msg("record %u is not%s but %.140s", (unsigned)i, expected[i], at);
        at = strchr(at, '\n') + 1;
    }
    assert_string_equal(at, "");
}

static void trace__off__leaves_no_file(void **state)
{
    struct properties properties;

    (void)state;
    read_from_the_dll(&properties);
    assert_int_equal(GetFileAttributesW(file), INVALID_FILE_ATTRIBUTES);
}

static void trace__bad_path__every_property_is_there(void **state)
{
    struct properties untraced, traced;

    (void)state;
    read_from_the_dll(&untraced);
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"C:\\not\\there\\trace.txt");
    read_from_the_dll(&traced);
    assert_memory_equal(&traced, &untraced, sizeof traced);
}

/* The setting in the registry, and two drives and two openings in one file. */
static void trace__by_the_registry__several_openings_are_told_apart(void **state)
{
    struct transcript transcript;
    struct transcript_record record, first;
    struct properties properties;
    HKEY key;

    (void)state;
    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2", 0, NULL, 0, KEY_WRITE | KEY_WOW64_64KEY, NULL, &key,
                    NULL);
    RegSetValueExW(key, L"Trace", 0, REG_SZ, (const BYTE *)file, (DWORD)(wcslen(file) + 1) * sizeof(WCHAR));
    read_from_the_dll(&properties);
    read_from_the_dll(&properties);
    RegDeleteValueW(key, L"Trace");
    RegCloseKey(key);
    read_file();
    transcript = (struct transcript){text, text_length, 0, 0};
    assert_int_equal(transcript_next(&transcript, &first), TRANSCRIPT_RECORD);
    assert_int_equal(first.kind, TRANSCRIPT_OPEN);
    do {
        assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    } while (record.kind != TRANSCRIPT_OPEN);
    assert_true(transcript_part_equals(record.id, first.id));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin_case, end_case)
    const struct CMUnitTest tests[] = {
        CASE(trace__every_property__replayed_is_the_same),
        CASE(trace__records__are_those_of_the_calls),
        CASE(trace__off__leaves_no_file),
        CASE(trace__bad_path__every_property_is_there),
        CASE(trace__by_the_registry__several_openings_are_told_apart),
    };

    return cmocka_run_group_tests_name("trace", tests, com_fixture_begin, com_fixture_end);
}
