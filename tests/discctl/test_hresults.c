/* discctl/hresults.c: each number that a user of IMAPI2 meets has a name and words. The numbers are those of winerror.h
 * in the ranges of REGDB_E, CO_E, CLASS_E, RPC_E, DISP_E, TYPE_E, STG_E, and frequent ones of the system.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "discctl/hresults.h"

/* clang-format off */
static const uint32_t numbers[] = {
    0x80010001, 0x80010002, 0x80010003, 0x80010004, 0x80010005, 0x80010006, 0x80010007, 0x80010008,
    0x80010009, 0x8001000A, 0x8001000B, 0x8001000C, 0x8001000D, 0x8001000E, 0x8001000F, 0x80010010,
    0x80010011, 0x80010012, 0x80010100, 0x80010101, 0x80010102, 0x80010103, 0x80010104, 0x80010105,
    0x80010106, 0x80010107, 0x80010108, 0x80010109, 0x8001010A, 0x8001010B, 0x8001010C, 0x8001010D,
    0x8001010E, 0x8001010F, 0x80010110, 0x80010111, 0x80010112, 0x80010113, 0x80010114, 0x80010117,
    0x80010118, 0x80010119, 0x8001011A, 0x8001011B, 0x8001011C, 0x8001011D, 0x8001011E, 0x8001011F,
    0x80010120, 0x80020001, 0x80020003, 0x80020004, 0x80020005, 0x80020006, 0x80020007, 0x80020008,
    0x80020009, 0x8002000A, 0x8002000B, 0x8002000C, 0x8002000D, 0x8002000E, 0x8002000F, 0x80020010,
    0x80020011, 0x80020012, 0x80020013, 0x80028016, 0x80028017, 0x80028018, 0x80028019, 0x8002801C,
    0x8002801D, 0x80028027, 0x80028028, 0x80028029, 0x8002802A, 0x8002802B, 0x8002802C, 0x8002802D,
    0x8002802E, 0x8002802F, 0x800288BD, 0x800288C5, 0x800288C6, 0x800288CF, 0x80028CA0, 0x80028CA1,
    0x80028CA2, 0x80028CA3, 0x80029C4A, 0x80029C83, 0x80029C84, 0x80030001, 0x80030002, 0x80030003,
    0x80030004, 0x80030005, 0x80030006, 0x80030008, 0x80030009, 0x80030012, 0x80030013, 0x80030019,
    0x8003001D, 0x8003001E, 0x80030020, 0x80030021, 0x80030050, 0x80030057, 0x80030070, 0x800300FA,
    0x800300FB, 0x800300FC, 0x800300FD, 0x800300FE, 0x800300FF, 0x80030100, 0x80030101, 0x80030102,
    0x80030103, 0x80030104, 0x80030105, 0x80030106, 0x80030107, 0x80030108, 0x80030109, 0x80030110,
    0x80030111, 0x80030112, 0x80030201, 0x80030202, 0x80040110, 0x80040111, 0x80040112, 0x80040150,
    0x80040151, 0x80040152, 0x80040153, 0x80040154, 0x80040155, 0x80040156, 0x800401F0, 0x800401F1,
    0x800401F2, 0x800401F3, 0x800401F4, 0x800401F5, 0x800401F6, 0x800401F7, 0x800401F8, 0x800401F9,
    0x800401FA, 0x800401FB, 0x800401FC, 0x800401FD, 0x800401FE, 0x800401FF, 0x80004001, 0x80004002,
    0x80004003, 0x80004004, 0x80004005, 0x8000FFFF, 0x80070005, 0x80070006, 0x8007000E, 0x80070057,
    0x80070001, 0x80070002, 0x80070003, 0x8007000D, 0x80070015, 0x80070020, 0x80070032, 0x80070037,
    0x80070070, 0x80070079, 0x8007007E, 0x8007007F, 0x800700AA, 0x800700C1, 0x80070456, 0x80070458,
    0x8007045D, 0x8007048F, 0x800703E3, 0x800703E5, 0x80070522, 0x800702E4, 0x80080005, 0x8001FFFF,
    0x80040201, 0x80040202, 0x80040200,
};
/* clang-format on */

static void hresult_find__every_number__has_name_and_words(void **state)
{
    unsigned missing = 0;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const struct hresult *row = hresult_find((HRESULT)numbers[i]);

        if (row && row->text && row->text[strlen(row->text) - 1] == '.') continue;
        print_error("0x%08X has no row, or no words\n", (unsigned)numbers[i]);
        missing++;
    }
    assert_int_equal(missing, 0);
}

/* Those that a burn and an erase end in, from the documentation of their methods; the DLL has their words. */
static void hresult_find__every_number_of_a_burn__has_a_name(void **state)
{
    static const uint32_t burns[] = {
        0x00AA0004, 0x00AA0005, 0x00AA0006, 0x00AA0302, 0xC0AA0002, 0xC0AA0003, 0xC0AA0007, 0xC0AA0300,
        0xC0AA0301, 0xC0AA0400, 0xC0AA0401, 0xC0AA0402, 0xC0AA0403, 0xC0AA0404, 0xC0AA0405, 0xC0AA0406,
        0xC0AA0407, 0xC0AA0408, 0x80AA0900, 0x80AA0901, 0x80AA0902, 0x80AA0903, 0x80AA0904, 0x80AA0905,
        0x80AA0906, 0x80AA0907, 0x80AA0908, 0xC0AA0909, 0xC0AA090A, 0xC0AA090B,
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof burns / sizeof burns[0]; i++) {
        if (!hresult_find((HRESULT)burns[i])) fail_msg("0x%08X has no row", (unsigned)burns[i]);
    }
}

static void hresults__each_number__stands_once(void **state)
{
    const struct hresult *row, *other;

    (void)state;
    for (row = hresults; row->name; row++) {
        for (other = hresults; other < row; other++) {
            if (other->hresult == row->hresult) fail_msg("%s and %s", other->name, row->name);
        }
        assert_non_null(row->text);
    }
}

/* Both tables of src/results are in, whole: 90 and 62 codes, as in include/, each with what to do. */
static void hresults__codes_of_imapi2__have_words_and_advice(void **state)
{
    const struct hresult *row;
    unsigned count = 0;

    (void)state;
    for (row = hresults; row->name; row++) {
        if (((uint32_t)row->hresult & 0x0FFF0000) != 0x00AA0000) continue;
        count++;
        if (!row->text || !row->advice || row->advice[strlen(row->advice) - 1] != '.') fail_msg("%s", row->name);
    }
    assert_int_equal(count, 152);
}

static void hresult_named__letter_case_does_not_count(void **state)
{
    (void)state;
    assert_int_equal((uint32_t)hresult_named("e_imapi_recorder_locked")->hresult, 0xC0AA0210);
    assert_int_equal((uint32_t)hresult_named("IMAPI_E_IMAGE_SIZE_LIMIT")->hresult, 0xC0AAB120);
    assert_null(hresult_named("E_IMAPI_RECORDER"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hresult_find__every_number__has_name_and_words),
        cmocka_unit_test(hresult_find__every_number_of_a_burn__has_a_name),
        cmocka_unit_test(hresults__each_number__stands_once),
        cmocka_unit_test(hresults__codes_of_imapi2__have_words_and_advice),
        cmocka_unit_test(hresult_named__letter_case_does_not_count),
    };

    return cmocka_run_group_tests_name("hresults", tests, NULL, NULL);
}
