/* sim/sim_answer_disc.c: capacities, disc and track information of each medium. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

static void read_capacity__each_medium__last_block_or_0(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *hex;
    } rows[] = {
        {SIM_MEDIUM_CD_R, "00000000 00000800"},        {SIM_MEDIUM_DVD_R, "00000000 00000800"},
        {SIM_MEDIUM_DVD_PLUS_RW, "0023053f 00000800"}, {SIM_MEDIUM_DVD_RW_RO, "0023101f 00000800"},
        {SIM_MEDIUM_DVD_RAM, "0022211f 00000800"},     {SIM_MEDIUM_BD_RE, "00000000 00000800"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
        assert_data(fixture, rows[i].hex);
    }
    sim_fixture_image(fixture, 60072);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "0000eaa7 00000800");
    sim_fixture_medium(fixture, SIM_MEDIUM_NONE);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_sense(fixture, 0x023a01);
}

/* MMC-6, READ FORMAT CAPACITIES. The two lists marked so are what real drives sent (see tests/media). */
static void read_format_capacities__each_medium__current_and_formattable(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *hex;
    } rows[] = {
        {SIM_MEDIUM_CD_R, "00000008 00057da9 01000800"},
        {SIM_MEDIUM_CD_RW, "00000010 00051432 01000800 00051430 40000020"},
        {SIM_MEDIUM_DVD_R, "00000008 00231280 01000800"},
        {SIM_MEDIUM_DVD_RW, /* GH22LS40 */
         "00000020 00231020 01000800 00231020 00000800 00231020 40000010 00231020 54000010"},
        {SIM_MEDIUM_DVD_RW_RO, "00000020 00231020 02000800 00231020 00000800 00231020 40000010 00231020 54000010"},
        {SIM_MEDIUM_DVD_PLUS_RW, "00000010 00230540 01000800 00230540 98000000"}, /* DRW-1608P2 */
        {SIM_MEDIUM_DVD_RAM, "00000018 00222120 02000800 00222120 00000800 00230520 00000800"},
        {SIM_MEDIUM_BD_R,
         "00000028 00ba7400 01000800 00b47400 00003000 00b47400 c8000000 00587400 c8000000 00b87400 c8000000"},
        {SIM_MEDIUM_BD_RE, "00000020 00ba7400 01000800 00b47400 00003000 00b47400 c0000000 00ba7400 c4000000"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
        assert_data(fixture, rows[i].hex);
    }
    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
    assert_data(fixture, "00000008 000003e8 02000800");
    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 06 00", 252);
    assert_data(fixture, "00000008 0000");
}

static void read_format_capacities__no_medium__is_answered_too(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
    assert_data(fixture, "00000008 0174e800 03000800");
}

/* MMC-6, standard disc information. */
static void read_disc_information__blank_cd_r__empty_with_lead_in_and_out(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 ff 00", 255);
    /* lead-in 97:26:65 (LBA -11635), last lead-out 79:59:74 */
    assert_data(fixture, "0020 00 01 01 01 01 20 ff 00 00 00 00000000 00611a41 004f3b4a 0000000000000000 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0020 10 01 01 01 01 20 ff 00 00 00 00000000 00611a41 004a0000 0000000000000000 00 00");
}

static void read_disc_information__dvd_and_bd__addresses_as_blocks(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0020 00 01 01 01 01 20 00 00 00 00 00000000 00000000 00231280 0000000000000000 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0020 1f 01 01 01 01 20 00 00 00 00 00000000 00000000 00222120 0000000000000000 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW_RO);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 2, "1e");
}

/* As QEMU, VirtualBox and a BU40N say of a pressed disc: 0Eh, one session, one track, unrestricted use. */
static void read_disc_information__pressed__is_complete(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_data(fixture, "0020 0e 01 01 01 01 20 00 00 00 00 00000000 ffffffff ffffffff 0000000000000000 00 00");
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 02 00", 34);
    assert_data(fixture, "0020");
    sim_fixture_read(fixture, "51 01 00 00 00 00 00 00 22 00", 34); /* track resources */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "51 f8 00 00 00 00 00 00 02 00", 34); /* reserved bits */
    assert_data(fixture, "0020");
}

/* MMC-6, READ TRACK INFORMATION. Byte 6: 40h blank, 20h packet, 10h fixed packet; data mode Fh unknown, 1. */
static void read_track_information__each_medium__the_only_track(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint32_t length;
        const char *hex; /* to byte 27 */
    } rows[] = {
        {SIM_MEDIUM_CD_R, 36, "0022 01 01 00 04 4f 01 00000000 00000000 00057da7 00000000 00057da7"},
        {SIM_MEDIUM_DVD_R, 48, "002e 01 01 00 04 6f 01 00000000 00000000 00231280 00000010 00231280"},
        {SIM_MEDIUM_DVD_PLUS_R, 48, "002e 01 01 00 04 6f 01 00000000 00000000 00230540 00000010 00230540"},
        {SIM_MEDIUM_DVD_PLUS_RW, 48, "002e 01 01 00 04 6f 00 00000000 00000000 00230540 00000010 00230540"},
        {SIM_MEDIUM_DVD_RW_RO, 48, "002e 01 01 00 04 31 00 00000000 00000000 00000000 00000010 00231020"},
        {SIM_MEDIUM_DVD_RAM, 48, "002e 01 01 00 04 31 00 00000000 00000000 00000000 00000010 00222120"},
        {SIM_MEDIUM_BD_R, 48, "002e 01 01 00 04 6f 01 00000000 00000000 00ba7400 00000020 00ba7400"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 ff 00", 255);
        assert_data_at(fixture, 0, rows[i].hex);
        assert_int_equal(fixture->reply.transferred_bytes, rows[i].length);
    }
    sim_fixture_image(fixture, 60072);
    sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 01 00 04 01 00 00000000 00000000 00000000 00000000 0000eaa8 00000000 0000 0000");
}

static void read_track_information__address__track_session_or_block(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "52 00 00 05 7d a8 00 00 04 00", 4);
    assert_good(fixture);
    sim_fixture_read(fixture, "52 00 00 05 7d a9 00 00 04 00", 4);
    assert_sense(fixture, 0x052100);
    sim_fixture_read(fixture, "52 02 00 00 00 01 00 00 04 00", 4);
    assert_good(fixture);
    sim_fixture_read(fixture, "52 02 00 00 00 02 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "52 01 00 00 00 00 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "52 01 00 00 00 02 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "52 03 00 00 00 01 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
}

/* Track FFh, the next writable one, is known for CD and DVD+R only (libburn's cookbook). */
static void read_track_information__next_writable__on_cd_and_dvd_plus_r(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "52 01 00 00 00 ff 00 00 04 00", 4);
    assert_good(fixture);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    sim_fixture_read(fixture, "52 01 00 00 00 ff 00 00 04 00", 4);
    assert_good(fixture);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "52 01 00 00 00 ff 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "52 01 00 00 00 ff 00 00 04 00", 4);
    assert_sense(fixture, 0x052400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read_capacity__each_medium__last_block_or_0, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_format_capacities__each_medium__current_and_formattable, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_format_capacities__no_medium__is_answered_too, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_disc_information__blank_cd_r__empty_with_lead_in_and_out,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_disc_information__dvd_and_bd__addresses_as_blocks, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_disc_information__pressed__is_complete, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_track_information__each_medium__the_only_track, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_track_information__address__track_session_or_block, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_track_information__next_writable__on_cd_and_dvd_plus_r, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_disc", tests, NULL, NULL);
}
