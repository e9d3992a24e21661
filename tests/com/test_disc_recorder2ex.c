/* IDiscRecorder2Ex: what each member but the raw commands sends, and gives back. */
#include "com/recorder2ex_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE L"OpenIMAPI2.MsftDiscRecorder2"

/* ---------------------------------------------------------------------------------------------------------- results */

static void results__of_a_well_behaved_drive__are_its_bytes(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    fixture->script.otherwise = well_behaved;
    assert_hr(IDiscRecorder2Ex_GetDiscInformation(ex, &data, &count), S_OK);
    check_memory(data, count, disc_reply, 34);
    assert_hr(IDiscRecorder2Ex_GetTrackInformation(ex, 1, IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, &data, &count), S_OK);
    check_memory(data, count, track_reply, 36);
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x01, 0, 0, 0, &data, &count), S_OK);
    check_memory(data, count, "\x01\xFE\0\0", 4); /* without the header */
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, IMAPI_FEATURE_PAGE_TYPE_REMOVABLE_MEDIUM, TRUE, &data, &count), S_OK);
    check_memory(data, count, "\x00\x03\x03\x04\x29\0\0\0", 8); /* with its head */
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES, 0, &data, &count), S_OK);
    check_memory(data, count, "\xAA\x06\x3F\x37\xF1\x77\x29\x23", 8); /* with its head, PS and all */
    IDiscRecorder2Ex_Release(ex);
}

static void results__padded_by_a_bridge__are_cut_to_what_they_say(void **state)
{
    uint8_t padded[256];
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    memset(padded, 0xEE, sizeof padded);
    memcpy(padded, disc_reply, sizeof disc_reply);
    script_bytes(&fixture->script, padded, sizeof padded);
    assert_hr(IDiscRecorder2Ex_GetDiscInformation(ex, &data, &count), S_OK);
    check_memory(data, count, disc_reply, 34);
    memcpy(padded, track_reply, sizeof track_reply);
    script_bytes(&fixture->script, padded, sizeof padded);
    assert_hr(IDiscRecorder2Ex_GetTrackInformation(ex, 0, IMAPI_READ_TRACK_ADDRESS_TYPE_LBA, &data, &count), S_OK);
    check_memory(data, count, track_reply, 36);
    IDiscRecorder2Ex_Release(ex);
}

static void ReadDvdStructure__parameters__stand_in_the_cdb(void **state)
{
    static const uint8_t cdb[12] = {0xAD, 0x00, 0x01, 0x23, 0x45, 0x67, 0x02, 0x0E, 0x08, 0x04, 0xC0, 0x00};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    script_bytes(&fixture->script, copyright_reply, sizeof copyright_reply);
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x0E, 0x01234567, 2, 3, &data, &count), S_OK);
    assert_memory_equal(fixture->script.sent[0].cdb, cdb, 12);
    CoTaskMemFree(data);
    script_bytes(&fixture->script, "\0\2\0\0", 4); /* a header and nothing behind it */
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x0E, 0, 0, 0, &data, &count),
              E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT);
    assert_null(data);
    assert_int_equal(count, 0);
    IDiscRecorder2Ex_Release(ex);
}

static void SendDvdStructure__payload__gets_its_header(void **state)
{
    static const uint8_t cdb[12] = {0xBF, 0, 0, 0, 0, 0, 0, 0x20, 0x00, 0x0C, 0x00, 0x00};
    static const uint8_t list[12] = {0x00, 0x0A, 0x00, 0x00, 0, 0, 0, 0, 0x00, 0x1F, 0xFF, 0xF0};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);

    script_good(&fixture->script);
    assert_hr(call_member("SendDvdStructure", ex), S_OK);
    assert_memory_equal(fixture->script.sent[0].cdb, cdb, 12);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 12);
    assert_memory_equal(fixture->script.sent[0].data_out, list, 12);
    IDiscRecorder2Ex_Release(ex);
}

static void GetTrackInformation__address_types__stand_in_the_cdb(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;
    int type;

    for (type = 0; type <= 2; type++) {
        script_bytes(&fixture->script, track_reply, sizeof track_reply);
        assert_hr(
            IDiscRecorder2Ex_GetTrackInformation(ex, 0x89ABCDEF, (IMAPI_READ_TRACK_ADDRESS_TYPE)type, &data, &count),
            S_OK);
        CoTaskMemFree(data);
        assert_int_equal(fixture->script.sent[type].cdb[1], type);
        assert_memory_equal(fixture->script.sent[type].cdb + 2, "\x89\xAB\xCD\xEF", 4);
    }
    IDiscRecorder2Ex_Release(ex);
}

static void GetFeaturePage__features__are_there_or_not_current_or_not_there(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    fixture->script.otherwise = well_behaved;
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0x0106, FALSE, &data, &count), S_OK);
    check_memory(data, count, "\x01\x06\0\0", 4);
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0x0106, TRUE, &data, &count),
              E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT);
    assert_null(data);
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0x0106, 0x80, &data, &count),
              E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT); /* any value but 0 is true */
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0x0107, FALSE, &data, &count), E_IMAPI_RECORDER_NO_SUCH_FEATURE);
    assert_null(data);
    assert_int_equal(count, 0);
    assert_error_says(SOURCE, L"Reading a feature of the drive", L"0xC0AA020A", NULL);
    assert_memory_equal(fixture->script.sent[0].cdb, "\x46\x02\x01\x06", 4);
    IDiscRecorder2Ex_Release(ex);
}

static void GetModePage__page_control__is_the_request_type(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    IMAPI_MODE_PAGE_TYPE *codes;
    ULONG count;
    BYTE *data;
    int type;

    fixture->script.otherwise = well_behaved;
    for (type = 0; type <= 3; type++) {
        script_again(&fixture->script);
        assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x01, (IMAPI_MODE_PAGE_REQUEST_TYPE)type, &data, &count), S_OK);
        assert_int_equal(count, 12);
        CoTaskMemFree(data);
        assert_hr(IDiscRecorder2Ex_GetSupportedModePages(ex, (IMAPI_MODE_PAGE_REQUEST_TYPE)type, &codes, &count), S_OK);
        assert_int_equal(count, 2);
        CoTaskMemFree(codes);
        assert_int_equal(fixture->script.sent[0].cdb[1], 0x08); /* no block descriptors */
        assert_int_equal(fixture->script.sent[0].cdb[2], type << 6 | 0x01);
        assert_int_equal(fixture->script.sent[1].cdb[2], type << 6 | 0x3F);
    }
    IDiscRecorder2Ex_Release(ex);
}

/* A page that says it is longer than what came gives what came; one that is another page, one behind a block
 * descriptor that nobody asked for.
 */
static void GetModePage__lengths_that_lie__are_not_believed(void **state)
{
    static const uint8_t lies[] = {0x00, 0x0C, 0, 0, 0, 0, 0, 0, 0x2A, 0xFF, 0x3F, 0x37, 0xF1, 0x77};
    static const uint8_t other[] = {0x00, 0x0A, 0, 0, 0, 0, 0, 0, 0x0D, 0x02, 0x00, 0x04};
    static const uint8_t behind[] = {0x00, 0x12, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 8, 0, 0x2A, 0x02, 0x3F, 0x37};
    static const uint8_t huge[] = {0x00, 0x0A, 0, 0, 0, 0, 0xFF, 0xFF, 0x2A, 0x02, 0x3F, 0x37};
    static const uint8_t shorter[] = {0x00, 0x0C, 0, 0, 0, 0, 0, 0, 0x2A, 0x02, 0x3F, 0x37, 0xF1, 0x77};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    script_bytes(&fixture->script, lies, sizeof lies);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES, 0, &data, &count), S_OK);
    check_memory(data, count, "\x2A\xFF\x3F\x37\xF1\x77", 6);
    script_bytes(&fixture->script, other, sizeof other);
    assert_hr(call_member("GetModePage", ex), E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE);
    script_bytes(&fixture->script, huge, sizeof huge);
    assert_hr(call_member("GetModePage", ex), E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE);
    script_bytes(&fixture->script, behind, sizeof behind);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES, 0, &data, &count), S_OK);
    check_memory(data, count, "\x2A\x02\x3F\x37", 4);
    script_bytes(&fixture->script, shorter, sizeof shorter);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES, 0, &data, &count), S_OK);
    check_memory(data, count, "\x2A\x02\x3F\x37", 4);
    IDiscRecorder2Ex_Release(ex);
}

static void SetModePage__page__gets_its_header_and_loses_ps(void **state)
{
    static const uint8_t current[10] = {0x55, 0x10, 0, 0, 0, 0, 0, 0x00, 0x14, 0};
    static const uint8_t saved[10] = {0x55, 0x11, 0, 0, 0, 0, 0, 0x00, 0x14, 0};
    static const uint8_t list[20] = {0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x0A, 0x00, 0x05};
    BYTE page[12] = {0x81, 0x0A, 0x00, 0x05};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);

    fixture->script.otherwise = well_behaved;
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, page, 12), S_OK);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_SAVED_VALUES, page, 12), S_OK);
    assert_memory_equal(fixture->script.sent[0].cdb, current, 10);
    assert_memory_equal(fixture->script.sent[0].data_out, list, 20);
    assert_memory_equal(fixture->script.sent[1].cdb, saved, 10);
    assert_int_equal(page[0], 0x81); /* the caller's page is as it was */
    IDiscRecorder2Ex_Release(ex);
}

static void check_codes(HRESULT hr, void *data, ULONG count, const LONG *expected, ULONG expected_count)
{
    assert_hr(hr, S_OK);
    assert_non_null(data); /* of no codes too */
    assert_int_equal(count, expected_count);
    if (count) assert_memory_equal(data, expected, count * sizeof *expected);
    CoTaskMemFree(data);
}

/* The counts are of elements, whatever they are called. */
static void lists__of_a_drive__are_its_numbers_in_its_order(void **state)
{
    static const LONG all[] = {0x0000, 0x0003, 0x0106}, current[] = {0x0000, 0x0003}, codes[] = {0x01, 0x2A};
    static const LONG profiles[] = {0x0010, 0x0008}, current_profiles[] = {0x0008};
    static const uint8_t header[] = {0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x08};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    IMAPI_FEATURE_PAGE_TYPE *features_out;
    IMAPI_PROFILE_TYPE *profiles_out;
    IMAPI_MODE_PAGE_TYPE *pages_out;
    ULONG count;
    HRESULT hr;

    assert_int_equal(sizeof *features_out, 4);
    fixture->script.otherwise = well_behaved;
    hr = IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, &features_out, &count);
    check_codes(hr, features_out, count, all, 3);
    hr = IDiscRecorder2Ex_GetSupportedFeaturePages(ex, TRUE, &features_out, &count);
    check_codes(hr, features_out, count, current, 2);
    hr = IDiscRecorder2Ex_GetSupportedProfiles(ex, FALSE, &profiles_out, &count);
    check_codes(hr, profiles_out, count, profiles, 2);
    hr = IDiscRecorder2Ex_GetSupportedProfiles(ex, TRUE, &profiles_out, &count);
    check_codes(hr, profiles_out, count, current_profiles, 1);
    hr = IDiscRecorder2Ex_GetSupportedModePages(ex, 0, &pages_out, &count);
    check_codes(hr, pages_out, count, codes, 2);
    fixture->script.otherwise = NULL;
    script_bytes(&fixture->script, header, sizeof header);
    hr = IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, &features_out, &count);
    check_codes(hr, features_out, count, NULL, 0);
    IDiscRecorder2Ex_Release(ex);
}

/* -------------------------------------------------------------------------------------------- what the system knows */

static ULONG number_at(const BYTE *bytes, size_t offset)
{
    ULONG number;

    memcpy(&number, bytes + offset, sizeof number);
    return number;
}

static void descriptors__system_has_them__are_its_bytes(void **state)
{
    static const uint8_t systems[40] = {40, 0, 0, 0, 40, 0, 0, 0, 5, 0, 1};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    fixture->descriptor.status = DRIVE_OK;
    fixture->descriptor_bytes = systems;
    fixture->descriptor_count = sizeof systems;
    assert_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &count), S_OK);
    check_memory(data, count, systems, sizeof systems);
    assert_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, &count), S_OK);
    check_memory(data, count, systems, sizeof systems);
    IDiscRecorder2Ex_Release(ex);
}

/* Documented with E_FAIL alone, whatever the system says. */
static void descriptors__system_fails__is_fail_and_says_why(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);

    fixture->descriptor.status = DRIVE_GONE;
    assert_hr(call_member("GetAdapterDescriptor", ex), E_FAIL);
    assert_error_says(SOURCE, L"Reading the adapter's descriptor", L"no longer there", NULL);
    assert_hr(call_member("GetDeviceDescriptor", ex), E_FAIL);
    IDiscRecorder2Ex_Release(ex);
}

static void descriptors__system_has_none__are_made(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG count;
    BYTE *data;

    assert_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, &count), S_OK);
    assert_int_equal(count, 32);
    assert_int_equal(number_at(data, 4), 32);
    assert_int_equal(number_at(data, 8), 65536);
    assert_int_equal(number_at(data, 12), 17);
    assert_int_equal(number_at(data, 16), 0);
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &count), S_OK);
    assert_int_equal(number_at(data, 4), count);
    assert_int_equal(data[8], 5);
    assert_string_equal((char *)data + number_at(data, 12), "VENDOR");
    assert_string_equal((char *)data + number_at(data, 16), "PRODUCT");
    assert_string_equal((char *)data + number_at(data, 20), "REV1");
    CoTaskMemFree(data);
    IDiscRecorder2Ex_Release(ex);
}

static void limits__of_an_adapter__are_mask_plus_one_and_both_lengths(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG value;

    fixture->script.limits.max_transfer_bytes = 131072;
    fixture->script.limits.max_unaligned_transfer_bytes = 126976;
    fixture->script.limits.alignment_mask = 3;
    assert_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, &value), S_OK);
    assert_int_equal(value, 4);
    assert_hr(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(ex, &value), S_OK);
    assert_int_equal(value, 131072);
    assert_hr(IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(ex, &value), S_OK);
    assert_int_equal(value, 126976);
    fixture->script.limits.alignment_mask = 0;
    assert_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, &value), S_OK);
    assert_int_equal(value, 1);
    IDiscRecorder2Ex_Release(ex);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(results__of_a_well_behaved_drive__are_its_bytes),
        CASE(results__padded_by_a_bridge__are_cut_to_what_they_say),
        CASE(ReadDvdStructure__parameters__stand_in_the_cdb),
        CASE(SendDvdStructure__payload__gets_its_header),
        CASE(GetTrackInformation__address_types__stand_in_the_cdb),
        CASE(GetFeaturePage__features__are_there_or_not_current_or_not_there),
        CASE(GetModePage__page_control__is_the_request_type),
        CASE(GetModePage__lengths_that_lie__are_not_believed),
        CASE(SetModePage__page__gets_its_header_and_loses_ps),
        CASE(lists__of_a_drive__are_its_numbers_in_its_order),
        CASE(descriptors__system_has_them__are_its_bytes),
        CASE(descriptors__system_fails__is_fail_and_says_why),
        CASE(descriptors__system_has_none__are_made),
        CASE(limits__of_an_adapter__are_mask_plus_one_and_both_lengths),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
