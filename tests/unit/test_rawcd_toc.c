/* The table of contents of an audio disc, against bytes that were typed from the layout of READ TOC/PMA/ATIP, format
 * 0000b (MMC-6, "Response Format 0000b: Formatted TOC"): length, first, last, then 8 bytes a track, AAh last.
 */
#include "rawcd/toc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void toc__two_tracks__are_the_reply_of_read_toc(void **state)
{
    static const uint8_t expected[] = {
        0x00, 0x1A, 0x01, 0x02,                         /* 26 bytes follow; tracks 1 to 2 */
        0x00, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, /* audio at 0 */
        0x00, 0x12, 0x02, 0x00, 0x00, 0x00, 0x02, 0x28, /* at 552, copying permitted */
        0x00, 0x10, 0xAA, 0x00, 0x00, 0x00, 0x03, 0x56, /* lead-out at 854 */
    };
    uint8_t toc[RAWCD_TOC_BYTES_MAX];

    (void)state;
    memset(toc, 0xEE, sizeof toc);
    assert_int_equal(rawcd_toc_begin(toc, 1, 2), sizeof expected);
    rawcd_toc_put(toc, 0, 1, 0, 0);
    rawcd_toc_put(toc, 1, 2, 2, 552);
    rawcd_toc_put(toc, 2, RAWCD_TOC_LEAD_OUT, 0, 854);
    assert_memory_equal(toc, expected, sizeof expected);
    assert_int_equal(toc[sizeof expected], 0xEE);
}

static void toc__of_99_tracks__is_as_long_as_its_room(void **state)
{
    uint8_t toc[RAWCD_TOC_BYTES_MAX];

    (void)state;
    assert_int_equal(rawcd_toc_begin(toc, 1, 99), 804);
    assert_int_equal(sizeof toc, 804);
    rawcd_toc_put(toc, 99, RAWCD_TOC_LEAD_OUT, 0, -1);
    assert_memory_equal(toc + 796, "\x00\x10\xAA\x00\xFF\xFF\xFF\xFF", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toc__two_tracks__are_the_reply_of_read_toc),
        cmocka_unit_test(toc__of_99_tracks__is_as_long_as_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
