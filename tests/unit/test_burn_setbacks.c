/* burn/setbacks.c: rows, their counts and their bound. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "burn/setbacks.h"

static struct drive_failure refused(uint8_t opcode, uint8_t key, uint8_t asc, uint8_t ascq)
{
    struct drive_failure failure = {.status = DRIVE_REFUSED, .has_command = true, .opcode = opcode, .has_sense = true};

    failure.sense.key = key;
    failure.sense.asc = asc;
    failure.sense.ascq = ascq;
    return failure;
}

static void note__same_again__is_counted_in_one_row(void **state)
{
    const struct drive_failure failure = refused(0x2A, 0x2, 0x04, 0x08);
    struct burn_setbacks setbacks = {.count = 0};
    const int32_t first = 96, second = 32, last = 640;

    (void)state;
    burn_setbacks_note(NULL, BURN_SETBACK_WAITED, &failure, &first, 20);
    burn_setbacks_note(&setbacks, BURN_SETBACK_WAITED, &failure, &first, 20);
    burn_setbacks_note(&setbacks, BURN_SETBACK_WAITED, &failure, &second, 30);
    burn_setbacks_note(&setbacks, BURN_SETBACK_WAITED, &failure, &last, 50);
    assert_int_equal(setbacks.count, 1);
    assert_int_equal(setbacks.rows[0].count, 3);
    assert_int_equal(setbacks.rows[0].waited_ms, 100);
    assert_true(setbacks.rows[0].has_lba);
    assert_int_equal(setbacks.rows[0].first_lba, 96);
    assert_int_equal(setbacks.rows[0].last_lba, 640);
    assert_int_equal(setbacks.rows[0].opcode, 0x2A);
    assert_int_equal(setbacks.rows[0].ascq, 0x08);
}

static void note__another_kind_command_sense_or_status__is_another_row(void **state)
{
    struct drive_failure failure = refused(0x2A, 0x3, 0x0C, 0x00);
    struct burn_setbacks setbacks = {.count = 0};

    (void)state;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    burn_setbacks_note(&setbacks, BURN_SETBACK_PASSED, &failure, NULL, 0);
    failure.opcode = 0xAA;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    failure.sense.key = 0x4;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    failure.sense.asc = 0x0D;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    failure.sense.ascq = 0x01;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    failure.has_sense = false;
    failure.scsi_status = 0x08;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    failure.scsi_status = 0x18;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    assert_int_equal(setbacks.count, 8);
    assert_int_equal(setbacks.rows[7].count, 2);
    assert_int_equal(setbacks.rows[7].scsi_status, 0x18);
    assert_false(setbacks.rows[7].has_sense || setbacks.rows[7].has_lba);
}

static void note__table_is_full__is_counted_alone(void **state)
{
    struct drive_failure failure = refused(0x2A, 0x3, 0x0C, 0x00);
    struct burn_setbacks setbacks = {.count = 0};
    unsigned i;

    (void)state;
    for (i = 0; i < BURN_SETBACKS_MAX + 4; i++) {
        failure.sense.ascq = (uint8_t)i;
        burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    }
    assert_int_equal(setbacks.count, BURN_SETBACKS_MAX);
    assert_int_equal(setbacks.left_out, 4);
    failure.sense.ascq = 3;
    burn_setbacks_note(&setbacks, BURN_SETBACK_AGAIN, &failure, NULL, 0);
    assert_int_equal(setbacks.rows[3].count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(note__same_again__is_counted_in_one_row),
        cmocka_unit_test(note__another_kind_command_sense_or_status__is_another_row),
        cmocka_unit_test(note__table_is_full__is_counted_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
