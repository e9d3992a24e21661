/* mmc/mode_page.c beside the vectors: sub-pages, every prefix of a reply. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/mode_page.h"
#include "support/reply_vectors.h"

/* SPC-3, sub-page format: code 1Ch with SPF, sub-page 02h, length 3; then page 1Ch itself, then 0Dh with PS. */
static const uint8_t reply[] = {0x00, 0x17, 0x41, 0x80, 0,    0,    0x00, 0x00, 0x5c, 0x02, 0x00, 0x03, 0xaa,
                                0xbb, 0xcc, 0x1c, 0x02, 0x11, 0x22, 0x8d, 0x04, 1,    2,    3,    4};

static void mode_pages__sub_pages__are_walked_by_their_own_length(void **state)
{
    struct mmc_mode_page page;
    struct mmc_mode mode;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_mode_parse(reply, sizeof reply, &mode), MMC_OK);
    assert_true(mode.is_whole);
    assert_int_equal(mode.claimed_bytes, 25);
    assert_int_equal(mode.device_specific, 0x80);
    walk = mmc_mode_pages(&mode);
    assert_true(mmc_mode_page_next(&walk, &page));
    assert_int_equal(page.code, 0x1c);
    assert_int_equal(page.subcode, 2);
    assert_int_equal(page.count, 7);
    assert_false(page.saveable);
    assert_true(mmc_mode_page_next(&walk, &page));
    assert_int_equal(page.code, 0x1c);
    assert_int_equal(page.subcode, 0);
    assert_int_equal(page.count, 4);
    assert_true(mmc_mode_page_next(&walk, &page));
    assert_int_equal(page.code, 0x0d);
    assert_true(page.saveable);
    assert_ptr_equal(page.bytes, reply + 19);
    assert_false(mmc_mode_page_next(&walk, &page));
    assert_false(walk.clipped);
}

static void mode_find__sub_page_of_the_same_code__is_not_the_page(void **state)
{
    struct mmc_mode_page page;
    struct mmc_mode mode;

    (void)state;
    assert_int_equal(mmc_mode_parse(reply, sizeof reply, &mode), MMC_OK);
    assert_int_equal(mmc_mode_find(&mode, 0x1c, &page), MMC_OK);
    assert_ptr_equal(page.bytes, reply + 15);
    assert_int_equal(mmc_mode_find(&mode, 0x2a, &page), MMC_ABSENT);
}

static void mode_find__every_prefix__absent_only_when_whole(void **state)
{
    struct mmc_mode_page page, before;
    struct mmc_mode mode;
    size_t count;

    (void)state;
    memset(&page, 0xa5, sizeof page);
    before = page;
    for (count = 8; count < sizeof reply; count++) {
        assert_int_equal(mmc_mode_parse(reply, count, &mode), MMC_OK);
        assert_int_equal(mmc_mode_find(&mode, 0x2a, &page), MMC_SHORT);
        if (count < 21) assert_int_equal(mmc_mode_find(&mode, 0x0d, &page), MMC_SHORT);
    }
    assert_memory_equal(&page, &before, sizeof page);
}

/* Page 0Dh from its head, bytes 19 and 20, on. */
static void mode_find__cut_page__is_as_long_as_what_came(void **state)
{
    struct mmc_mode_page page;
    struct mmc_mode mode;
    struct mmc_walk walk;
    size_t count;

    (void)state;
    for (count = 21; count < sizeof reply; count++) {
        assert_int_equal(mmc_mode_parse(reply, count, &mode), MMC_OK);
        assert_int_equal(mmc_mode_find(&mode, 0x0d, &page), MMC_OK);
        assert_ptr_equal(page.bytes, reply + 19);
        assert_int_equal(page.count, count - 19);
        walk = mmc_mode_pages(&mode);
        while (mmc_mode_page_next(&walk, &page))
            continue;
        assert_true(walk.clipped);
        assert_int_equal(walk.rest.count, 0);
    }
}

/* Drives that people report: the header is all zero, the page is whole. What follows is padding, or cut. */
static void mode_parse__length_0_before_whole_pages__is_their_length(void **state)
{
    static const uint8_t bytes[] = {0, 0, 0x70, 0, 0, 0, 0, 0, 0x1a, 0x02, 0x11, 0x22, 0x0d, 0x02, 1, 2, 0, 0, 0, 0};
    static const uint8_t cut[] = {0, 0, 0x70, 0, 0, 0, 0, 0, 0x1a, 0x02, 0x11, 0x22, 0x0d, 0x06, 1, 2};
    struct mmc_mode_page page;
    struct mmc_mode mode;

    (void)state;
    assert_int_equal(mmc_mode_parse(bytes, sizeof bytes, &mode), MMC_OK);
    assert_true(mode.is_whole);
    assert_int_equal(mode.claimed_bytes, 16);
    assert_ptr_equal(mode.pages.bytes, bytes + 8);
    assert_int_equal(mode.pages.count, 8);
    assert_int_equal(mode.medium_type, 0x70);
    assert_int_equal(mmc_mode_find(&mode, 0x0d, &page), MMC_OK);
    assert_int_equal(page.count, 4);
    assert_int_equal(mmc_mode_find(&mode, 0x2a, &page), MMC_ABSENT);
    assert_int_equal(mmc_mode_parse(cut, sizeof cut, &mode), MMC_OK);
    assert_int_equal(mode.pages.count, 4);
}

static void mode_parse__length_0_before_no_whole_page__is_short(void **state)
{
    static const uint8_t zeros[64];
    static const uint8_t cut[] = {0, 0, 0x70, 0, 0, 0, 0, 0, 0x2a, 0x12, 0x3f};
    static const uint8_t descriptors[] = {0, 0, 0x70, 0, 0, 0, 0xff, 0xff, 0x1a, 0x00};
    struct mmc_mode mode;
    size_t count;

    (void)state;
    for (count = 0; count <= sizeof zeros; count++)
        assert_int_equal(mmc_mode_parse(zeros, count, &mode), MMC_SHORT);
    assert_int_equal(mmc_mode_parse(cut, sizeof cut, &mode), MMC_SHORT);
    assert_int_equal(mmc_mode_parse(descriptors, sizeof descriptors, &mode), MMC_SHORT);
}

static void mode_parse__below_8_usable_bytes__is_short_and_untouched(void **state)
{
    uint8_t bytes[8] = {0x00, 0x05, 0, 0, 0, 0, 0, 0};
    struct mmc_mode mode, before;
    size_t count;

    (void)state;
    memset(&mode, 0xa5, sizeof mode);
    before = mode;
    for (count = 0; count < 8; count++)
        assert_int_equal(mmc_mode_parse(reply, count, &mode), MMC_SHORT);
    assert_int_equal(mmc_mode_parse(bytes, sizeof bytes, &mode), MMC_SHORT); /* it claims seven */
    assert_memory_equal(&mode, &before, sizeof mode);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_pages(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct mmc_mode mode;
    enum mmc_status status = mmc_mode_parse(bytes, count, &mode);
    struct expected_list pages;
    struct mmc_mode_page page;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "mode_data_length", (long long)mode.claimed_bytes - 2);
    expect_code(expect, "medium_type", 2, mode.medium_type);
    expect_number(expect, "device_specific", mode.device_specific);
    expect_number(expect, "block_descriptor_length", mode.block_descriptor_bytes);
    pages = expect_list(expect, "pages");
    walk = mmc_mode_pages(&mode);
    while (mmc_mode_page_next(&walk, &page))
        expect_next_code(&pages, 2, page.code);
    expect_list_done(&pages);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"MODE SENSE(10) page 3Fh",        8, 0,    check_pages,             NULL, NULL},
};
/* clang-format on */

static void mode_page_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

/* SPC-3, mode parameter header(6): a block descriptor of 8 bytes, then page 2Ah of 4 and page 0Dh of 2. */
static const uint8_t reply_6[] = {0x13, 0x41, 0x80, 0x08, 0,    0,    0,    0,    0,    0,
                                  0x08, 0,    0x2a, 0x02, 0x11, 0x22, 0x8d, 0x02, 0x33, 0x44};

static void mode_parse_6__header_of_four_bytes__pages_stand_behind_the_descriptors(void **state)
{
    struct mmc_mode_page page;
    struct mmc_mode mode;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_mode_parse_6(reply_6, sizeof reply_6, &mode), MMC_OK);
    assert_true(mode.is_whole);
    assert_int_equal(mode.claimed_bytes, 20);
    assert_int_equal(mode.medium_type, 0x41);
    assert_int_equal(mode.device_specific, 0x80);
    assert_int_equal(mode.block_descriptor_bytes, 8);
    walk = mmc_mode_pages(&mode);
    assert_true(mmc_mode_page_next(&walk, &page));
    assert_int_equal(page.code, 0x2a);
    assert_ptr_equal(page.bytes, reply_6 + 12);
    assert_true(mmc_mode_page_next(&walk, &page));
    assert_int_equal(page.code, 0x0d);
    assert_int_equal(page.count, 4);
    assert_false(mmc_mode_page_next(&walk, &page));
}

static void mode_parse_6__less_than_a_header_or_no_length__as_for_the_long_header(void **state)
{
    static const uint8_t no_length[] = {0x00, 0x41, 0x00, 0x00, 0x2a, 0x02, 0x11, 0x22, 0, 0, 0, 0};
    struct mmc_mode mode;
    size_t count;

    (void)state;
    for (count = 0; count < 4; count++)
        assert_int_equal(mmc_mode_parse_6(reply_6, count, &mode), MMC_SHORT);
    assert_int_equal(mmc_mode_parse_6(reply_6, 4, &mode), MMC_OK);
    assert_false(mode.is_whole);
    assert_int_equal(mmc_mode_parse_6(no_length, sizeof no_length, &mode), MMC_OK);
    assert_int_equal(mode.pages.count, 4);
    assert_int_equal(mode.claimed_bytes, 8);
    assert_int_equal(mmc_mode_parse_6(no_length + 8, 4, &mode), MMC_SHORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mode_parse_6__header_of_four_bytes__pages_stand_behind_the_descriptors),
        cmocka_unit_test(mode_parse_6__less_than_a_header_or_no_length__as_for_the_long_header),
        cmocka_unit_test(mode_pages__sub_pages__are_walked_by_their_own_length),
        cmocka_unit_test(mode_find__sub_page_of_the_same_code__is_not_the_page),
        cmocka_unit_test(mode_find__every_prefix__absent_only_when_whole),
        cmocka_unit_test(mode_find__cut_page__is_as_long_as_what_came),
        cmocka_unit_test(mode_parse__length_0_before_whole_pages__is_their_length),
        cmocka_unit_test(mode_parse__length_0_before_no_whole_page__is_short),
        cmocka_unit_test(mode_parse__below_8_usable_bytes__is_short_and_untouched),
        cmocka_unit_test(mode_page_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
