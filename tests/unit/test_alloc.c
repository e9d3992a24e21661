/* base/alloc.c: zeroed blocks, overflow, the counter and the countdown. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/alloc.h"

static void base_alloc__is_zeroed_and_counted(void **state)
{
    long before = base_alloc_live();
    unsigned char *memory = base_alloc(100);
    int i, sum = 0;

    (void)state;
    assert_non_null(memory);
    for (i = 0; i < 100; i++)
        sum += memory[i];
    assert_int_equal(sum, 0);
    assert_int_equal(base_alloc_live(), before + 1);
    base_free(memory);
    base_free(NULL);
    assert_int_equal(base_alloc_live(), before);
}

static void base_alloc__nothing__is_still_memory(void **state)
{
    void *memory = base_alloc(0);

    (void)state;
    assert_non_null(memory);
    base_free(memory);
}

static void base_alloc_array__product_too_large__is_null(void **state)
{
    (void)state;
    assert_null(base_alloc_array(SIZE_MAX / 2, 3));
}

static void base_alloc_fail_nth__fails_just_that_one(void **state)
{
    long before = base_alloc_live();
    void *first, *second, *third;

    (void)state;
    base_alloc_fail_nth(2);
    first = base_alloc(1);
    second = base_alloc_array(2, 2);
    third = base_alloc(3);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    assert_int_equal(base_alloc_live(), before + 2);
    base_free(first);
    base_free(third);
    base_alloc_fail_nth(1);
    assert_null(base_alloc_array(1, 1));
    base_alloc_fail_nth(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_alloc__is_zeroed_and_counted),
        cmocka_unit_test(base_alloc__nothing__is_still_memory),
        cmocka_unit_test(base_alloc_array__product_too_large__is_null),
        cmocka_unit_test(base_alloc_fail_nth__fails_just_that_one),
    };

    return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
