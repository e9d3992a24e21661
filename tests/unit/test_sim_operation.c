/* What takes long: what the drive says meanwhile. Sources: Pioneer R11 series, command reference (4.2, 4.29: which
 * command says 02/04/07, which GOOD), SPC-3 (progress indication), MMC-6 (Immed bits; background format).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/sim_disc_store.h"
#include "support/sim_fixture.h"

static struct sim_disc_store blocks;
static struct sim_disc_memory memory;

#define TEST_UNIT_READY  "00 00 00 00 00 00"
#define DISC_INFORMATION "51 00 00 00 00 00 00 00 22 00"
#define REQUEST_SENSE    "03 00 00 00 12 00"

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_fixture_setup(state) != 0) return 1;
    fixture = *state;
    memset(&memory, 0, sizeof memory);
    sim_disc_store_init(&blocks);
    fixture->drive.store = &blocks.store;
    fixture->drive.disc = &memory;
    fixture->drive.options.long_commands = 4;
    return 0;
}

/* Refused so, and so far of 65535. */
static void assert_progress(const struct sim_fixture *fixture, uint32_t sense, unsigned progress, int line)
{
    sim_assert_sense(fixture, sense, __FILE__, line);
    _assert_int_equal(fixture->reply.sense[15], 0x80, __FILE__, line);
    _assert_int_equal(fixture->reply.sense[16] << 8 | fixture->reply.sense[17], progress, __FILE__, line);
}

static void blank__immediate__goes_on_for_so_many_commands(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020407, 0, __LINE__);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_progress(fixture, 0x020407, 0x3fff, __LINE__);
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 08 00", 8); /* asks the drive */
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 02 00"); /* eject */
    assert_progress(fixture, 0x020407, 0x7fff, __LINE__);
    sim_fixture_read(fixture, REQUEST_SENSE, 18);
    assert_data(fixture, "70 00 02 00 00 00 00 0a 00 00 00 00 04 07 00 80 bf ff");
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_good(fixture);
}

static void format__immediate__says_that_it_formats(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 b4 74 00 c0 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020404, 0, __LINE__);
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 01 00", 2048);
    assert_progress(fixture, 0x020404, 0x3fff, __LINE__);
}

/* It is held until all is done: then nothing is under way. */
static void format__not_immediate__is_done(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 00 00 08 00 b4 74 00 c0 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

static void close__immediate__leaves_the_unit_ready(void **state)
{
    struct sim_fixture *fixture = *state;
    unsigned i;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    for (i = 0; i < 10; i++) {
        sim_fixture_run(fixture, TEST_UNIT_READY);
        assert_good(fixture);
    }
    for (i = 0; i < 4; i++) {
        sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 24 00", 36);
        assert_progress(fixture, 0x020407, i * 0xffff / 4, __LINE__);
    }
    sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 24 00", 36);
    assert_good(fixture);
}

/* growisofs: the cache with the Immed bit, TEST UNIT READY, the cache without, which is held until all is written. */
static void synchronize__while_it_writes__is_held(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00"); /* once more with the Immed bit: still under way */
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_progress(fixture, 0x020407, 0, __LINE__);
    sim_fixture_run(fixture, "35 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_good(fixture);
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_run(fixture, "35 00 00 00 00 00 00 00 00 00");
    assert_progress(fixture, 0x020407, 0, __LINE__);
}

static void refused__begins_nothing(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x053005);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

/* A background format refuses nothing, tells its progress, and is suspended when the disc comes out. */
static void background_format__tells_how_far_it_is(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.long_commands = 0;
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 ff ff ff ff 98 00 00 00");
    assert_good(fixture);
    sim_fixture_read(fixture, REQUEST_SENSE, 18);
    assert_data(fixture, "70 00 00 00 00 00 00 0a 00 00 00 00 04 04 00 80 00 00");
    sim_fixture_run(fixture, TEST_UNIT_READY);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    sim_fixture_read(fixture, REQUEST_SENSE, 18);
    assert_data(fixture, "70 00 00 00 00 00 00 0a 00 00 00 00 04 04 00 80 1f ff");
    sim_fixture_read(fixture, "03 01 00 00 10 00", 16);
    assert_data(fixture, "72 00 04 04 00 00 00 08 02 06 00 00 80 1f ff 00");
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    sim_fixture_run(fixture, "1b 00 00 00 03 00");
    sim_fixture_read(fixture, REQUEST_SENSE, 18); /* the medium may have changed */
    assert_data(fixture, "70 00 06 00 00 00 00 0a 00 00 00 00 28 00 00 00 00 00");
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_data_at(fixture, 7, "21"); /* suspended */
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 ff ff ff ff 98 00 00 01");
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_data_at(fixture, 7, "22"); /* it goes on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blank__immediate__goes_on_for_so_many_commands, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(format__immediate__says_that_it_formats, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(format__not_immediate__is_done, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(close__immediate__leaves_the_unit_ready, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(synchronize__while_it_writes__is_held, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(refused__begins_nothing, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(background_format__tells_how_far_it_is, setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
