/* The ring of transfers: order, bounds and alignment. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "burn/ring.h"

static void ring__slots__are_page_aligned_and_apart(void **state)
{
    static const uint32_t sizes[] = {1, 2048, 4096, 4097, 63648, 65536};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct burn_ring ring;
        struct burn_transfer transfer = {0, 0, 1, sizes[i], false};
        uint8_t *last = NULL;
        unsigned count = 0;

        assert_true(burn_ring_open(&ring, sizes[i], 1000000));
        assert_true(burn_ring_bytes(&ring) <= 16 << 20);
        while (!burn_ring_is_full(&ring)) {
            uint8_t *slot = burn_ring_peek_free(&ring);

            assert_int_equal((uintptr_t)slot % 4096, 0);
            if (last) assert_true(slot >= last + sizes[i]);
            memset(slot, 0x11, sizes[i]);
            last = slot;
            burn_ring_commit(&ring, &transfer);
            count++;
        }
        assert_null(burn_ring_peek_free(&ring));
        assert_int_equal(count, 256);
        assert_int_equal(burn_ring_used_bytes(&ring), 256 * sizes[i]);
        burn_ring_close(&ring);
    }
}

static void ring__few_transfers__no_more_slots_than_needed(void **state)
{
    struct burn_ring ring;

    (void)state;
    assert_true(burn_ring_open(&ring, 65536, 3));
    assert_int_equal(burn_ring_bytes(&ring), 3 * 65536);
    burn_ring_close(&ring);
}

static void ring__no_memory__is_said(void **state)
{
    struct burn_ring ring;
    long live = base_alloc_live();

    (void)state;
    base_alloc_fail_nth(1);
    assert_false(burn_ring_open(&ring, 65536, 3));
    assert_int_equal(base_alloc_live(), live);
    burn_ring_close(&ring);
}

/* Of 256 slots 32 have to be free, of 16 two, of fewer one. */
static void ring__an_eighth_free__is_worth_filling(void **state)
{
    static const struct {
        uint64_t transfers;
        unsigned least_free;
    } rows[] = {{1000000, 32}, {16, 2}, {15, 1}, {1, 1}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_transfer transfer = {0, 0, 32, 65536, false};
        struct burn_ring ring;
        unsigned unfilled;

        assert_true(burn_ring_open(&ring, 65536, rows[i].transfers));
        assert_true(burn_ring_is_worth_filling(&ring));
        while (!burn_ring_is_full(&ring))
            burn_ring_commit(&ring, &transfer);
        assert_false(burn_ring_is_worth_filling(&ring));
        for (unfilled = 1; burn_ring_peek_next(&ring, &transfer); unfilled++) {
            burn_ring_release(&ring);
            assert_int_equal(burn_ring_is_worth_filling(&ring), unfilled >= rows[i].least_free);
        }
        burn_ring_close(&ring);
    }
}

static void ring__in_and_out_many_times__keeps_the_order(void **state)
{
    struct burn_ring ring;
    int32_t in = 0, out = 0;

    (void)state;
    assert_true(burn_ring_open(&ring, 2048, 5));
    while (out < 1000) {
        struct burn_transfer transfer = {0, in, 1, 2048, false};
        const uint8_t *bytes;
        uint8_t *slot;

        while (in - out < 1 + out % 5 && (slot = burn_ring_peek_free(&ring)) != NULL) {
            memset(slot, (uint8_t)in, 2048);
            transfer.lba = in++;
            burn_ring_commit(&ring, &transfer);
        }
        bytes = burn_ring_peek_next(&ring, &transfer);
        assert_non_null(bytes);
        assert_int_equal(transfer.lba, out);
        assert_int_equal(bytes[0], (uint8_t)out);
        assert_int_equal(bytes[2047], (uint8_t)out);
        burn_ring_release(&ring);
        out++;
    }
    while (burn_ring_peek_next(&ring, &(struct burn_transfer){0}))
        burn_ring_release(&ring);
    assert_int_equal(burn_ring_used_bytes(&ring), 0);
    burn_ring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring__slots__are_page_aligned_and_apart),
        cmocka_unit_test(ring__few_transfers__no_more_slots_than_needed),
        cmocka_unit_test(ring__no_memory__is_said),
        cmocka_unit_test(ring__an_eighth_free__is_worth_filling),
        cmocka_unit_test(ring__in_and_out_many_times__keeps_the_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
