/* mmc/performance.c beside the vectors: flags, numbers that could wrap. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/performance.h"
#include "support/reply_vectors.h"

/* MMC-6, byte 4 of the header and byte 0 of a write speed descriptor: each bit alone. */
static void write_performance_next__flags__each_in_its_field(void **state)
{
    struct mmc_performance performance;
    struct mmc_write_performance speed;
    struct mmc_walk walk;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 16; bit++) {
        uint8_t bytes[24] = {0, 0, 0, 20};

        bytes[bit < 8 ? 4 : 8] = (uint8_t)(1u << bit % 8);
        assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_OK);
        assert_int_equal(performance.write, bit == 1);
        assert_int_equal(performance.except, bit == 0);
        walk = mmc_performance_descriptors(&performance);
        assert_true(mmc_write_performance_next(&walk, &speed));
        assert_int_equal(speed.rotation, bit == 11 || bit == 12 ? 1u << (bit - 11) : 0);
        assert_int_equal(speed.restore_defaults, bit == 10);
        assert_int_equal(speed.exact, bit == 9);
        assert_int_equal(speed.mixed_read_write, bit == 8);
    }
}

static void performance_parse__all_ones__does_not_wrap(void **state)
{
    static const uint8_t bytes[8] = {0xff, 0xff, 0xff, 0xff};
    struct mmc_performance performance;

    (void)state;
    assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_OK);
    assert_true(performance.claimed_bytes == UINT64_C(0x100000003));
    assert_int_equal(performance.descriptors.count, 0);
}

static void performance_parse__short__is_untouched(void **state)
{
    static const uint8_t bytes[8] = {0, 0, 0, 3};
    struct mmc_performance performance, before;

    (void)state;
    memset(&performance, 0xa5, sizeof performance);
    before = performance;
    assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_SHORT);
    assert_memory_equal(&performance, &before, sizeof performance);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_performance(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                         struct expectation *expect)
{
    struct mmc_performance performance;
    enum mmc_status status = mmc_performance_parse(bytes, count, &performance);
    struct expected_list descriptors;
    struct mmc_nominal_performance nominal;
    struct mmc_write_performance write;
    struct mmc_walk walk;

    if (status != MMC_OK) return status;
    expect_number(expect, "write", performance.write);
    expect_number(expect, "except", performance.except);
    descriptors = expect_list(expect, "descriptors");
    walk = mmc_performance_descriptors(&performance);
    while (row->number == 0x00 && mmc_nominal_performance_next(&walk, &nominal)) {
        struct expectation entry = expect_next_object(&descriptors);

        expect_number(&entry, "start_lba", nominal.start_lba);
        expect_number(&entry, "start_kbs", nominal.start_kbs);
        expect_number(&entry, "end_lba", nominal.end_lba);
        expect_number(&entry, "end_kbs", nominal.end_kbs);
        expect_done(&entry);
    }
    while (row->number == 0x03 && mmc_write_performance_next(&walk, &write)) {
        struct expectation entry = expect_next_object(&descriptors);

        expect_number(&entry, "wrc", write.rotation);
        expect_number(&entry, "rdd", write.restore_defaults);
        expect_number(&entry, "exact", write.exact);
        expect_number(&entry, "mrw", write.mixed_read_write);
        expect_number(&entry, "end_lba", write.end_lba);
        expect_number(&entry, "read_kbs", write.read_kbs);
        expect_number(&entry, "write_kbs", write.write_kbs);
        expect_done(&entry);
    }
    expect_list_done(&descriptors);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"GET PERFORMANCE type 00h",       8, 0x00, check_performance,       NULL, NULL},
    {"GET PERFORMANCE type 03h",       8, 0x03, check_performance,       NULL, NULL},
};
/* clang-format on */

static void performance_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check("GET PERFORMANCE ", rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_performance_next__flags__each_in_its_field),
        cmocka_unit_test(performance_parse__all_ones__does_not_wrap),
        cmocka_unit_test(performance_parse__short__is_untouched),
        cmocka_unit_test(performance_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
