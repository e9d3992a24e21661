/* sim/sim_answer_toc.c: READ TOC/PMA/ATIP of each medium. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

/* MMC-6, READ TOC/PMA/ATIP. 1000 blocks end at 00:15:25. */
static void read_toc__format_0__track_and_lead_out(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0012 01 01 00 14 01 00 00000000 00 14 aa 00 000003e8");
    sim_fixture_read(fixture, "43 02 00 00 00 00 01 00 ff 00", 255);
    assert_data(fixture, "0012 01 01 00 14 01 00 00 00 02 00 00 14 aa 00 00 00 0f 19");
    sim_fixture_read(fixture, "43 00 00 00 00 00 aa 00 ff 00", 255);
    assert_data(fixture, "000a 01 01 00 14 aa 00 000003e8");
    sim_fixture_read(fixture, "43 00 00 00 00 00 02 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 04 00", 255);
    assert_data(fixture, "0012 01 01");
}

static void read_toc__format_1__first_track_of_the_last_session(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "43 00 01 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "000a 01 01 00 14 01 00 00000000");
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 40", 255); /* the old place of the format */
    assert_data(fixture, "000a 01 01 00 14 01 00 00000000");
}

static void read_toc__format_2__points(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "43 00 02 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "002e 01 01"
                         "01 14 00 a0 00 00 00 00 01 00 00 01 14 00 a1 00 00 00 00 01 00 00"
                         "01 14 00 a2 00 00 00 00 00 0f 19 01 14 00 01 00 00 00 00 00 02 00");
}

static void read_toc__formats_3_4_5__of_cds(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "43 02 03 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0002 00 00");
    sim_fixture_read(fixture, "43 02 04 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "001a 00 00 c0 40 88 00 61 1a 41 00 4f 3b 4a 00 00 00 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_read(fixture, "43 02 04 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 4, "c1 40 c8 00 61 1a 41 00 4a 00 00");
    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255); /* no CD-TEXT */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "43 00 03 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "43 00 04 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "43 00 06 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
}

static void read_toc__blank_cd__has_none(void **state)
{
    static const char *const cdbs[] = {"43 00 00 00 00 00 00 00 ff 00", "43 00 01 00 00 00 00 00 ff 00",
                                       "43 00 02 00 00 00 00 00 ff 00", "43 00 05 00 00 00 00 00 ff 00"};
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    for (i = 0; i < sizeof cdbs / sizeof cdbs[0]; i++) {
        sim_fixture_read(fixture, cdbs[i], 255);
        assert_sense(fixture, 0x052400);
    }
}

/* Drives fabricate formats 0 and 1 for DVD and BD, and refuse format 2. */
static void read_toc__dvd__formats_0_and_1_alone(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 400000);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0012 01 01 00 14 01 00 00000000 00 14 aa 00 00061a80");
    sim_fixture_read(fixture, "43 00 01 00 00 00 00 00 ff 00", 255);
    assert_good(fixture);
    sim_fixture_read(fixture, "43 00 02 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 16, "00222120");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read_toc__format_0__track_and_lead_out, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_toc__format_1__first_track_of_the_last_session, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_toc__format_2__points, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_toc__formats_3_4_5__of_cds, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_toc__blank_cd__has_none, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_toc__dvd__formats_0_and_1_alone, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_toc", tests, NULL, NULL);
}
