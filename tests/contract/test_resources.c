/*
 * The resources of imapi2.dll: the text of every result code, as clients ask for it, and a version that is plainly
 * ours. The DLL is loaded as a data file: nothing of it runs, so that the DLL of either architecture can be looked at.
 *
 * test_resources [DLL]: without it, OPENIMAPI2_DLL of the environment, then the one that was built.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <windows.h>
#include <imapi2error.h>

enum {
    TEXT_SIZE = 512,
    SHORTEST_TEXT = 20,
};

static const char *dll_path;
static HMODULE dll;

static const struct {
    const char *name;
    DWORD code;
} results[] = {
#define RESULT(name, value) {#name, value},
#include "contract/errors.inc"
#undef RESULT
};

enum {
    RESULT_COUNT = sizeof results / sizeof results[0],
};

static int load_dll(void **state)
{
    char full[MAX_PATH];

    (void)state;
    /* LoadLibraryEx searches the path for a name with forward slashes. */
    if (!GetFullPathNameA(dll_path, sizeof full, full, NULL)) return -1;
    dll = LoadLibraryExA(full, NULL, LOAD_LIBRARY_AS_DATAFILE);
    if (!dll) {
        print_error("%s: LoadLibraryEx gave error %lu\n", full, GetLastError());
        return -1;
    }
    return 0;
}

static int free_dll(void **state)
{
    (void)state;
    return FreeLibrary(dll) ? 0 : -1;
}

static DWORD message(DWORD code, char *text)
{
    return FormatMessageA(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_IGNORE_INSERTS, dll, code, 0, text, TEXT_SIZE,
                          NULL);
}

static void messages__every_result_code__has_a_text_of_its_own(void **state)
{
    static char texts[RESULT_COUNT][TEXT_SIZE];
    size_t i;
    size_t k;

    (void)state;
    for (i = 0; i < RESULT_COUNT; i++) {
        if (message(results[i].code, texts[i]) < SHORTEST_TEXT)
            fail_msg("no text for %s (%08lX)", results[i].name, results[i].code);
        if (strcmp(texts[i] + strlen(texts[i]) - 3, ".\r\n") != 0)
            fail_msg("the text of %s does not end as a sentence: %s", results[i].name, texts[i]);
        for (k = 0; k < i; k++) {
            if (strcmp(texts[i], texts[k]) == 0)
                fail_msg("%s and %s have the same text", results[i].name, results[k].name);
        }
    }
}

static void messages__samples__belong_to_their_codes(void **state)
{
    static const struct {
        DWORD code;
        const char *words;
    } samples[] = {
        {0x00AA0200, "sense"},      /* S_IMAPI_COMMAND_HAS_SENSE_DATA */
        {0xC0AA0202, "no disc"},    /* E_IMAPI_RECORDER_MEDIA_NO_MEDIA */
        {0xC0AA020D, "in time"},    /* E_IMAPI_RECORDER_COMMAND_TIMEOUT */
        {0xC0AA0210, "exclusive"},  /* E_IMAPI_RECORDER_LOCKED */
        {0x80AA0906, "one hour"},   /* E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR */
        {0x80AA0A0A, "10 sectors"}, /* E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX */
    };
    char text[TEXT_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        assert_true(message(samples[i].code, text) > 0);
        if (!strstr(text, samples[i].words))
            fail_msg("the text of %08lX does not say \"%s\": %s", samples[i].code, samples[i].words, text);
    }
}

static void messages__codes_of_the_other_shape__have_no_text(void **state)
{
    char text[TEXT_SIZE];

    (void)state;
    assert_int_equal(message(0x80AA0202, text), 0);
    assert_int_equal(message(0xC0AA0900, text), 0);
    assert_int_equal(message(0xC0AA0001, text), 0);
}

static void assert_version_string(const BYTE *block, const char *name, const char *wanted)
{
    char path[64];
    void *value;
    UINT length;

    snprintf(path, sizeof path, "\\StringFileInfo\\040904B0\\%s", name);
    if (!VerQueryValueA(block, path, &value, &length)) fail_msg("the version has no %s", name);
    assert_string_equal((const char *)value, wanted);
}

static void version__is_plainly_ours(void **state)
{
    static BYTE block[8192];
    VS_FIXEDFILEINFO *fixed;
    void *value;
    UINT length;
    char number[32];

    (void)state;
    assert_in_range(GetFileVersionInfoSizeA(dll_path, NULL), 1, sizeof block);
    assert_true(GetFileVersionInfoA(dll_path, 0, sizeof block, block));
    assert_version_string(block, "CompanyName", "OpenIMAPI2 project");
    assert_version_string(block, "ProductName", "OpenIMAPI2");
    assert_version_string(block, "OriginalFilename", "imapi2.dll");
    assert_version_string(block, "ProductVersion", OPENIMAPI2_VERSION);
    assert_version_string(block, "FileVersion", OPENIMAPI2_VERSION);
    assert_true(VerQueryValueA(block, "\\", &value, &length));
    fixed = value;
    snprintf(number, sizeof number, "%u.%u.%u", (unsigned)HIWORD(fixed->dwFileVersionMS),
             (unsigned)LOWORD(fixed->dwFileVersionMS), (unsigned)HIWORD(fixed->dwFileVersionLS));
    assert_string_equal(number, OPENIMAPI2_VERSION);
    assert_int_equal(fixed->dwFileType, VFT_DLL);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages__every_result_code__has_a_text_of_its_own),
        cmocka_unit_test(messages__samples__belong_to_their_codes),
        cmocka_unit_test(messages__codes_of_the_other_shape__have_no_text),
        cmocka_unit_test(version__is_plainly_ours),
    };
    const char *from_environment = getenv("OPENIMAPI2_DLL");

    dll_path = argc > 1 ? argv[1] : from_environment ? from_environment : OPENIMAPI2_DLL;
    return cmocka_run_group_tests(tests, load_dll, free_dll);
}
