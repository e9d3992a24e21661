/* Malformed replies of a drive, through the registered DLL: documented codes alone, defined outputs, and an end. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "com/server_fixture.h"
#include "support/vectors.h"

/* What the pages of the members that talk to the drive list, E_FAIL and the rest, less what needs no drive. */
static bool is_documented(HRESULT hr)
{
    static const unsigned long codes[] = {
        0x00000000, 0x80004005, 0x8007000E, 0x80070006, 0x80070037, 0xC0AA0201, 0xC0AA0202, 0xC0AA0203,
        0xC0AA0204, 0xC0AA0205, 0xC0AA0206, 0xC0AA0207, 0xC0AA0208, 0xC0AA0209, 0xC0AA020A, 0xC0AA020B,
        0xC0AA020C, 0xC0AA020D, 0xC0AA020E, 0xC0AA020F, 0xC0AA0210, 0xC0AA02FF, 0xC0AA0300,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); i++) {
        if ((unsigned long)hr == codes[i]) return true;
    }
    return false;
}

static unsigned long array_length(SAFEARRAY *array)
{
    return array->rgsabound[0].cElements;
}

typedef HRESULT(STDMETHODCALLTYPE *get_array)(IDiscRecorder2 *recorder, SAFEARRAY **value);

/* Returns the result; *count is -1 unless it succeeded. */
static HRESULT call_array(IDiscRecorder2 *recorder, get_array get, long *count)
{
    SAFEARRAY *array = (SAFEARRAY *)recorder;
    HRESULT hr = get(recorder, &array);

    *count = -1;
    if (!is_documented(hr)) print_error("0x%08lX\n", (unsigned long)hr);
    assert_true(is_documented(hr));
    assert_int_equal(array != NULL, SUCCEEDED(hr));
    if (FAILED(hr)) {
        assert_error_says(SOURCE, L"failed (0x", NULL);
        return hr;
    }
    assert_no_error_info();
    *count = (long)array_length(array);
    SafeArrayDestroy(array);
    return hr;
}

/* Each file as the answer to everything that a recorder asks for data. Nothing but documented codes comes up, outputs
 * are defined, it ends, and the drive is as good as before when it answers well again.
 */
static void malformed__every_file__comes_up_as_documented_and_passes(void **state)
{
    static const uint8_t opcodes[] = {0x12, 0x46, 0x5A};
    cJSON *root = vectors_load("malformed/index.json");
    const cJSON *file;
    int files = 0;

    (void)state;
    cJSON_ArrayForEach(file, cJSON_GetObjectItem(root, "cases"))
    {
        uint32_t transferred = (uint32_t)vector_number(file, "transferred");
        IDiscRecorder2 *recorder = server_create_recorder();
        VARIANT_BOOL can_load;
        char path[128];
        uint8_t *bytes;
        size_t size, i;
        HRESULT hr;
        long count;

        snprintf(path, sizeof path, "malformed/%s", vector_string(file, "file"));
        bytes = vector_file_bytes(path, &size);
        for (i = 0; i < ARRAYSIZE(opcodes); i++) {
            virtual_fault(NAME, opcodes[i], SIM_FAULT_REPLY, 0, transferred, bytes, size);
        }
        hr = server_initialize(recorder, ID_OF(NAME));
        assert_true(is_documented(hr) || hr == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)); /* INQUIRY data of a disk */
        if (FAILED(hr)) {
            assert_error_says(SOURCE, L"Initializing the recorder failed", NULL);
            virtual_clear_faults(NAME);
            assert_hr(server_initialize(recorder, ID_OF(NAME)), S_OK);
            for (i = 0; i < ARRAYSIZE(opcodes); i++) {
                virtual_fault(NAME, opcodes[i], SIM_FAULT_REPLY, 0, transferred, bytes, size);
            }
        }
        call_array(recorder, recorder->lpVtbl->get_SupportedFeaturePages, &count);
        call_array(recorder, recorder->lpVtbl->get_CurrentFeaturePages, &count);
        call_array(recorder, recorder->lpVtbl->get_SupportedProfiles, &count);
        call_array(recorder, recorder->lpVtbl->get_CurrentProfiles, &count);
        call_array(recorder, recorder->lpVtbl->get_SupportedModePages, &count);
        can_load = 99;
        hr = IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load);
        assert_true(hr == S_OK || hr == E_FAIL);
        assert_true(can_load == VARIANT_FALSE || (hr == S_OK && can_load == VARIANT_TRUE));

        virtual_clear_faults(NAME);
        assert_hr(call_array(recorder, recorder->lpVtbl->get_SupportedProfiles, &count), S_OK);
        assert_true(count > 10);
        assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
        assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
        IDiscRecorder2_Release(recorder);
        free(bytes);
        files++;
    }
    cJSON_Delete(root);
    assert_int_equal(files, 55);
}

/* The ones about GET CONFIGURATION and MODE SENSE, each as the answer to its own question: how many features or mode
 * pages a client sees, as counted by hand in the files. A clipped last feature is left out, a clipped last page is not.
 */
static void malformed__lists__are_walked_as_far_as_they_go(void **state)
{
    enum { FEATURES = 0x46, PAGES = 0x5A, REFUSED = -1 /* E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE */ };
    /* clang-format off */
    static const struct {
        const char *file;
        uint8_t opcode;
        long count;
    } rows[] = {
        {"01-gc-empty-reply.hex",                    FEATURES, REFUSED},
        {"02-gc-three-byte-header.hex",              FEATURES, REFUSED},
        {"04-gc-length-zero.hex",                    FEATURES, 0},
        {"05-gc-length-four.hex",                    FEATURES, 0},
        {"06-gc-length-ffffffff.hex",                FEATURES, 2},
        {"08-gc-length-too-big.hex",                 FEATURES, 4},
        {"09-gc-length-plus-four.hex",               FEATURES, 2},
        {"10-gc-length-minus-four.hex",              FEATURES, 2},
        {"12-gc-even-not-multiple-of-four.hex",      FEATURES, 3},
        {"13-gc-zero-length-loop.hex",               FEATURES, 16},
        {"14-gc-zero-length-legal.hex",              FEATURES, 4},
        {"16-gc-descriptor-overruns.hex",            FEATURES, 1},
        {"17-gc-descriptor-ff.hex",                  FEATURES, 1},
        {"18-gc-profile-list-not-multiple.hex",      FEATURES, 1},
        {"20-gc-unsorted.hex",                       FEATURES, 4},
        {"21-gc-overlapping.hex",                    FEATURES, 5},
        {"22-gc-two-current-profiles.hex",           FEATURES, 2},
        {"24-gc-max-size.hex",                       FEATURES, 250},
        {"25-gc-rt2-returns-all.hex",                FEATURES, 4},
        {"26-gc-serial-controls.hex",                FEATURES, 2},
        {"28-ms-block-descriptor-huge.hex",          PAGES,    0},
        {"29-ms-block-descriptor-8-despite-dbd.hex", PAGES,    1},
        {"30-ms-page-length-zero.hex",               PAGES,    1},
        {"32-ms-speed-count-lie.hex",                PAGES,    1},
        {"33-ms-speed-count-ffff.hex",               PAGES,    1},
        {"34-ms-short-page2a.hex",                   PAGES,    1},
        {"36-ms-wrong-page.hex",                     PAGES,    1},
    };
    /* clang-format on */
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));
    get_array get;
    char path[128];
    uint8_t *bytes;
    size_t size, i;
    HRESULT hr;
    long count;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        snprintf(path, sizeof path, "malformed/%s", rows[i].file);
        bytes = vector_file_bytes(path, &size);
        virtual_fault(NAME, rows[i].opcode, SIM_FAULT_REPLY, 0, (uint32_t)size, bytes, size);
        get = rows[i].opcode == FEATURES ? recorder->lpVtbl->get_SupportedFeaturePages
                                         : recorder->lpVtbl->get_SupportedModePages;
        hr = call_array(recorder, get, &count);
        if (count != rows[i].count) print_error("%s\n", rows[i].file);
        assert_hr(hr, rows[i].count == REFUSED ? E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE : S_OK);
        assert_int_equal(count, rows[i].count);
        virtual_clear_faults(NAME);
        free(bytes);
    }
    IDiscRecorder2_Release(recorder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(malformed__every_file__comes_up_as_documented_and_passes),
        SERVER_CASE(malformed__lists__are_walked_as_far_as_they_go),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
