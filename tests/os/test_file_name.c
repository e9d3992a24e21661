/* os/file_name.c. Letters and their cases: Unicode Character Database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <cmocka.h>

#include "os/file_name.h"

static void is_like__names__differ_in_the_case_of_letters_alone(void **state)
{
    static const struct {
        const wchar_t *a, *b;
        size_t chars;
        bool is_like;
    } rows[] = {
        {L"", L"", 0, true},
        {L"a-Z_9", L"A-z_9", 5, true},
        {L"M\x00FCll", L"M\x00DCLL", 4, true},
        {L"\x0436\x03C3", L"\x0416\x03A3", 2, true},
        {L"abc", L"ABx", 2, true},
        {L"abc", L"ABx", 3, false},
        {L"ab", L"ABc", 3, false}, /* one ends before */
        {L"abc", L"AB", 3, false},
        {L"u", L"\x00FC", 1, false},
        {L"i", L"\x0130", 1, false}, /* Turkish */
        {L"\x00DFt", L"sst", 2, false},
        {L"\x00FC", L"u\x0308", 1, false}, /* combining diaeresis */
        {L"a\x00ADx", L"ax", 2, false},    /* soft hyphen, which linguistic rules pass over */
        {L"[", L"{", 1, false},            /* 20h apart, as letters are */
    };
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        if (file_name_is_like(rows[i].a, rows[i].b, rows[i].chars) != rows[i].is_like) fail_msg("row %u", (unsigned)i);
        if (file_name_is_like(rows[i].b, rows[i].a, rows[i].chars) != rows[i].is_like) fail_msg("row %u", (unsigned)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_like__names__differ_in_the_case_of_letters_alone),
    };

    return cmocka_run_group_tests_name("file_name", tests, NULL, NULL);
}
