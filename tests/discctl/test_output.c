/* discctl/output.c: what a console is given at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include <windows.h>

#include "discctl/memory.h"
#include "discctl/output.h"
#include "support/import.h"

/* A console of Windows 7: the buffer of WriteConsole comes from a heap of 64 KB, which others use, too. */
enum { UNITS_MAX = 8192, SHOWN_MAX = 40000 };

static wchar_t shown[SHOWN_MAX];
static size_t count;
static DWORD most_at_once; /* it takes so many, and says so */
static bool has_split;     /* a pair of surrogates came in two calls */

static BOOL WINAPI write_console(HANDLE console, const void *text, DWORD units, DWORD *written, void *reserved)
{
    const wchar_t *wide = text;

    (void)console;
    (void)reserved;
    *written = 0;
    if (units > UNITS_MAX || count + units > SHOWN_MAX) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    if (units && IS_HIGH_SURROGATE(wide[units - 1])) has_split = true;
    *written = units < most_at_once ? units : most_at_once;
    memcpy(shown + count, wide, *written * sizeof *shown);
    count += *written;
    return TRUE;
}

static BOOL WINAPI get_console_mode(HANDLE console, DWORD *mode)
{
    (void)console;
    *mode = 0;
    return TRUE;
}

extern void *const import_of_write_console IMPORT(WriteConsoleW, 20);
extern void *const import_of_console_mode IMPORT(GetConsoleMode, 8);
void *const import_of_write_console = (void *)write_console;
void *const import_of_console_mode = (void *)get_console_mode;

static int set_up(void **state)
{
    (void)state;
    count = 0;
    most_at_once = UINT32_MAX;
    has_split = false;
    return 0;
}

/* So many letters, and behind them a character outside the BMP: U+1F4BF, D83D DCBF in UTF-16 (Unicode, 3.9). */
static void print_with_disc(int letters)
{
    char *text = memory_get((size_t)letters + 1);

    memset(text, 'x', (size_t)letters);
    output_print("%s%s%s", text, "\xF0\x9F\x92\xBF", text);
    memory_free(text);
}

static void assert_shown(size_t letters)
{
    size_t i;

    assert_int_equal(count, 2 * letters + 2);
    for (i = 0; i < letters; i++)
        assert_true(shown[i] == L'x' && shown[letters + 2 + i] == L'x');
    assert_int_equal(shown[letters], 0xD83D);
    assert_int_equal(shown[letters + 1], 0xDCBF);
    assert_false(has_split);
    assert_false(output_is_broken());
}

static void print__more_than_a_console_takes__comes_in_parts(void **state)
{
    (void)state;
    print_with_disc(15000);
    assert_shown(15000);
}

static void print__pair_of_surrogates_at_a_parts_end__stays_whole(void **state)
{
    (void)state;
    print_with_disc(UNITS_MAX - 1);
    assert_shown(UNITS_MAX - 1);
}

static void print__console_takes_less__goes_on_behind_it(void **state)
{
    (void)state;
    most_at_once = 1000;
    print_with_disc(1500);
    assert_shown(1500);
}

/* The last case: nothing is printed after an error. */
static void print__console_takes_nothing__is_an_error(void **state)
{
    (void)state;
    most_at_once = 0;
    print_with_disc(1);
    assert_true(output_is_broken());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(print__more_than_a_console_takes__comes_in_parts, set_up),
        cmocka_unit_test_setup(print__pair_of_surrogates_at_a_parts_end__stays_whole, set_up),
        cmocka_unit_test_setup(print__console_takes_less__goes_on_behind_it, set_up),
        cmocka_unit_test_setup(print__console_takes_nothing__is_an_error, set_up),
    };

    return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
