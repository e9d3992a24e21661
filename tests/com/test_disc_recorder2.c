/* imapi2/disc_recorder2.c, imapi2/failure_text.c: every member, each code that can occur, what it costs in commands. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/module.h"
#include "imapi2/disc_recorder2.h"

#define SOURCE L"OpenIMAPI2.MsftDiscRecorder2"

/* ---------------------------------------------------------------------------------------------- replies of a drive */

/* MMC-6, GET CONFIGURATION: feature header, feature descriptors; current profile CD-ROM. */
static const uint8_t all_features[] = {
    0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x08, /* 36 bytes, less the length field */
    0x00, 0x00, 0x03, 0x08,                         /* Profile List, version 0, persistent, current */
    0x00, 0x10, 0x00, 0x00,                         /* DVD-ROM, not current */
    0x00, 0x08, 0x01, 0x00,                         /* CD-ROM, current */
    0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00, /* Removable Medium: tray, eject, lock */
    0x01, 0x07, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, /* Real Time Streaming, not current */
};
static const uint8_t current_features[] = {
    0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00, 0x08, /* 28 bytes, less the length field */
    0x00, 0x00, 0x03, 0x08,                         /* Profile List */
    0x00, 0x10, 0x00, 0x00,                         /* DVD-ROM, not current */
    0x00, 0x08, 0x01, 0x00,                         /* CD-ROM, current */
    0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00, /* Removable Medium */
};
static const uint8_t removable_feature[] = {
    0x00, 0x00, 0x00, 0x0C, 0x00, 0x00, 0x00, 0x08, /* 16 bytes, less the length field */
    0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00, /* Removable Medium: tray */
};
/* SPC-3, mode parameter header(10), then page 01h (MMC-6, Read/Write Error Recovery) and 2Ah cut to 6 bytes of values.
 */
static const uint8_t mode_pages[] = {
    0x00, 0x1A, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,                         /* 28 bytes, less the length field */
    0x01, 0x0A, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /* page 01h */
    0x2A, 0x06, 0x3F, 0x37, 0xF1, 0x77, 0x29, 0x23,                         /* page 2Ah */
};

/* A drive that answers as MMC says. */
static void well_behaved(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t requested_type = command->cdb[1] & 3;

    switch (command->cdb[0]) {
    case 0x46:
        if (requested_type == 2) {
            script_reply_bytes(command, reply, removable_feature, sizeof removable_feature);
        } else if (requested_type == 1) {
            script_reply_bytes(command, reply, current_features, sizeof current_features);
        } else {
            script_reply_bytes(command, reply, all_features, sizeof all_features);
        }
        break;
    case 0x5A:
        script_reply_bytes(command, reply, mode_pages, sizeof mode_pages);
        break;
    case 0x1B:
        script_reply_bytes(command, reply, NULL, 0);
        break;
    default:
        script->unexpected++;
        script_reply_sense(reply, 0x70, 5, 0x20, 0);
    }
}

/* ---------------------------------------------------------------------------------------------- members as a table */

/* Every member, called so that it can succeed on an initialized recorder; outputs are checked to be defined, then
 * freed.
 */
struct member {
    const char *name;
    HRESULT (*call)(IDiscRecorder2 *recorder);
    HRESULT before_initialization; /* E_FAIL for what is known without the drive, else ERROR_INVALID_HANDLE */
    size_t commands;               /* on a drive that answers as MMC says */
    const WCHAR *attempt;          /* of the error text */
};

static HRESULT end_bstr(HRESULT hr, BSTR value)
{
    assert_int_equal(value != NULL, SUCCEEDED(hr));
    SysFreeString(value);
    return hr;
}

static HRESULT end_array(HRESULT hr, SAFEARRAY *value)
{
    assert_int_equal(value != NULL, SUCCEEDED(hr));
    if (value) SafeArrayDestroy(value);
    return hr;
}

#define BSTR_MEMBER(name)                                                                                              \
    static HRESULT call_##name(IDiscRecorder2 *recorder)                                                               \
    {                                                                                                                  \
        BSTR value = (BSTR)L"nonsense";                                                                                \
        HRESULT hr = IDiscRecorder2_get_##name(recorder, &value);                                                      \
        return end_bstr(hr, value);                                                                                    \
    }
#define ARRAY_MEMBER(name)                                                                                             \
    static HRESULT call_##name(IDiscRecorder2 *recorder)                                                               \
    {                                                                                                                  \
        SAFEARRAY *value = (SAFEARRAY *)recorder;                                                                      \
        HRESULT hr = IDiscRecorder2_get_##name(recorder, &value);                                                      \
        return end_array(hr, value);                                                                                   \
    }
#define ACTION_MEMBER(name)                                                                                            \
    static HRESULT call_##name(IDiscRecorder2 *recorder)                                                               \
    {                                                                                                                  \
        return IDiscRecorder2_##name(recorder);                                                                        \
    }

BSTR_MEMBER(ActiveDiscRecorder)
BSTR_MEMBER(VendorId)
BSTR_MEMBER(ProductId)
BSTR_MEMBER(ProductRevision)
BSTR_MEMBER(VolumeName)
ARRAY_MEMBER(VolumePathNames)
ARRAY_MEMBER(SupportedFeaturePages)
ARRAY_MEMBER(CurrentFeaturePages)
ARRAY_MEMBER(SupportedProfiles)
ARRAY_MEMBER(CurrentProfiles)
ARRAY_MEMBER(SupportedModePages)
BSTR_MEMBER(ExclusiveAccessOwner)
ACTION_MEMBER(EjectMedia)
ACTION_MEMBER(CloseTray)
ACTION_MEMBER(ReleaseExclusiveAccess)
ACTION_MEMBER(DisableMcn)
ACTION_MEMBER(EnableMcn)

static HRESULT call_DeviceCanLoadMedia(IDiscRecorder2 *recorder)
{
    VARIANT_BOOL value = 99;
    HRESULT hr = IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &value);

    if (FAILED(hr)) assert_int_equal(value, VARIANT_FALSE);
    return hr;
}

static HRESULT call_LegacyDeviceNumber(IDiscRecorder2 *recorder)
{
    LONG value = 99;
    HRESULT hr = IDiscRecorder2_get_LegacyDeviceNumber(recorder, &value);

    if (FAILED(hr)) assert_int_equal(value, 0);
    return hr;
}

static HRESULT acquire(IDiscRecorder2 *recorder, VARIANT_BOOL force, const WCHAR *name)
{
    BSTR bstr = SysAllocString(name);
    HRESULT hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, force, bstr);

    SysFreeString(bstr);
    return hr;
}

static HRESULT call_AcquireExclusiveAccess(IDiscRecorder2 *recorder)
{
    return acquire(recorder, VARIANT_FALSE, L"Bench");
}

static HRESULT initialize(IDiscRecorder2 *recorder, const WCHAR *id)
{
    BSTR bstr = SysAllocString(id);
    HRESULT hr = IDiscRecorder2_InitializeDiscRecorder(recorder, bstr);

    SysFreeString(bstr);
    return hr;
}

static HRESULT call_InitializeDiscRecorder(IDiscRecorder2 *recorder)
{
    return initialize(recorder, FIXTURE_ID);
}

#define NO_HANDLE ((HRESULT)0x80070006)

/* IDiscRecorder2, documented return codes: which methods may only return E_FAIL. In vtable order. */
/* clang-format off */
static const struct member members[] = {
    {"EjectMedia",             call_EjectMedia,             NO_HANDLE, 1, L"Ejecting the disc"},
    {"CloseTray",              call_CloseTray,              NO_HANDLE, 1, L"Closing the tray"},
    {"AcquireExclusiveAccess", call_AcquireExclusiveAccess, NO_HANDLE, 0, L"Taking exclusive access"},
    {"ReleaseExclusiveAccess", call_ReleaseExclusiveAccess, NO_HANDLE, 0, L"Releasing exclusive access"},
    {"DisableMcn",             call_DisableMcn,             NO_HANDLE, 0, L"Disabling media change notification"},
    {"EnableMcn",              call_EnableMcn,              NO_HANDLE, 0, L"Enabling media change notification"},
    {"InitializeDiscRecorder", call_InitializeDiscRecorder, S_OK,      0, L"Initializing the recorder"},
    {"ActiveDiscRecorder",     call_ActiveDiscRecorder,     E_FAIL,    0, L"Reading the recorder's identifier"},
    {"VendorId",               call_VendorId,               E_FAIL,    0, L"Reading the vendor's name"},
    {"ProductId",              call_ProductId,              E_FAIL,    0, L"Reading the product's name"},
    {"ProductRevision",        call_ProductRevision,        E_FAIL,    0, L"Reading the product's revision"},
    {"VolumeName",             call_VolumeName,             E_FAIL,    0, L"Reading the volume's name"},
    {"VolumePathNames",        call_VolumePathNames,        E_FAIL,    0, L"Reading where the volume is mounted"},
    {"DeviceCanLoadMedia",     call_DeviceCanLoadMedia,     E_FAIL,    1, L"Asking whether the drive can load a disc"},
    {"LegacyDeviceNumber",     call_LegacyDeviceNumber,     E_FAIL,    0, L"Reading the device number"},
    {"SupportedFeaturePages",  call_SupportedFeaturePages,  NO_HANDLE, 1, L"Reading the drive's features"},
    {"CurrentFeaturePages",    call_CurrentFeaturePages,    NO_HANDLE, 1, L"Reading the drive's current features"},
    {"SupportedProfiles",      call_SupportedProfiles,      NO_HANDLE, 1, L"Reading the drive's profiles"},
    {"CurrentProfiles",        call_CurrentProfiles,        NO_HANDLE, 1, L"Reading the drive's current profiles"},
    {"SupportedModePages",     call_SupportedModePages,     NO_HANDLE, 1, L"Reading the drive's mode pages"},
    {"ExclusiveAccessOwner",   call_ExclusiveAccessOwner,   NO_HANDLE, 0, L"Asking who has exclusive access"},
};
/* clang-format on */

_Static_assert(ARRAYSIZE(members) == 21, "IDiscRecorder2 has 21 members");

static const struct member *member_named(const char *name)
{
    size_t i = 0;

    while (strcmp(members[i].name, name))
        i++;
    return &members[i];
}

/* A member that gives back needs something to give. */
static void prepare(const struct member *member, IDiscRecorder2 *recorder)
{
    if (member->call == call_ReleaseExclusiveAccess) assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    if (member->call == call_EnableMcn) assert_hr(call_DisableMcn(recorder), S_OK);
}

/* ----------------------------------------------------------------------------------------------- rules for everyone */

static void members__before_initialization__fail_as_documented(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(members); i++) {
        IDiscRecorder2 *recorder = fixture_recorder(fixture);

        assert_hr(members[i].call(recorder), members[i].before_initialization);
        if (FAILED(members[i].before_initialization)) {
            assert_error_says(SOURCE, members[i].attempt, L"InitializeDiscRecorder", NULL);
        }
        IDiscRecorder2_Release(recorder);
    }
    assert_int_equal(fixture->script.sent_count, 0);
}

static void members__no_pointer__is_pointer_before_anything_else(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state); /* the state would be an error too */

    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the recorder's identifier", L"0x80004003", L"NULL pointer", NULL);
    assert_hr(IDiscRecorder2_get_VendorId(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_ProductId(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_ProductRevision(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_VolumeName(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_SupportedFeaturePages(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_CurrentFeaturePages(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_SupportedProfiles(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_SupportedModePages(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Asking who has exclusive access", NULL);
    IDiscRecorder2_Release(recorder);
}

/* The table of command counts: on a drive that answers as MMC says. The second call may only be cheaper. */
static void members__on_a_well_behaved_drive__cost_so_many_commands(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i, first;

    fixture->script.otherwise = well_behaved;
    for (i = 0; i < ARRAYSIZE(members); i++) {
        IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

        prepare(&members[i], recorder);
        script_again(&fixture->script);
        IDiscRecorder2_get_VendorId(recorder, NULL);
        assert_hr(members[i].call(recorder), S_OK);
        assert_no_error_info(); /* a method that succeeds leaves none behind */
        first = fixture->script.sent_count;
        if (first != members[i].commands) print_error("%s\n", members[i].name);
        assert_int_equal(first, members[i].commands);
        prepare(&members[i], recorder);
        script_again(&fixture->script);
        assert_hr(members[i].call(recorder), S_OK);
        assert_true(fixture->script.sent_count <= first);
        IDiscRecorder2_Release(recorder);
    }
}

/* Fail the 1st, 2nd, ... allocation until the member succeeds; nothing stays, and the recorder goes on. */
static void members__no_memory__say_so_and_leak_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    long nth, live;
    HRESULT hr;
    size_t i;

    fixture->script.otherwise = well_behaved;
    for (i = 0; i < ARRAYSIZE(members); i++) {
        IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

        prepare(&members[i], recorder);
        for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
            live = base_alloc_live();
            assert_true(nth < 50);
            base_alloc_fail_nth(nth);
            hr = members[i].call(recorder);
            base_alloc_fail_nth(0);
            if (SUCCEEDED(hr)) break;
            assert_hr(hr, E_OUTOFMEMORY);
            assert_error_says(SOURCE, members[i].attempt, L"There is not enough memory.", NULL);
            assert_int_equal(base_alloc_live(), live);
        }
        IDiscRecorder2_Release(recorder);
        script_again(&fixture->script);
    }
}

static void members__transport_fails__return_the_documented_code(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i, j;

    fixture_hold(fixture, true);
    for (i = 0; i < ARRAYSIZE(members); i++) {
        if (!members[i].commands) continue;
        for (j = 0; j < FIXTURE_TRANSPORT_FAILURES; j++) {
            IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
            const struct fixture_transport_failure *row = &fixture_transport_failures[j];
            HRESULT expected = row->hr;

            /* DeviceCanLoadMedia is documented with E_FAIL alone; its text tells the rest. */
            if (members[i].before_initialization == E_FAIL && expected != E_OUTOFMEMORY) expected = E_FAIL;
            script_again(&fixture->script);
            script_failure(&fixture->script, row->outcome, row->failure, row->system_error);
            /* A drive that hangs at GET CONFIGURATION is asked for its mode page. */
            if (members[i].call == call_DeviceCanLoadMedia && row->failure == SCSI_FAILURE_TIMEOUT) {
                script_failure(&fixture->script, row->outcome, row->failure, row->system_error);
            }
            assert_hr(members[i].call(recorder), expected);
            assert_error_says(
                SOURCE, members[i].attempt, row->says, L"VENDOR PRODUCT REV1", L"#one#",
                row->outcome == SCSI_NOT_SENT ? L"h) was not sent." : L"h) ended without a usable answer.", NULL);
            IDiscRecorder2_Release(recorder);
        }
    }
    fixture_hold(fixture, false);
}

static void members__drive_is_busy__is_medium_busy(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    script_status(&fixture->script, SCSI_STATUS_BUSY);
    assert_hr(call_EjectMedia(recorder), E_IMAPI_RECORDER_MEDIA_BUSY);
    script_status(&fixture->script, SCSI_STATUS_RESERVATION_CONFLICT);
    assert_hr(call_SupportedProfiles(recorder), E_IMAPI_RECORDER_MEDIA_BUSY);
    assert_error_says(SOURCE, L"GET CONFIGURATION (46h)", L"status 18h", NULL);
    IDiscRecorder2_Release(recorder);
}

/* Every code of the sense table that a member of IDiscRecorder2 can meet; what each row means is test_hresult's. */
static void members__drive_refuses__return_what_the_sense_means(void **state)
{
    /* clang-format off */
    static const struct {
        const char *member;
        uint8_t key, asc, ascq;
        HRESULT hr;
        const WCHAR *says;
    } rows[] = {
        {"EjectMedia",            2, 0x3A, 0x00, (HRESULT)0xC0AA0202, L"START STOP UNIT (1Bh) ended with sense 2/3A/00: not ready, medium not present"},
        {"EjectMedia",            2, 0x04, 0x01, (HRESULT)0xC0AA0205, L"2/04/01"},
        {"EjectMedia",            2, 0x04, 0x02, (HRESULT)0xC0AA0205, L"(0xC0AA0205). The drive waits to be started (START STOP UNIT): "},
        {"EjectMedia",            2, 0x04, 0x22, (HRESULT)0xC0AA0205, L"(0xC0AA0205). The drive has to be switched off and on. The command "},
        {"EjectMedia",            2, 0x04, 0x04, (HRESULT)0xC0AA0206, L"2/04/04"},
        {"EjectMedia",            2, 0x04, 0x08, (HRESULT)0xC0AA0207, L"2/04/08"},
        {"EjectMedia",            4, 0x09, 0x01, (HRESULT)0xC0AA0204, L"hardware error"},
        {"EjectMedia",            5, 0x24, 0x00, (HRESULT)0x80004005, L"5/24/00"},
        {"CloseTray",             5, 0x24, 0x00, (HRESULT)0x80004005, L"illegal request"},
        {"CloseTray",             5, 0x20, 0x00, (HRESULT)0x80004005, L"5/20/00"},
        {"CloseTray",             2, 0x04, 0x03, (HRESULT)0xC0AA0202, L"2/04/03"},
        {"CloseTray",             2, 0x30, 0x00, (HRESULT)0xC0AA0203, L"2/30/00"},
        {"CloseTray",             3, 0x02, 0x06, (HRESULT)0xC0AA0204, L"medium error"},
        {"CloseTray",             3, 0x0C, 0x09, (HRESULT)0xC0AA0300, L"3/0C/09"},
        {"CloseTray",             7, 0x27, 0x00, (HRESULT)0xC0AA0209, L"7/27/00"},
        {"CloseTray",             3, 0x73, 0x03, (HRESULT)0xC0AA020F, L"3/73/03"},
        {"SupportedFeaturePages", 5, 0x20, 0x00, (HRESULT)0xC0AA020C, L"GET CONFIGURATION (46h)"},
        {"CurrentFeaturePages",   2, 0x3A, 0x00, (HRESULT)0xC0AA0202, L"2/3A/00"},
        {"SupportedProfiles",     5, 0x24, 0x00, (HRESULT)0x80004005, L"5/24/00"},
        {"CurrentProfiles",       2, 0x04, 0x07, (HRESULT)0xC0AA0207, L"2/04/07"},
        {"SupportedModePages",    5, 0x39, 0x00, (HRESULT)0x80004005, L"MODE SENSE(10) (5Ah)"},
        {"SupportedModePages",    2, 0x04, 0x01, (HRESULT)0xC0AA0205, L"2/04/01"},
        {"DeviceCanLoadMedia",    2, 0x04, 0x01, (HRESULT)0x80004005, L"2/04/01"},
    };
    /* clang-format on */
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

        script_again(&fixture->script);
        fixture_sense(fixture, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_hr(member_named(rows[i].member)->call(recorder), rows[i].hr);
        assert_error_says(SOURCE, rows[i].says, NULL);
        IDiscRecorder2_Release(recorder);
    }
}

/* "No sense" is no failure of an action; a getter has got nothing to give then. */
static void members__sense_that_is_no_failure__action_succeeds_getter_fails(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    fixture_sense(fixture, 0, 0, 0);
    assert_hr(call_EjectMedia(recorder), S_OK);
    assert_no_error_info();
    fixture_sense(fixture, 0, 0, 0);
    assert_hr(call_SupportedFeaturePages(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    IDiscRecorder2_Release(recorder);
}

static void members__unit_attention__is_absorbed(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    script_sense(&fixture->script, 8, 0x70, 6, 0x28, 0x00);
    script_good(&fixture->script);
    assert_hr(call_EjectMedia(recorder), S_OK);
    assert_int_equal(fixture->script.sent_count, 9);
    IDiscRecorder2_Release(recorder);
}

static void members__nine_unit_attentions__is_becoming_ready(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    script_sense(&fixture->script, 9, 0x70, 6, 0x29, 0x00);
    assert_hr(call_CloseTray(recorder), E_IMAPI_RECORDER_MEDIA_BECOMING_READY);
    assert_int_equal(fixture->script.sent_count, 9);
    IDiscRecorder2_Release(recorder);
}

static void members__reply_too_short__is_invalid_response(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    script_bytes(&fixture->script, all_features, 7);
    assert_hr(call_SupportedFeaturePages(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    assert_error_says(SOURCE, L"0xC0AA02FF", L"too short", NULL);
    script_bytes(&fixture->script, all_features, 0);
    assert_hr(call_CurrentProfiles(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    script_bytes(&fixture->script, mode_pages, 3);
    assert_hr(call_SupportedModePages(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    IDiscRecorder2_Release(recorder);
}

/* --------------------------------------------------------------------------------------------------- initialization */

static void InitializeDiscRecorder__no_identifier__is_invalid(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);

    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, NULL), E_INVALIDARG);
    assert_error_says(SOURCE, L"Initializing the recorder", L"0x80070057", NULL);
    assert_hr(initialize(recorder, L""), E_INVALIDARG);
    assert_int_equal(fixture->opens, 0);
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__no_such_device__says_which(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);
    BSTR with_nul;

    assert_hr(initialize(recorder, L"D:"), 0x80070002);
    assert_error_says(SOURCE,
                      L"(0x80070002). There is no such device. Use an identifier that MsftDiscMaster2 lists. Id",
                      L"\"D:\"", NULL);
    with_nul = SysAllocStringLen(FIXTURE_ID L"\0x", (UINT)wcslen(FIXTURE_ID) + 2);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, with_nul), 0x80070002);
    SysFreeString(with_nul);
    assert_hr(call_VendorId(recorder), E_FAIL); /* still not initialized */
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__very_long_identifier__is_no_device(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    BSTR id = SysAllocStringLen(NULL, 100000);
    UINT i;

    for (i = 0; i < 100000; i++)
        id[i] = L'x';
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), 0x80070002);
    SysFreeString(id);
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__system_refuses__says_why(void **state)
{
    static const struct {
        struct fixture_answer answer;
        HRESULT hr;
    } rows[] = {
        {{DRIVE_ACCESS_DENIED, ERROR_ACCESS_DENIED, NULL}, E_ACCESSDENIED},
        {{DRIVE_NO_SUCH_DEVICE, ERROR_PATH_NOT_FOUND, NULL}, (HRESULT)0x80070003},
        {{DRIVE_NO_MEMORY, 0, NULL}, E_OUTOFMEMORY},
        {{DRIVE_GONE, ERROR_DEV_NOT_EXIST, NULL}, (HRESULT)0x80070037},
        {{DRIVE_FAILED, ERROR_SHARING_VIOLATION, NULL}, E_FAIL},
    };
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscRecorder2 *recorder = fixture_recorder(fixture);

        fixture->open = rows[i].answer;
        assert_hr(call_InitializeDiscRecorder(recorder), rows[i].hr);
        assert_error_says(SOURCE, L"Initializing the recorder", L"#one#", NULL);
        IDiscRecorder2_Release(recorder);
    }
}

static void InitializeDiscRecorder__other_letter_case__is_the_same_device(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    BSTR id = SysAllocString(FIXTURE_ID), value;

    CharUpperW(id);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, id); /* exactly as given */
    SysFreeString(id);
    IDiscRecorder2_Release(recorder);
}

/* Where the system does not know who the drive is, INQUIRY does, even if somebody holds the drive. */
static void InitializeDiscRecorder__system_knows_no_identity__one_inquiry(void **state)
{
    /* SPC-3, standard INQUIRY data: type 5, removable, 31 more bytes, vendor, product, revision. */
    static const uint8_t inquiry[] = "\x05\x80\x05\x32\x1F\x00\x00\x00"
                                     "HL-DT-ST"
                                     "DVDRAM GP60NB60 "
                                     "RF02";
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);
    BSTR value;

    fixture->identity.status = DRIVE_UNSUPPORTED;
    script_bytes(&fixture->script, inquiry, 36);
    assert_hr(call_InitializeDiscRecorder(recorder), S_OK);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_int_equal(fixture->script.sent[0].cdb[0], 0x12);
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"HL-DT-ST");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"DVDRAM GP60NB60");
    assert_hr(IDiscRecorder2_get_ProductRevision(recorder, &value), S_OK);
    assert_bstr(value, L"RF02");
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__no_optical_drive__says_what_it_is(void **state)
{
    /* SPC-3, standard INQUIRY data of a USB stick in a CD-ROM's place: type 0. */
    static const uint8_t inquiry[] = "\x00\x80\x00\x02\x1F\x00\x00\x00"
                                     "PNY     "
                                     "USB 3.0 FD      "
                                     "PMAP";
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);

    fixture->identity.status = DRIVE_UNSUPPORTED;
    script_bytes(&fixture->script, inquiry, 36);
    assert_hr(call_InitializeDiscRecorder(recorder), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    assert_error_says(SOURCE, L"0x80070032", L"no optical drive but a disk (peripheral device type 00h)", NULL);
    assert_int_equal(fixture->script.sent_count, 1);
    fixture->identity.status = DRIVE_OK;
    fixture->says.peripheral = 0x7F;
    assert_hr(call_InitializeDiscRecorder(recorder), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    assert_error_says(SOURCE, L"type 1Fh, qualifier 3", NULL);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_int_equal(fixture->opens, 2);
    assert_int_equal(fixture->closes, 2);
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__inquiry_fails__device_is_closed_again(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_recorder(fixture);

    fixture->identity.status = DRIVE_UNSUPPORTED;
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 121);
    assert_hr(call_InitializeDiscRecorder(recorder), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    assert_error_says(SOURCE, L"INQUIRY (12h)", NULL);
    assert_int_equal(fixture->opens, 1);
    assert_int_equal(fixture->closes, 1);
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__again__takes_the_place(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    BSTR value;

    fixture->ids[1] = "second";
    fixture->id_count = 2;
    strcpy(fixture->says.product, "OTHER");
    assert_hr(initialize(recorder, L"second"), S_OK);
    assert_int_equal(fixture->opens, 2);
    assert_int_equal(fixture->closes, 1);
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, L"second");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"OTHER");
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__again_fails__the_old_one_stays(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    BSTR value;

    assert_hr(initialize(recorder, L"nonsense"), 0x80070002);
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, FIXTURE_ID);
    IDiscRecorder2_Release(recorder);
}

static void InitializeDiscRecorder__again_while_something_is_held__is_refused(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    assert_hr(call_InitializeDiscRecorder(recorder), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"again while it has exclusive access", NULL);
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_hr(call_DisableMcn(recorder), S_OK);
    assert_hr(call_InitializeDiscRecorder(recorder), E_IMAPI_RECORDER_LOCKED);
    assert_hr(call_EnableMcn(recorder), S_OK);
    assert_hr(call_InitializeDiscRecorder(recorder), S_OK);
    assert_int_equal(fixture->opens - fixture->closes, 1);
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------------- properties */

static void properties__initialized__are_the_devices(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    VARIANT_BOOL can_load;
    SAFEARRAY *array;
    VARIANT *elements;
    LONG number;
    BSTR value;

    fixture->script.otherwise = well_behaved;
    fixture->paths[1] = "C:\\mnt\\disc\\";
    fixture->path_count = 2;
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"VENDOR"); /* without trailing blanks */
    assert_hr(IDiscRecorder2_get_VolumeName(recorder, &value), S_OK);
    assert_bstr(value, L"\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\");
    assert_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), S_OK);
    assert_int_equal(number, 3);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load), S_OK);
    assert_int_equal(can_load, VARIANT_TRUE);
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, &array), S_OK);
    assert_int_equal(array->rgsabound[0].cElements, 2);
    assert_int_equal(array->rgsabound[0].lLbound, 0);
    elements = array->pvData; /* as C++ clients do */
    assert_int_equal(V_VT(&elements[0]), VT_BSTR);
    assert_int_equal(lstrcmpW(V_BSTR(&elements[0]), L"E:\\"), 0);
    assert_int_equal(lstrcmpW(V_BSTR(&elements[1]), L"C:\\mnt\\disc\\"), 0);
    SafeArrayDestroy(array);
    IDiscRecorder2_Release(recorder);
}

static void VolumePathNames__no_mount_point__is_an_empty_array(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    SAFEARRAY *array;

    fixture->path_count = 0;
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, &array), S_OK);
    assert_codes_array(array, NULL, 0);
    IDiscRecorder2_Release(recorder);
}

static void features_and_profiles__of_a_drive__are_its_numbers_in_its_order(void **state)
{
    static const LONG features[] = {0x0000, 0x0003, 0x0107}, current[] = {0x0000, 0x0003};
    static const LONG profiles[] = {0x0010, 0x0008}, current_profiles[] = {0x0008}, pages[] = {0x01, 0x2A};
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    SAFEARRAY *array;

    fixture->script.otherwise = well_behaved;
    assert_hr(IDiscRecorder2_get_SupportedFeaturePages(recorder, &array), S_OK);
    assert_codes_array(array, features, 3);
    assert_hr(IDiscRecorder2_get_CurrentFeaturePages(recorder, &array), S_OK);
    assert_codes_array(array, current, 2);
    assert_hr(IDiscRecorder2_get_SupportedProfiles(recorder, &array), S_OK);
    assert_codes_array(array, profiles, 2);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(recorder, &array), S_OK);
    assert_codes_array(array, current_profiles, 1);
    assert_hr(IDiscRecorder2_get_SupportedModePages(recorder, &array), S_OK);
    assert_codes_array(array, pages, 2);
    IDiscRecorder2_Release(recorder);
}

static void features__header_only__are_none(void **state)
{
    static const uint8_t header[] = {0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x08};
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    SAFEARRAY *array;

    script_bytes(&fixture->script, header, sizeof header);
    assert_hr(IDiscRecorder2_get_SupportedFeaturePages(recorder, &array), S_OK);
    assert_codes_array(array, NULL, 0);
    IDiscRecorder2_Release(recorder);
}

/* Getters that are documented with E_FAIL alone return it whatever the system says, and their text tells the rest. */
static void cached_properties__system_fails__is_fail(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    fixture->volume_name.status = DRIVE_GONE;
    assert_hr(call_VolumeName(recorder), E_FAIL);
    assert_error_says(SOURCE, L"0x80004005", L"no longer there", NULL);
    fixture->volume_paths.status = DRIVE_FAILED;
    assert_hr(call_VolumePathNames(recorder), E_FAIL);
    fixture->number.status = DRIVE_UNSUPPORTED;
    assert_hr(call_LegacyDeviceNumber(recorder), E_FAIL);
    assert_error_says(SOURCE, L"does not offer this", NULL);
    fixture->volume_paths.status = DRIVE_NO_MEMORY;
    assert_hr(call_VolumePathNames(recorder), E_OUTOFMEMORY);
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------------------- tray */

static void EjectMedia__drive_can__sends_start_stop_unit(void **state)
{
    static const uint8_t eject[] = {0x1B, 0x00, 0x00, 0x00, 0x02, 0x00}, load[] = {0x1B, 0x00, 0x00, 0x00, 0x03, 0x00};
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    script_good(&fixture->script);
    script_good(&fixture->script);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
    assert_memory_equal(fixture->script.sent[0].cdb, eject, 6);
    assert_memory_equal(fixture->script.sent[1].cdb, load, 6);
    IDiscRecorder2_Release(recorder);
}

static void EjectMedia__door_is_locked__names_the_mount(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    fixture_sense(fixture, 5, 0x53, 0x02);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_FAIL);
    assert_error_says(SOURCE, L"Ejecting the disc", L"5/53/02", L"mounted at \"/media/cdrom\"", NULL);
    IDiscRecorder2_Release(recorder);
}

static void EjectMedia__in_progress_for_ever__is_busy_within_its_time(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    uint64_t start = fixture->clock.ms;

    script_sense(&fixture->script, 91, 0x70, 2, 0x04, 0x07);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_MEDIA_BUSY);
    assert_true(fixture->clock.ms - start <= 30000);
    assert_true(fixture->script.sent_count > 80);
    fixture->script.answer_next = fixture->script.answer_count;
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------- exclusive access */

static void exclusive_access__counted__is_taken_and_given_back_once(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    BSTR owner;

    assert_hr(acquire(recorder, VARIANT_TRUE, L"First"), S_OK);
    assert_hr(acquire(recorder, VARIANT_FALSE, L"Second"), S_OK);
    assert_hr(acquire(recorder, VARIANT_FALSE, L"Third"), S_OK);
    assert_int_equal(fixture->acquires, 1);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"First");
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_int_equal(fixture->releases, 0);
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_int_equal(fixture->releases, 1);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"");
    IDiscRecorder2_Release(recorder);
}

static void AcquireExclusiveAccess__any_value_but_0__is_force(void **state)
{
    static const VARIANT_BOOL values[] = {VARIANT_TRUE, 1, 2, 0x100, (VARIANT_BOOL)0x8000, VARIANT_FALSE};
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    size_t i;

    for (i = 0; i < ARRAYSIZE(values); i++) {
        assert_hr(acquire(recorder, values[i], L"Bench"), S_OK);
        assert_int_equal(fixture->last_force, values[i] != 0);
        assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    }
    IDiscRecorder2_Release(recorder);
}

static void AcquireExclusiveAccess__bad_names__are_refused_at_every_count(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    WCHAR name[65];
    int i, round;

    for (i = 0; i < 64; i++)
        name[i] = L'x';
    name[64] = 0;
    for (round = 0; round < 2; round++) {
        assert_hr(IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, NULL), E_INVALIDARG);
        assert_hr(acquire(recorder, VARIANT_TRUE, L""), E_INVALIDARG);
        assert_error_says(SOURCE, L"Taking exclusive access without a client name", L"0x80070057", NULL);
        assert_hr(acquire(recorder, VARIANT_TRUE, L"a/b"), E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID);
        assert_error_says(SOURCE, L"Taking exclusive access", L"0xC0AA0211", NULL);
        assert_hr(acquire(recorder, VARIANT_TRUE, name), E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID);
        assert_int_equal(fixture->acquires, round);
        if (!round) assert_hr(acquire(recorder, VARIANT_TRUE, name + 1), S_OK); /* 63 */
    }
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_hr(call_ReleaseExclusiveAccess(recorder), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    IDiscRecorder2_Release(recorder);
}

static void AcquireExclusiveAccess__two_objects__the_second_is_told_who(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *first = fixture_initialized_recorder(fixture), *second = fixture_initialized_recorder(fixture);
    BSTR owner;

    assert_hr(acquire(first, VARIANT_FALSE, L"The first one"), S_OK);
    assert_hr(acquire(second, VARIANT_TRUE, L"The second one"), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"0xC0AA0210", L"held by \"The first one\"", NULL);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(second, &owner), S_OK);
    assert_bstr(owner, L"The first one");
    assert_hr(call_ReleaseExclusiveAccess(second), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    IDiscRecorder2_Release(first); /* gives it back */
    assert_null(fixture->holder);
    assert_hr(acquire(second, VARIANT_FALSE, L"The second one"), S_OK);
    IDiscRecorder2_Release(second);
}

static void AcquireExclusiveAccess__system_refuses__returns_the_documented_code(void **state)
{
    /* clang-format off */
    static const struct {
        enum drive_status status;
        HRESULT hr;
    } rows[] = {
        {DRIVE_IN_USE,         E_ACCESSDENIED},
        {DRIVE_ACCESS_DENIED,  E_ACCESSDENIED},
        {DRIVE_GONE,           (HRESULT)0x80070037},
        {DRIVE_INVALID_HANDLE, (HRESULT)0x80070006},
        {DRIVE_INVALID_NAME,   E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID},
        {DRIVE_TIMEOUT,        E_IMAPI_RECORDER_COMMAND_TIMEOUT},
        {DRIVE_NO_MEMORY,      E_OUTOFMEMORY},
        {DRIVE_FAILED,         E_FAIL},
    };
    /* clang-format on */
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fixture->acquire.status = rows[i].status;
        assert_hr(call_AcquireExclusiveAccess(recorder), rows[i].hr);
        assert_error_says(SOURCE, L"Taking exclusive access", NULL);
        assert_hr(call_ReleaseExclusiveAccess(recorder), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    }
    assert_int_equal(fixture->releases, 0);
    IDiscRecorder2_Release(recorder);
}

/* EraseSample tries again when a release fails. */
static void ReleaseExclusiveAccess__system_fails_once__can_be_tried_again(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    fixture->release.status = DRIVE_TIMEOUT;
    assert_hr(call_ReleaseExclusiveAccess(recorder), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    fixture->release.status = DRIVE_OK;
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_null(fixture->holder);
    assert_hr(call_ReleaseExclusiveAccess(recorder), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    IDiscRecorder2_Release(recorder);
}

/* A device that is gone takes its lock with it: the object can be initialized with another one. */
static void ReleaseExclusiveAccess__device_gone__nothing_is_held_any_more(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    fixture->release.status = DRIVE_GONE;
    assert_hr(call_ReleaseExclusiveAccess(recorder), 0x80070037);
    assert_hr(call_InitializeDiscRecorder(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

/* The same object, when the drive is back: what it held is not held any more, and is asked for anew. */
static void AcquireExclusiveAccess__drive_was_gone_meanwhile__asks_the_system_again(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    script_again(&fixture->script);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 55);
    assert_hr(call_EjectMedia(recorder), 0x80070037);
    fixture->holder = NULL; /* went with the drive */
    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    assert_int_equal(fixture->acquires, 2);
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_null(fixture->holder);
    assert_hr(call_ReleaseExclusiveAccess(recorder), HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION));
    IDiscRecorder2_Release(recorder);
}

static void ExclusiveAccessOwner__system_fails__returns_its_code(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    fixture->owner.status = DRIVE_GONE;
    assert_hr(call_ExclusiveAccessOwner(recorder), 0x80070037);
    fixture->owner.status = DRIVE_INVALID_HANDLE;
    assert_hr(call_ExclusiveAccessOwner(recorder), 0x80070006);
    IDiscRecorder2_Release(recorder);
}

/* ---------------------------------------------------------------------------------------- media change notification */

static void Mcn__counted__is_disabled_and_enabled_once(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    assert_hr(call_DisableMcn(recorder), S_OK);
    assert_hr(call_DisableMcn(recorder), S_OK);
    assert_int_equal(fixture->disables, 1);
    assert_hr(call_EnableMcn(recorder), S_OK);
    assert_int_equal(fixture->enables, 0);
    assert_hr(call_EnableMcn(recorder), S_OK);
    assert_int_equal(fixture->enables, 1);
    assert_hr(call_EnableMcn(recorder), HRESULT_FROM_WIN32(ERROR_BAD_COMMAND));
    assert_error_says(SOURCE, L"0x80070016", L"has not disabled", NULL);
    assert_hr(call_EnableMcn(recorder), HRESULT_FROM_WIN32(ERROR_BAD_COMMAND)); /* never below 0 */
    assert_hr(call_DisableMcn(recorder), S_OK);
    assert_int_equal(fixture->disables, 2);
    IDiscRecorder2_Release(recorder);
}

static void Mcn__system_fails__is_not_counted(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);

    fixture->disable.status = DRIVE_LOCKED;
    fixture->disable.holder = "Somebody";
    assert_hr(call_DisableMcn(recorder), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(SOURCE, L"\"Somebody\"", NULL);
    assert_hr(call_EnableMcn(recorder), HRESULT_FROM_WIN32(ERROR_BAD_COMMAND));
    fixture->disable.status = DRIVE_OK;
    assert_hr(call_DisableMcn(recorder), S_OK);
    fixture->enable.status = DRIVE_TIMEOUT;
    assert_hr(call_EnableMcn(recorder), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    fixture->enable.status = DRIVE_OK;
    assert_hr(call_EnableMcn(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

/* ---------------------------------------------------------------------------------------------------------- threads */

static DWORD WINAPI eject_on_thread(void *context)
{
    return (DWORD)IDiscRecorder2_EjectMedia((IDiscRecorder2 *)context);
}

/* While an eject takes its time, nobody waits: cached data, the owner, a new device, the last Release. */
static void EjectMedia__under_way__holds_no_lock(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    BSTR value;

    fixture_begin_slow(fixture, eject_on_thread, recorder);

    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"VENDOR");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"PRODUCT");
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, FIXTURE_ID);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &value), S_OK);
    assert_bstr(value, L"");
    assert_hr(call_AcquireExclusiveAccess(recorder), S_OK);
    assert_hr(call_ReleaseExclusiveAccess(recorder), S_OK);
    assert_hr(call_InitializeDiscRecorder(recorder), S_OK); /* the eject goes on with the old device */
    assert_int_equal(fixture->closes, 0);
    IDiscRecorder2_Release(recorder);
    assert_int_equal(fixture->closes, 1);

    assert_hr(fixture_end_slow(), S_OK);
    assert_int_equal(fixture->closes, 2);
}

static DWORD WINAPI initialize_and_lock(void *context)
{
    IDiscRecorder2 *recorder = context;
    HRESULT hr;
    int i;

    for (i = 0; i < 500; i++) {
        hr = call_InitializeDiscRecorder(recorder);
        if (hr != S_OK && hr != E_IMAPI_RECORDER_LOCKED) return 1;
        hr = call_AcquireExclusiveAccess(recorder);
        if (hr != S_OK && hr != E_IMAPI_RECORDER_LOCKED) return 2;
        if (hr == S_OK && call_ReleaseExclusiveAccess(recorder) != S_OK) return 3;
        if (call_VendorId(recorder) != S_OK) return 4;
    }
    return 0;
}

/* A session that is swapped out never ends up with the lock; what was acquired can always be released. */
static void InitializeDiscRecorder__on_several_threads_with_locks__never_loses_one(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    struct com_fixture *fixture = *state;
    HANDLE threads[3];
    DWORD code;
    int i;

    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, initialize_and_lock, recorder, 0, NULL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    for (i = 0; i < 3; i++) {
        GetExitCodeThread(threads[i], &code);
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    assert_null(fixture->holder);
    IDiscRecorder2_Release(recorder);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(members__before_initialization__fail_as_documented),
        CASE(members__no_pointer__is_pointer_before_anything_else),
        CASE(members__on_a_well_behaved_drive__cost_so_many_commands),
        CASE(members__no_memory__say_so_and_leak_nothing),
        CASE(members__transport_fails__return_the_documented_code),
        CASE(members__drive_is_busy__is_medium_busy),
        CASE(members__drive_refuses__return_what_the_sense_means),
        CASE(members__sense_that_is_no_failure__action_succeeds_getter_fails),
        CASE(members__unit_attention__is_absorbed),
        CASE(members__nine_unit_attentions__is_becoming_ready),
        CASE(members__reply_too_short__is_invalid_response),
        CASE(InitializeDiscRecorder__no_identifier__is_invalid),
        CASE(InitializeDiscRecorder__no_such_device__says_which),
        CASE(InitializeDiscRecorder__very_long_identifier__is_no_device),
        CASE(InitializeDiscRecorder__system_refuses__says_why),
        CASE(InitializeDiscRecorder__other_letter_case__is_the_same_device),
        CASE(InitializeDiscRecorder__system_knows_no_identity__one_inquiry),
        CASE(InitializeDiscRecorder__no_optical_drive__says_what_it_is),
        CASE(InitializeDiscRecorder__inquiry_fails__device_is_closed_again),
        CASE(InitializeDiscRecorder__again__takes_the_place),
        CASE(InitializeDiscRecorder__again_fails__the_old_one_stays),
        CASE(InitializeDiscRecorder__again_while_something_is_held__is_refused),
        CASE(properties__initialized__are_the_devices),
        CASE(VolumePathNames__no_mount_point__is_an_empty_array),
        CASE(features_and_profiles__of_a_drive__are_its_numbers_in_its_order),
        CASE(features__header_only__are_none),
        CASE(cached_properties__system_fails__is_fail),
        CASE(EjectMedia__drive_can__sends_start_stop_unit),
        CASE(EjectMedia__door_is_locked__names_the_mount),
        CASE(EjectMedia__in_progress_for_ever__is_busy_within_its_time),
        CASE(exclusive_access__counted__is_taken_and_given_back_once),
        CASE(AcquireExclusiveAccess__any_value_but_0__is_force),
        CASE(AcquireExclusiveAccess__bad_names__are_refused_at_every_count),
        CASE(AcquireExclusiveAccess__two_objects__the_second_is_told_who),
        CASE(AcquireExclusiveAccess__system_refuses__returns_the_documented_code),
        CASE(ReleaseExclusiveAccess__system_fails_once__can_be_tried_again),
        CASE(ReleaseExclusiveAccess__device_gone__nothing_is_held_any_more),
        CASE(AcquireExclusiveAccess__drive_was_gone_meanwhile__asks_the_system_again),
        CASE(ExclusiveAccessOwner__system_fails__returns_its_code),
        CASE(Mcn__counted__is_disabled_and_enabled_once),
        CASE(Mcn__system_fails__is_not_counted),
        CASE(EjectMedia__under_way__holds_no_lock),
        CASE(InitializeDiscRecorder__on_several_threads_with_locks__never_loses_one),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
