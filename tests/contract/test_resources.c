/*
 * The resources of imapi2.dll or imapi2fs.dll: the text of every result code, as clients ask for it, and a version that
 * is plainly ours. The DLL is loaded as a data file: nothing of it runs, so that the DLL of either architecture can be
 * looked at.
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

#include "library.h"

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
#include "errors.inc"
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
        if (strcmp(texts[i] + strlen(texts[i]) - 3, ".\r\n") != 0 &&
            strcmp(texts[i] + strlen(texts[i]) - 3, ":\r\n") != 0)
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
    } samples[] = {LIBRARY_TEXTS};
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
    static const DWORD codes[] = {LIBRARY_CODES_WITHOUT_TEXT};
    char text[TEXT_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_int_equal(message(codes[i], text), 0);
}

/* "'%1!ls!'%2!u!" of "'%1!ls!' is block %2!u!.": the inserts of the text, ascending, with the quotes around them. */
static void find_inserts(const char *text, char *out)
{
    char number;

    for (number = '1'; number <= '9'; number++) {
        const char *at = text;

        while ((at = strchr(at, '%')) != NULL) {
            const char *end = strchr(at, '!');

            assert_true(at[1] >= '1' && at[1] <= '9' && end == at + 2);
            end = strchr(end + 1, '!');
            assert_non_null(end);
            if (at[1] == number) {
                if (at > text && at[-1] == '\'' && end[1] == '\'')
                    out += sprintf(out, "'%.*s'", (int)(end + 1 - at), at);
                else
                    out += sprintf(out, "%.*s", (int)(end + 1 - at), at);
            }
            at = end + 1;
        }
    }
    *out = '\0';
}

static void messages__inserts__are_the_documented(void **state)
{
    static const struct {
        const char *name;
        const char *inserts;
    } wanted[] = {
#define INSERTS(name, inserts) {#name, inserts},
#include "inserts.inc"
#undef INSERTS
        {NULL, ""},
    };
    char text[TEXT_SIZE], found[TEXT_SIZE];
    size_t i, k;

    (void)state;
    for (i = 0; i < RESULT_COUNT; i++) {
        for (k = 0; wanted[k].name && strcmp(wanted[k].name, results[i].name); k++) {
        }
        assert_true(message(results[i].code, text) > 0);
        find_inserts(text, found);
        if (strcmp(found, wanted[k].inserts))
            fail_msg("the inserts of %s are %s instead of %s", results[i].name, found, wanted[k].inserts);
    }
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
    assert_version_string(block, "OriginalFilename", LIBRARY_DLL);
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
        cmocka_unit_test(messages__inserts__are_the_documented),
        cmocka_unit_test(version__is_plainly_ours),
    };
    const char *from_environment = getenv("OPENIMAPI2_DLL");

    dll_path = argc > 1 ? argv[1] : from_environment ? from_environment : OPENIMAPI2_DLL;
    return cmocka_run_group_tests(tests, load_dll, free_dll);
}
