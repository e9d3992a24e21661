/* base/span.h and base/bytes.h: bounded reading at and behind the end. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/span.h"

static const uint8_t five[] = {0x01, 0x82, 0x03, 0x04, 0xfe};

static void span_be__inside__reads_big_endian(void **state)
{
    struct span span = span_of(five, sizeof five);

    (void)state;
    assert_int_equal(span_u8(&span, 4), 0xfe);
    assert_int_equal(span_be16(&span, 0), 0x0182);
    assert_int_equal(span_be24(&span, 1), 0x820304);
    assert_int_equal(span_be32(&span, 1), 0x820304feu);
    assert_false(span.is_short);
}

static void span_be__across_the_end__is_zero_and_short(void **state)
{
    struct span span = span_of(five, sizeof five);

    (void)state;
    assert_int_equal(span_be16(&span, 4), 0);
    assert_true(span.is_short);
    span.is_short = false;
    assert_int_equal(span_be32(&span, 2), 0);
    assert_true(span.is_short);
    span.is_short = false;
    assert_int_equal(span_be24(&span, 3), 0);
    assert_true(span.is_short);
    span.is_short = false;
    assert_int_equal(span_u8(&span, 5), 0);
    assert_true(span.is_short);
}

static void span_has__offset_near_size_max__does_not_wrap(void **state)
{
    struct span span = span_of(five, sizeof five);

    (void)state;
    assert_false(span_has(&span, SIZE_MAX, 2));
    assert_false(span_has(&span, 2, SIZE_MAX));
    assert_true(span_has(&span, 5, 0));
    assert_true(span_has(&span, 0, 5));
    assert_false(span_has(&span, 1, 5));
}

static void span_from__beyond_the_end__is_empty_or_clipped(void **state)
{
    struct span span = span_of(five, sizeof five);
    struct span tail = span_from(&span, 3, 100);
    struct span none = span_from(&span, 5, 1);

    (void)state;
    assert_int_equal(tail.count, 2);
    assert_ptr_equal(tail.bytes, five + 3);
    assert_int_equal(none.count, 0);
    assert_false(tail.is_short || none.is_short);
}

static void span_of__no_bytes__has_none_whatever_the_count(void **state)
{
    struct span span = span_of(NULL, 10);

    (void)state;
    assert_int_equal(span.count, 0);
}

static void usable_length__is_the_least_of_the_three(void **state)
{
    (void)state;
    assert_int_equal(usable_length(10, 20, 30), 10);
    assert_int_equal(usable_length(30, 20, 25), 20);
    assert_int_equal(usable_length(30, 20, 5), 5);
    assert_int_equal(usable_length(30, 20, (uint64_t)0xffffffffu + 4), 20);
}

static void load_and_store__round_all_bytes(void **state)
{
    uint8_t bytes[4] = {0};

    (void)state;
    store_be32(bytes, 0x81020304u);
    assert_int_equal(bytes[0], 0x81);
    assert_int_equal(bytes[1], 0x02);
    assert_int_equal(bytes[2], 0x03);
    assert_int_equal(bytes[3], 0x04);
    store_be24(bytes, 0xa1b2c3);
    assert_int_equal(bytes[0], 0xa1);
    assert_int_equal(bytes[2], 0xc3);
    assert_int_equal(bytes[3], 0x04);
    store_be16(bytes, 0xd4e5);
    assert_int_equal(load_be16(bytes), 0xd4e5);
    assert_int_equal(load_be24(bytes), 0xd4e5c3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(span_be__inside__reads_big_endian),
        cmocka_unit_test(span_be__across_the_end__is_zero_and_short),
        cmocka_unit_test(span_has__offset_near_size_max__does_not_wrap),
        cmocka_unit_test(span_from__beyond_the_end__is_empty_or_clipped),
        cmocka_unit_test(span_of__no_bytes__has_none_whatever_the_count),
        cmocka_unit_test(usable_length__is_the_least_of_the_three),
        cmocka_unit_test(load_and_store__round_all_bytes),
    };

    return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
