#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_bench.h"

/* MMC-6, GET PERFORMANCE, type 03h: write speeds of a blank DVD+RW, 2295104 blocks. */
static void get_performance__write_speeds__fastest_first(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_DVD_PLUS_RW);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(bench, "00000034 00000000"
                       "00000000 0023053f 00002b48 00002b48 00000000 0023053f 00002b48 000015a4"
                       "00000000 0023053f 00002b48 00000cfc");
}

/* BD-RE, single and dual layer: 2x and 1x, 8992 and 4496 kB/s; read at 6x. */
static void get_performance__bd_re__has_its_two_speeds(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_BD_RE);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(bench, "00000024 00000000"
                       "00000000 00ba73ff 00006960 00002320 00000000 00ba73ff 00006960 00001190");
    sim_bench_medium(bench, SIM_MEDIUM_BD_RE_DL);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(bench, "00000024 00000000"
                       "00000000 0174e7ff 00006960 00002320 00000000 0174e7ff 00006960 00001190");
}

static void get_performance__fewer_descriptors__claims_all(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_DVD_PLUS_RW);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 01 03 00", 264);
    assert_data(bench, "00000034 00000000 00000000 0023053f 00002b48 00002b48");
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 00 03 00", 264);
    assert_data(bench, "00000034 00000000");
}

static void get_performance__pressed__no_write_speeds(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_image(bench, 1000);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_data(bench, "00000004 00000000");
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264); /* nominal, write */
    assert_data(bench, "00000004 02000000");
}

static void get_performance__nominal__read_and_write(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_DVD_R);
    sim_bench_read(bench, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data(bench, "00000014 00000000 00000000 00005690 0023127f 00005690");
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data(bench, "00000014 02000000 00000000 00005690 0023127f 00005690");
    sim_bench_read(bench, "ac 11 00 00 00 00 00 00 00 10 00 00", 264); /* exceptions: none */
    assert_data(bench, "00000004 01000000");
}

static void get_performance__refused(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_sense(bench, 0x023a01);
    sim_bench_medium(bench, SIM_MEDIUM_DVD_R);
    sim_bench_read(bench, "ac 00 00 00 00 00 00 00 00 10 04 00", 264);
    assert_sense(bench, 0x052400);
}

static void set_cd_speed__is_rounded_down_to_what_the_disc_takes(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_CD_R);
    sim_bench_run(bench, "bb 00 16 0d 17 70 00 00 00 00 00 00"); /* read 5645, write 6000 */
    assert_good(bench);
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "0000160d"); /* 5645 */
    sim_bench_read(bench, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "0000160d");
    sim_bench_run(bench, "bb 00 ff ff 00 01 00 00 00 00 00 00"); /* slower than the slowest */
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00000b06"); /* 2822 */
    sim_bench_run(bench, "bb 00 ff ff ff ff 00 00 00 00 00 00");
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00002113"); /* 8467 */
    sim_bench_read(bench, "ac 10 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00002113");
}

/* MMC-6, SET STREAMING, performance descriptor: 11080 kB in 1000 ms, and impossible speeds. */
static void set_streaming__speeds_and_defaults(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_medium(bench, SIM_MEDIUM_DVD_R);
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                    "00000000 00000000 0023127f 00002b48 000003e8 00002b48 000003e8");
    assert_good(bench);
    assert_int_equal(bench->reply.transferred_bytes, 28);
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00002b48");
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                    "00000000 00000000 0023127f 10000000 000003e8 10000000 000003e8");
    assert_good(bench);
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00005690");
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                    "00000000 00000000 0023127f 00000000 000003e8 00000000 000003e8");
    assert_good(bench);
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "000015a4");
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                    "04000000 00000000 00000000 00000000 00000000 00000000 00000000");
    assert_good(bench); /* defaults: the rest does not count */
    sim_bench_read(bench, "ac 14 00 00 00 00 00 00 00 10 00 00", 264);
    assert_data_at(bench, 12, "00005690");
}

static void set_streaming__refused(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1b 00",
                    "00000000 00000000 0023127f 00002b48 000003e8 00002b48 0000");
    assert_sense(bench, 0x051a00);
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00", "00000000 00000000");
    assert_sense(bench, 0x051a00);
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 05 00 1c 00",
                    "00000000 00000000 0023127f 00002b48 000003e8 00002b48 000003e8");
    assert_sense(bench, 0x052400);
    sim_bench_write(bench, "b6 00 00 00 00 00 00 00 00 00 1c 00",
                    "00000000 00000000 0023127f 00002b48 000003e8 00002b48 00000000");
    assert_sense(bench, 0x052600); /* in no time */
}

static void read_buffer_capacity__all_is_free(void **state)
{
    struct sim_bench *bench = *state;

    sim_bench_read(bench, "5c 00 00 00 00 00 00 00 0c 00", 12);
    assert_data(bench, "000a 00 00 00188000 00188000");
    sim_bench_read(bench, "5c 01 00 00 00 00 00 00 0c 00", 12);
    assert_data(bench, "000a 00 01 00000000 00000310");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(get_performance__bd_re__has_its_two_speeds, sim_bench_setup,
                                        sim_bench_teardown),
        cmocka_unit_test_setup_teardown(get_performance__write_speeds__fastest_first, sim_bench_setup,
                                        sim_bench_teardown),
        cmocka_unit_test_setup_teardown(get_performance__fewer_descriptors__claims_all, sim_bench_setup,
                                        sim_bench_teardown),
        cmocka_unit_test_setup_teardown(get_performance__pressed__no_write_speeds, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(get_performance__nominal__read_and_write, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(get_performance__refused, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(set_cd_speed__is_rounded_down_to_what_the_disc_takes, sim_bench_setup,
                                        sim_bench_teardown),
        cmocka_unit_test_setup_teardown(set_streaming__speeds_and_defaults, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(set_streaming__refused, sim_bench_setup, sim_bench_teardown),
        cmocka_unit_test_setup_teardown(read_buffer_capacity__all_is_free, sim_bench_setup, sim_bench_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_performance", tests, NULL, NULL);
}
