/* base/text.c: text that fits exactly, and text that does not. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/text.h"

static void text_append__too_long__is_cut_and_terminated(void **state)
{
    char buffer[6] = "xxxxx";
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    text_append(&text, "abc");
    assert_false(text.is_cut);
    text_append(&text, "defg");
    assert_string_equal(buffer, "abcde");
    assert_true(text.is_cut);
    text_append(&text, "h");
    assert_string_equal(buffer, "abcde");
    assert_int_equal(text.length, 5);
}

static void text_printf__exactly_full__is_not_cut(void **state)
{
    char buffer[6];
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    text_printf(&text, "%02X/%02X", 0x3a, 0x01);
    assert_string_equal(buffer, "3A/01");
    assert_false(text.is_cut);
}

/* Full to the last byte but for the NUL is not cut; one more is; nothing at all is not. */
static void text_printf__nothing_and_one_too_many__are_told_apart(void **state)
{
    char buffer[4];
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    text_printf(&text, "%s", "");
    assert_false(text.is_cut);
    text_printf(&text, "%s", "abcd");
    assert_true(text.is_cut);
    assert_string_equal(buffer, "abc");
    assert_int_equal(text.length, 3);
}

static void text_printf__too_long__is_cut_and_terminated(void **state)
{
    char buffer[4];
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    text_printf(&text, "%d", 123456);
    assert_string_equal(buffer, "123");
    assert_int_equal(text.length, 3);
    assert_true(text.is_cut);
    text_printf(&text, "%s", "more");
    assert_string_equal(buffer, "123");
}

static void text_from_field__keeps_leading_blanks_and_cleans_the_rest(void **state)
{
    /* a string filled with NUL, TAB, FFh and no padding, as some drives send it */
    static const uint8_t field[8] = {' ', 'A', 0x00, 'b', 0x09, 0xff, '~', 0x7f};
    static const uint8_t blank[4] = {' ', 0x00, ' ', 0xff};
    char out[9];

    (void)state;
    text_from_field(field, sizeof field, out);
    assert_string_equal(out, " A b  ~");
    text_from_field(blank, sizeof blank, out);
    assert_string_equal(out, "");
    text_from_field(field, 0, out);
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_append__too_long__is_cut_and_terminated),
        cmocka_unit_test(text_printf__exactly_full__is_not_cut),
        cmocka_unit_test(text_printf__nothing_and_one_too_many__are_told_apart),
        cmocka_unit_test(text_printf__too_long__is_cut_and_terminated),
        cmocka_unit_test(text_from_field__keeps_leading_blanks_and_cleans_the_rest),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
