/* os/utf.c: exact sizes, ill-formed text, memory that runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "os/utf.h"
#include "os/wine.h"

/* U+00FC, U+20AC, U+1F4BF: two, three and four bytes (The Unicode Standard, table "UTF-8 bit distribution"). */
static const wchar_t wide_text[] = {L'D', 0x00FC, 0x20AC, 0xD83D, 0xDCBF, 0};
static const char utf8_text[] = "D\xC3\xBC\xE2\x82\xAC\xF0\x9F\x92\xBF";

static void utf8_from_wide__exact_size__fits(void **state)
{
    char out[sizeof utf8_text];

    (void)state;
    assert_true(utf8_from_wide(wide_text, out, sizeof out));
    assert_string_equal(out, utf8_text);
    assert_false(utf8_from_wide(wide_text, out, sizeof out - 1));
    assert_string_equal(out, "");
    assert_true(utf8_from_wide(L"", out, 1));
    assert_string_equal(out, "");
}

static void wide_from_utf8__exact_size__fits(void **state)
{
    wchar_t out[6];

    (void)state;
    assert_true(wide_from_utf8(utf8_text, out, 6));
    assert_memory_equal(out, wide_text, sizeof wide_text);
    assert_false(wide_from_utf8(utf8_text, out, 5));
    assert_int_equal(out[0], 0);
}

static void wide_from_utf8__ill_formed__is_refused(void **state)
{
    static const char *const texts[] = {"\xC3", "\x80", "\xC0\xAF", "a\xFFz", "\xED\xA0\x80", "\xF5\x80\x80\x80"};
    wchar_t out[16];
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(texts); i++) {
        assert_false(wide_from_utf8(texts[i], out, 16));
        assert_int_equal(out[0], 0);
    }
}

static void utf8_take_from_wide__owned_copy__or_null_without_memory(void **state)
{
    char *text = utf8_take_from_wide(wide_text);

    (void)state;
    assert_string_equal(text, utf8_text);
    base_free(text);
    base_alloc_fail_nth(1);
    assert_null(utf8_take_from_wide(wide_text));
    assert_int_equal(base_alloc_live(), 0);
}

/* Another trace of Wine than the one that os_is_wine looks at. */
static void is_wine__this_host__is_told(void **state)
{
    HKEY key;
    bool has_wine_key = !RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Wine", 0, KEY_QUERY_VALUE, &key);

    (void)state;
    if (has_wine_key) RegCloseKey(key);
    assert_int_equal(os_is_wine(), has_wine_key);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_from_wide__exact_size__fits),
        cmocka_unit_test(wide_from_utf8__exact_size__fits),
        cmocka_unit_test(wide_from_utf8__ill_formed__is_refused),
        cmocka_unit_test(utf8_take_from_wide__owned_copy__or_null_without_memory),
        cmocka_unit_test(is_wine__this_host__is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
