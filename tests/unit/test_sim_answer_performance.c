/* sim/sim_answer_performance.c: speeds, streaming, buffer capacity. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

/* MMC-6, GET PERFORMANCE, type 03h: write speeds of a blank DVD+RW, 2295104 blocks. */
static void get_performance__write_speeds__fastest_first(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(fixture, "00000034 00000000"
                         "00000000 0023053f 00002b48 00002b48 00000000 0023053f 00002b48 000015a4"
                         "00000000 0023053f 00002b48 00000cfc");
}

/* BD-RE, single and dual layer: 2x and 1x, 8992 and 4496 kB/s; read at 6x. */
static void get_performance__bd_re__has_its_two_speeds(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(fixture, "00000024 00000000"
                         "00000000 00ba73ff 00006960 00002320 00000000 00ba73ff 00006960 00001190");
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE_DL);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(fixture, "00000024 00000000"
                         "00000000 0174e7ff 00006960 00002320 00000000 0174e7ff 00006960 00001190");
}

static void get_performance__fewer_descriptors__claims_all(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 01 03 00", 264);
    assert_data(fixture, "00000034 00000000 00000000 0023053f 00002b48 00002b48");
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 00 03 00", 264);
    assert_data(fixture, "00000034 00000000");
}

static void get_performance__pressed__no_write_speeds(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(fixture, "00000004 00000000");
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264); /* nominal, write */
    assert_data(fixture, "00000004 02000000");
}

static void get_performance__nominal__read_and_write(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data(fixture, "00000014 00000000 00000000 00005690 0023127f 00005690");
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data(fixture, "00000014 02000000 00000000 00005690 0023127f 00005690");
    sim_fixture_read(fixture, "ac 11 00 00 00 00 00 00 00 10 00 00", 264); /* exceptions: none */
    assert_data(fixture, "00000004 01000000");
}

static void get_performance__refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_sense(fixture, 0x023a01);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 04 00", 264);
    assert_sense(fixture, 0x052400);
}

static void set_cd_speed__is_rounded_down_to_what_the_disc_takes(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, "bb 00 16 0d 17 70 00 00 00 00 00 00"); /* read 5645, write 6000 */
    assert_good(fixture);
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "0000160d"); /* 5645 */
    sim_fixture_read(fixture, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "0000160d");
    sim_fixture_run(fixture, "bb 00 ff ff 00 01 00 00 00 00 00 00"); /* slower than the slowest */
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00000b06"); /* 2822 */
    sim_fixture_run(fixture, "bb 00 ff ff ff ff 00 00 00 00 00 00");
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00002113"); /* 8467 */
    sim_fixture_read(fixture, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00002113");
}

/* MMC-6, SET STREAMING, performance descriptor: 11080 kB in 1000 ms, and impossible speeds. */
static void set_streaming__speeds_and_defaults(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                      "00000000 00000000 0023127f 00002b48 000003e8 00002b48 000003e8");
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 28);
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00002b48");
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                      "00000000 00000000 0023127f 10000000 000003e8 10000000 000003e8");
    assert_good(fixture);
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00005690");
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                      "00000000 00000000 0023127f 00000000 000003e8 00000000 000003e8");
    assert_good(fixture);
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "000015a4");
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                      "04000000 00000000 00000000 00000000 00000000 00000000 00000000");
    assert_good(fixture); /* defaults: the rest does not count */
    sim_fixture_read(fixture, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(fixture, 12, "00005690");
}

static void set_streaming__refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1b 00",
                      "00000000 00000000 0023127f 00002b48 000003e8 00002b48 0000");
    assert_sense(fixture, 0x051a00);
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00", "00000000 00000000");
    assert_sense(fixture, 0x051a00);
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 05 00 1c 00",
                      "00000000 00000000 0023127f 00002b48 000003e8 00002b48 000003e8");
    assert_sense(fixture, 0x052400);
    sim_fixture_write(fixture, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                      "00000000 00000000 0023127f 00002b48 000003e8 00002b48 00000000");
    assert_sense(fixture, 0x052600); /* in no time */
}

static void read_buffer_capacity__all_is_free(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "5c 00 00 00 00 00 00 00 0c 00", 12);
    assert_data(fixture, "000a 00 00 00188000 00188000");
    sim_fixture_read(fixture, "5c 01 00 00 00 00 00 00 0c 00", 12);
    assert_data(fixture, "000a 00 01 00000000 00000310");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(get_performance__bd_re__has_its_two_speeds, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_performance__write_speeds__fastest_first, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_performance__fewer_descriptors__claims_all, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_performance__pressed__no_write_speeds, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_performance__nominal__read_and_write, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_performance__refused, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(set_cd_speed__is_rounded_down_to_what_the_disc_takes, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(set_streaming__speeds_and_defaults, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(set_streaming__refused, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_buffer_capacity__all_is_free, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_performance", tests, NULL, NULL);
}
