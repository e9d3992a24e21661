/* IDiscRecorder2Ex: what holds for every member. Expected codes: the return values that the documentation lists, and
 * docs/differences.md.
 */
#include "com/recorder2ex_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"

#define SOURCE L"OpenIMAPI2.MsftDiscRecorder2"

/* ----------------------------------------------------------------------------------------------- rules for everyone */

static void members__before_initialization__fail_as_documented(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < MEMBERS; i++) {
        IDiscRecorder2Ex *ex = extended(fixture_recorder(fixture));

        assert_hr(members[i].call(ex), members[i].before_initialization);
        assert_error_says(SOURCE, members[i].attempt, L"InitializeDiscRecorder", NULL);
        IDiscRecorder2Ex_Release(ex);
    }
    assert_int_equal(fixture->script.sent_count, 0);
}

/* On a drive that answers as MMC says. */
static void members__on_a_well_behaved_drive__cost_so_many_commands(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i;

    fixture->script.otherwise = well_behaved;
    for (i = 0; i < MEMBERS; i++) {
        IDiscRecorder2Ex *ex = ready(fixture);

        script_again(&fixture->script);
        IDiscRecorder2Ex_GetByteAlignmentMask(ex, NULL);
        assert_hr(members[i].call(ex), S_OK);
        assert_no_error_info(); /* a method that succeeds leaves none behind */
        if (fixture->script.sent_count != members[i].commands) print_error("%s\n", members[i].name);
        assert_int_equal(fixture->script.sent_count, members[i].commands);
        IDiscRecorder2Ex_Release(ex);
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
    for (i = 0; i < MEMBERS; i++) {
        IDiscRecorder2Ex *ex = ready(fixture);

        for (nth = 1, hr = E_FAIL; FAILED(hr); nth++) {
            live = base_alloc_live();
            assert_true(nth < 50);
            base_alloc_fail_nth(nth);
            hr = members[i].call(ex);
            base_alloc_fail_nth(0);
            assert_int_equal(base_alloc_live(), live);
            if (SUCCEEDED(hr)) break;
            assert_hr(hr, E_OUTOFMEMORY);
            assert_error_says(SOURCE, members[i].attempt, L"There is not enough memory.", NULL);
        }
        IDiscRecorder2Ex_Release(ex);
        script_again(&fixture->script);
    }
}

/* The error object names the interface whose method failed. */
static void members__fail__error_info_names_this_interface(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    IErrorInfo *info;
    GUID iid;

    assert_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, NULL), E_POINTER);
    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetGUID(info, &iid), S_OK);
    assert_true(IsEqualIID(&iid, &IID_IDiscRecorder2Ex));
    IErrorInfo_Release(info);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 121);
    assert_hr(call_member("GetDiscInformation", ex), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetGUID(info, &iid), S_OK);
    assert_true(IsEqualIID(&iid, &IID_IDiscRecorder2Ex));
    IErrorInfo_Release(info);
    IDiscRecorder2Ex_Release(ex);
}

static void members__transport_fails__return_the_documented_code(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i, j;

    fixture_hold(fixture, true);
    for (i = 0; i < MEMBERS; i++) {
        if (!members[i].commands) continue;
        for (j = 0; j < FIXTURE_TRANSPORT_FAILURES; j++) {
            const struct fixture_transport_failure *row = &fixture_transport_failures[j];
            IDiscRecorder2Ex *ex = ready(fixture);

            script_again(&fixture->script);
            script_failure(&fixture->script, row->outcome, row->failure, row->system_error);
            assert_hr(members[i].call(ex), row->hr);
            assert_error_says(SOURCE, members[i].attempt, row->says, L"VENDOR PRODUCT REV1", L"#one#", NULL);
            IDiscRecorder2Ex_Release(ex);
        }
    }
    fixture_hold(fixture, false);
}

static void members__other_status__is_busy_late_or_nonsense(void **state)
{
    /* SAM-3, status codes. */
    static const struct {
        uint8_t status;
        HRESULT hr;
    } rows[] = {
        {0x08, E_IMAPI_RECORDER_MEDIA_BUSY},
        {0x18, E_IMAPI_RECORDER_MEDIA_BUSY},
        {0x28, E_IMAPI_RECORDER_MEDIA_BUSY},
        {0x40, E_IMAPI_RECORDER_COMMAND_TIMEOUT},
        {0xEE, E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE},
    };
    struct com_fixture *fixture = *state;
    size_t i, j;

    for (i = 0; i < MEMBERS; i++) {
        if (!members[i].commands) continue;
        for (j = 0; j < ARRAYSIZE(rows); j++) {
            IDiscRecorder2Ex *ex = ready(fixture);

            script_again(&fixture->script);
            script_status(&fixture->script, rows[j].status);
            assert_hr(members[i].call(ex), rows[j].hr);
            assert_error_says(SOURCE, members[i].attempt, NULL);
            IDiscRecorder2Ex_Release(ex);
        }
    }
}

/* Every code of the sense table that a member can meet; what each row means is test_hresult's. */
static void members__drive_refuses__return_what_the_sense_means(void **state)
{
    /* clang-format off */
    static const struct {
        const char *member;
        uint8_t key, asc, ascq;
        HRESULT hr;
        const WCHAR *says;
    } rows[] = {
        {"ReadDvdStructure",         2, 0x3A, 0x00, (HRESULT)0xC0AA0202, L"READ DISC STRUCTURE (ADh) ended with sense 2/3A/00: not ready, medium not present"},
        {"ReadDvdStructure",         5, 0x24, 0x00, (HRESULT)0xC0AA020E, L"5/24/00"},
        {"ReadDvdStructure",         5, 0x20, 0x00, (HRESULT)0xC0AA020E, L"5/20/00"},
        {"ReadDvdStructure",         5, 0x30, 0x02, (HRESULT)0xC0AA020E, L"5/30/02"},
        {"ReadDvdStructure",         2, 0x30, 0x00, (HRESULT)0xC0AA020E, L"2/30/00"},
        {"ReadDvdStructure",         3, 0x02, 0x06, (HRESULT)0xC0AA0204, L"medium error"},
        {"ReadDvdStructure",         4, 0x09, 0x02, (HRESULT)0xC0AA0203, L"4/09/02"},
        {"SendDvdStructure",         5, 0x26, 0x00, (HRESULT)0x80004005, L"SEND DISC STRUCTURE (BFh)"},
        {"SendDvdStructure",         7, 0x27, 0x00, (HRESULT)0xC0AA0209, L"7/27/00"},
        {"SendDvdStructure",         3, 0x73, 0x03, (HRESULT)0xC0AA020F, L"3/73/03"},
        {"GetDiscInformation",       2, 0x04, 0x01, (HRESULT)0xC0AA0205, L"READ DISC INFORMATION (51h)"},
        {"GetDiscInformation",       2, 0x04, 0x04, (HRESULT)0xC0AA0206, L"2/04/04"},
        {"GetDiscInformation",       2, 0x04, 0x08, (HRESULT)0xC0AA0207, L"2/04/08"},
        {"GetDiscInformation",       5, 0x20, 0x00, (HRESULT)0x80004005, L"5/20/00"},
        {"GetTrackInformation",      5, 0x24, 0x00, (HRESULT)0x80004005, L"READ TRACK INFORMATION (52h)"},
        {"GetTrackInformation",      2, 0x30, 0x02, (HRESULT)0xC0AA0203, L"2/30/02"},
        {"GetTrackInformation",      3, 0x0C, 0x09, (HRESULT)0xC0AA0300, L"3/0C/09"},
        {"GetFeaturePage",           5, 0x20, 0x00, (HRESULT)0xC0AA020C, L"GET CONFIGURATION (46h)"},
        {"GetModePage",              5, 0x24, 0x00, (HRESULT)0xC0AA0201, L"MODE SENSE(10) (5Ah)"},
        {"GetModePage",              5, 0x20, 0x00, (HRESULT)0x80004005, L"MODE SENSE(10) (5Ah) ended with sense 5/20/00"},
        {"SetModePage",              5, 0x26, 0x00, (HRESULT)0xC0AA0208, L"MODE SELECT(10) (55h)"},
        {"SetModePage",              5, 0x26, 0x02, (HRESULT)0xC0AA0208, L"5/26/02"},
        {"SetModePage",              5, 0x1A, 0x00, (HRESULT)0x80004005, L"5/1A/00"},
        {"GetSupportedFeaturePages", 5, 0x20, 0x00, (HRESULT)0xC0AA020C, L"5/20/00"},
        {"GetSupportedProfiles",     5, 0x24, 0x00, (HRESULT)0x80004005, L"5/24/00"},
        {"GetSupportedModePages",    2, 0x04, 0x07, (HRESULT)0xC0AA0207, L"2/04/07"},
    };
    /* clang-format on */
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscRecorder2Ex *ex = ready(fixture);

        script_again(&fixture->script);
        fixture_sense(fixture, rows[i].key, rows[i].asc, rows[i].ascq);
        /* MODE SENSE(6) comes after a MODE SENSE(10) that is not known. */
        if (!strcmp(rows[i].member, "GetModePage") && rows[i].asc == 0x20) fixture_sense(fixture, 5, 0x20, 0x00);
        assert_hr(call_member(rows[i].member, ex), rows[i].hr);
        assert_error_says(SOURCE, rows[i].says, NULL);
        IDiscRecorder2Ex_Release(ex);
    }
}

static void members__unit_attention__is_absorbed_but_handed_over_raw(void **state)
{
    struct com_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < MEMBERS; i++) {
        IDiscRecorder2Ex *ex = ready(fixture);

        script_again(&fixture->script);
        fixture->script.otherwise = well_behaved;
        if (members[i].commands) fixture_sense(fixture, 6, 0x28, 0x00);
        assert_hr(members[i].call(ex), members[i].is_raw ? S_IMAPI_COMMAND_HAS_SENSE_DATA : S_OK);
        assert_no_error_info();
        IDiscRecorder2Ex_Release(ex);
    }
}

/* "No sense" is no failure of an action; a getter has got nothing to give then. */
static void members__sense_that_is_no_failure__action_succeeds_getter_fails(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);

    fixture_sense(fixture, 0, 0, 0);
    assert_hr(call_member("SetModePage", ex), S_OK);
    assert_no_error_info();
    fixture_sense(fixture, 1, 0x18, 0x00); /* recovered */
    assert_hr(call_member("SendDvdStructure", ex), S_OK);
    fixture_sense(fixture, 0, 0, 0);
    assert_hr(call_member("GetDiscInformation", ex), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    IDiscRecorder2Ex_Release(ex);
}

/* Each length of the true reply but the whole one. A list that was cut is as long as what came; see
 * test_drive_malformed.
 */
static void members__reply_is_cut__is_invalid_response(void **state)
{
    /* clang-format off */
    static const struct {
        const char *member;
        const uint8_t *reply;
        size_t whole; /* from here on it is complete, or long enough */
    } rows[] = {
        {"ReadDvdStructure",         copyright_reply, 8},
        {"GetDiscInformation",       disc_reply,      34},
        {"GetTrackInformation",      track_reply,     36},
        {"GetFeaturePage",           features_reply,  28}, /* with all of feature 0003h */
        {"GetModePage",              pages_reply,     22}, /* with code and length of page 2Ah */
        {"GetSupportedFeaturePages", features_reply,  8},
        {"GetSupportedProfiles",     features_reply,  8},
        {"GetSupportedModePages",    pages_reply,     8},
    };
    /* clang-format on */
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    size_t i, count;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        for (count = 0; count <= rows[i].whole; count++) {
            script_again(&fixture->script);
            script_bytes(&fixture->script, rows[i].reply, count);
            assert_hr(call_member(rows[i].member, ex),
                      count < rows[i].whole ? E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE : S_OK);
            if (count < rows[i].whole) assert_error_says(SOURCE, L"0xC0AA02FF", L"too short", NULL);
        }
    }
    IDiscRecorder2Ex_Release(ex);
}

/* ---------------------------------------------------------------------------------------------------- bad arguments */

/* Either output may be missing; the other one is defined all the same. */
#define CHECK_OUTPUTS(type, call_with)                                                                                 \
    do {                                                                                                               \
        type *data = (type *)ex, **data_out = &data;                                                                   \
        ULONG count = 99, *count_out = NULL;                                                                           \
        assert_hr(call_with, E_POINTER);                                                                               \
        assert_null(data);                                                                                             \
        data_out = NULL;                                                                                               \
        count_out = &count;                                                                                            \
        assert_hr(call_with, E_POINTER);                                                                               \
        assert_int_equal(count, 0);                                                                                    \
        assert_error_says(SOURCE, L"0x80004003", L"NULL pointer", NULL);                                               \
    } while (0)

static void members__no_pointer__is_pointer_before_anything_else(void **state)
{
    IDiscRecorder2Ex *ex = extended(fixture_recorder(*state)); /* the state would be an error too */

    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_ReadDvdStructure(ex, 0x100, 0, 0, 0, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetAdapterDescriptor(ex, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetDeviceDescriptor(ex, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetDiscInformation(ex, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetTrackInformation(ex, 0, 3, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetFeaturePage(ex, 0x10000, FALSE, data_out, count_out));
    CHECK_OUTPUTS(BYTE, IDiscRecorder2Ex_GetModePage(ex, 0x40, 4, data_out, count_out));
    CHECK_OUTPUTS(IMAPI_FEATURE_PAGE_TYPE, IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, data_out, count_out));
    CHECK_OUTPUTS(IMAPI_PROFILE_TYPE, IDiscRecorder2Ex_GetSupportedProfiles(ex, FALSE, data_out, count_out));
    CHECK_OUTPUTS(IMAPI_MODE_PAGE_TYPE, IDiscRecorder2Ex_GetSupportedModePages(ex, 4, data_out, count_out));
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x100, NULL, 8), E_POINTER);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, 4, NULL, 8), E_POINTER);
    assert_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, NULL), E_POINTER);
    assert_hr(IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(ex, NULL), E_POINTER);
    assert_hr(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(ex, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the longest page-aligned transfer", NULL);
    IDiscRecorder2Ex_Release(ex);
}

static void members__arguments_out_of_range__are_invalid_and_send_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    BYTE bytes[0x102] = {0x01, 0x0A}, *data;
    IMAPI_MODE_PAGE_TYPE *codes;
    static BYTE structure[0x10000];
    ULONG count;

#define INVALID(call)                                                                                                  \
    do {                                                                                                               \
        data = bytes;                                                                                                  \
        count = 99;                                                                                                    \
        assert_hr(call, E_INVALIDARG);                                                                                 \
        assert_error_says(SOURCE, L"0x80070057", NULL);                                                                \
        assert_null(data);                                                                                             \
        assert_int_equal(count, 0);                                                                                    \
    } while (0)
    INVALID(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x100, 0, 0, 0, &data, &count));
    INVALID(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0x100, 0, &data, &count));
    INVALID(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0, 4, &data, &count));
    INVALID(IDiscRecorder2Ex_ReadDvdStructure(ex, 0xFFFFFFFF, 0, 0, 0, &data, &count));
    INVALID(IDiscRecorder2Ex_GetTrackInformation(ex, 0, 3, &data, &count));
    INVALID(IDiscRecorder2Ex_GetTrackInformation(ex, 0, (IMAPI_READ_TRACK_ADDRESS_TYPE)-1, &data, &count));
    INVALID(IDiscRecorder2Ex_GetFeaturePage(ex, 0x10000, FALSE, &data, &count));
    INVALID(IDiscRecorder2Ex_GetModePage(ex, 0x3F, 0, &data, &count));
    INVALID(IDiscRecorder2Ex_GetModePage(ex, 0x101, 0, &data, &count));
    INVALID(IDiscRecorder2Ex_GetModePage(ex, 0x2A, 4, &data, &count));
    INVALID(IDiscRecorder2Ex_GetModePage(ex, 0x2A, (IMAPI_MODE_PAGE_REQUEST_TYPE)-1, &data, &count));
#undef INVALID
    assert_hr(IDiscRecorder2Ex_GetSupportedModePages(ex, 4, &codes, &count), E_INVALIDARG);
    assert_null(codes);
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x100, structure, 8), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x20, structure, 0), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x20, structure, 0xFFFB), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CHANGEABLE_VALUES, bytes, 12),
              E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_DEFAULT_VALUES, bytes, 12), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, 4, bytes, 12), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, 0, bytes, 0), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, 0, bytes, 1), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, 0, bytes, 0x102), E_INVALIDARG);
    assert_error_says(SOURCE, L"Setting a mode page", NULL);
    assert_int_equal(fixture->script.sent_count, 0);
    IDiscRecorder2Ex_Release(ex);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(members__before_initialization__fail_as_documented),
        CASE(members__on_a_well_behaved_drive__cost_so_many_commands),
        CASE(members__no_memory__say_so_and_leak_nothing),
        CASE(members__fail__error_info_names_this_interface),
        CASE(members__transport_fails__return_the_documented_code),
        CASE(members__other_status__is_busy_late_or_nonsense),
        CASE(members__drive_refuses__return_what_the_sense_means),
        CASE(members__unit_attention__is_absorbed_but_handed_over_raw),
        CASE(members__sense_that_is_no_failure__action_succeeds_getter_fails),
        CASE(members__reply_is_cut__is_invalid_response),
        CASE(members__no_pointer__is_pointer_before_anything_else),
        CASE(members__arguments_out_of_range__are_invalid_and_send_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
