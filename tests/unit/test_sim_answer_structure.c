/* sim/sim_answer_structure.c: disc structures of each medium. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

#include "base/bytes.h"

/* MMC-6, READ DISC STRUCTURE, physical format information: blocks = last - first + 1, on two opposite layers
 * (end of layer 0 - first + 1) + (last - (FFFFFFh XOR end of layer 0) + 1).
 */
static void physical_format__dvds__tell_their_capacity(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *hex; /* to byte 20 */
    } rows[] = {
        {SIM_MEDIUM_DVD_R, "0802 0000 25 0f 02 00 00030000 0026127f 00000000 00"},
        {SIM_MEDIUM_DVD_RW, "0802 0000 33 0f 04 00 00030000 0026127f 00000000 00"},
        {SIM_MEDIUM_DVD_PLUS_RW, "0802 0000 92 0f 04 00 00030000 0026053f 00000000 00"},
        {SIM_MEDIUM_DVD_RAM, "0802 0000 16 0f 04 00 00031000 00265f5f 00000000 00"},
        {SIM_MEDIUM_DVD_PLUS_R_DL, "0802 0000 e1 0f 32 00 00030000 00fcffff 0022d7ff 00"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
        assert_data_at(fixture, 0, rows[i].hex);
        assert_int_equal(fixture->reply.transferred_bytes, 2052);
    }
    /* 2 x 2086912: FFFFFFh XOR 22D7FFh is DD2800h, and FCFFFFh - DD2800h + 1 = 1FD800h = 2086912. */
    assert_int_equal(0xfcffff - 0xdd2800 + 1, 2086912);
    sim_fixture_image(fixture, 400000);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_data_at(fixture, 0, "0802 0000 01 0f 01 00 00030000 00091a7f 00000000 00");
}

static void list__each_kind__what_can_be_read(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *media_type;
        const char *hex;
    } rows[] = {
        {SIM_MEDIUM_DVD_R, "00", "0012 0000 00400804 01400008 0e40002c 10400804"},
        {SIM_MEDIUM_DVD_PLUS_RW, "00", "000e 0000 00400804 01400008 11400804"},
        {SIM_MEDIUM_DVD_PLUS_R_DL, "00", "0012 0000 00400804 01400008 11400804 20c0000c"},
        {SIM_MEDIUM_DVD_RAM, "00", "000e 0000 00400804 01400008 0a400010"},
        {SIM_MEDIUM_BD_R, "01", "0006 0000 00401004"},
        {SIM_MEDIUM_BD_RE, "01", "000a 0000 00401004 0a400010"},
    };
    struct sim_fixture *fixture = *state;
    char cdb[] = "ad 00 00 00 00 00 00 ff 00 ff 00 00";
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        memcpy(cdb + 3, rows[i].media_type, 2);
        sim_fixture_read(fixture, cdb, 255);
        assert_data(fixture, rows[i].hex);
    }
    sim_fixture_image(fixture, 400000);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 ff 00 ff 00 00", 255);
    assert_data(fixture, "000e 0000 00400804 01400008 04400804");
}

/* What the list promises is what is sent. */
static void list__every_format__has_the_length_it_promises(void **state)
{
    struct sim_fixture *fixture = *state;
    uint8_t list[64];
    uint32_t count, at;
    int medium;

    for (medium = SIM_MEDIUM_DVD_R; medium < SIM_MEDIUM_COUNT; medium++) {
        char cdb[] = "ad 00 00 00 00 00 00 ff 20 00 00 00";

        sim_fixture_medium(fixture, (enum sim_medium)medium);
        if (medium >= SIM_MEDIUM_BD_R) cdb[4] = '1';
        sim_fixture_read(fixture, cdb, 0x2000);
        assert_good(fixture);
        count = fixture->reply.transferred_bytes;
        assert_true(count <= sizeof list);
        memcpy(list, fixture->data, count);
        for (at = 4; at < count; at += 4) {
            cdb[21] = "0123456789abcdef"[list[at] >> 4];
            cdb[22] = "0123456789abcdef"[list[at] & 15];
            sim_fixture_read(fixture, cdb, 0x2000);
            assert_good(fixture);
            assert_int_equal(fixture->reply.transferred_bytes, load_be16(list + at + 2));
            assert_int_equal(load_be16(fixture->data) + 2, load_be16(list + at + 2));
        }
    }
}

static void small_formats__are_what_the_disc_is(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R_DL);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 20 00 0c 00 00", 12);
    assert_data(fixture, "000a 0000 00 000000 001fd800");
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 01 00 08 00 00", 8);
    assert_data(fixture, "0006 0000 00000000");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 0a 00 10 00 00", 16);
    assert_data(fixture, "000e 0000 00003200 0000e400 0000e400");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 0e 00 2c 00 00", 44);
    assert_data(
        fixture,
        "002a 0000 01 40 000000000000 02 00000000000000 03 4f50454e494d 00 04 415049322020 00 05 00000000000000");
    sim_fixture_image(fixture, 400000);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 04 08 04 00 00", 2052);
    assert_data_at(fixture, 0, "0802 0000 00000000");
    assert_int_equal(fixture->reply.transferred_bytes, 2052);
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 0a 00 10 00 00", 16);
    assert_data(fixture, "000e 0000 00000000 00000000 00000000");
}

/* BD disc information: one unit a layer, "BDR", "BDW" or "BDO". The outer bytes as a BU40N sent them (44 49 01, 20h
 * bytes used).
 */
static void disc_information__bd__one_unit_a_layer(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R_DL);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 00 10 04 00 00", 4100);
    assert_int_equal(fixture->reply.transferred_bytes, 4100);
    assert_data_at(fixture, 0, "1002 0000 4449 01 10 00 00 20 00 424452 01 22");
    assert_data_at(fixture, 68, "4449 01 11 00 01 20 00 424452 01 22");
    assert_data_at(fixture, 132, "0000");
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 00 10 04 00 00", 4100);
    assert_data_at(fixture, 4, "4449 01 08 00 00 20 00 424457 01 14");
    sim_fixture_image(fixture, 5000000);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 00 10 04 00 00", 4100);
    assert_data_at(fixture, 4, "4449 01 08 00 00 20 00 42444f 01 11");
}

static void refused__what_is_not_there(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_sense(fixture, 0x053002); /* a CD */
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400); /* as of a BD */
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 11 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400); /* ADIP of a DVD-R */
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 20 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400); /* layer boundary of one layer */
    sim_fixture_read(fixture, "ad 00 00 00 00 00 01 00 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400); /* its second layer */
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 05 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400);
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R); /* WH16NS40 refuses spare information of a blank BD-R */
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 0a 00 10 00 00", 16);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_sense(fixture, 0x052400);
}

/* MMC-6, SEND DISC STRUCTURE, layer boundary information: 1000000 is F4240h, 2085856 is 1FD3E0h, 2085872 is 1FD3F0h. */
static void send__layer_boundary__moves_inwards_and_takes_the_capacity_with_it(void **state)
{
    static const char send[] = "bf 00 00 00 00 00 00 20 00 0c 00 00", read[] = "ad 00 00 00 00 00 00 20 00 0c 00 00";
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R_DL);
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 12);
    sim_fixture_read(fixture, read, 12);
    assert_data_at(fixture, 0, "000a0000 00000000 000f4240");
    sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 30 00", 48); /* READ TRACK INFORMATION: free blocks */
    assert_data_at(fixture, 16, "001e8480");
    sim_fixture_write(fixture, send, "000a0000 00000000 001fd3e0"); /* back to where it was */
    assert_good(fixture);
    sim_fixture_read(fixture, read, 12);
    assert_data_at(fixture, 8, "001fd3e0");
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    sim_state_insert(&fixture->state, SIM_MEDIUM_DVD_R_DL); /* another disc */
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R_DL);
    sim_fixture_read(fixture, read, 12);
    assert_data_at(fixture, 8, "001fd3e0");
}

static void send__what_cannot_be__is_refused_and_changes_nothing(void **state)
{
    static const char send[] = "bf 00 00 00 00 00 00 20 00 0c 00 00";
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R_DL);
    sim_fixture_write(fixture, send, "000a0000 00000000 001fd3f0");
    assert_sense(fixture, 0x052600); /* outwards */
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4241");
    assert_sense(fixture, 0x052600); /* inside an ECC block */
    sim_fixture_write(fixture, send, "000a0000 00000000 00000000");
    assert_sense(fixture, 0x052600);
    sim_fixture_write(fixture, send, "00080000 00000000 000f4240");
    assert_sense(fixture, 0x052600); /* its own length is wrong */
    sim_fixture_write(fixture, send, "000a0000 00000000");
    assert_sense(fixture, 0x051a00); /* fewer bytes than the command says */
    sim_fixture_write(fixture, "bf 00 00 00 00 00 00 20 00 08 00 00", "00060000 00000000");
    assert_sense(fixture, 0x051a00);
    sim_fixture_write(fixture, "bf 00 00 00 00 00 00 22 00 0c 00 00", "000a0000 00000000 000f4240");
    assert_sense(fixture, 0x052400); /* another format */
    assert_int_equal(fixture->state.layer0_blocks, 0);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    assert_sense(fixture, 0x052400); /* one layer */
    sim_fixture_medium(fixture, SIM_MEDIUM_NONE);
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    assert_sense(fixture, 0x023a01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(physical_format__dvds__tell_their_capacity, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(list__each_kind__what_can_be_read, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(list__every_format__has_the_length_it_promises, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(small_formats__are_what_the_disc_is, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(disc_information__bd__one_unit_a_layer, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(send__layer_boundary__moves_inwards_and_takes_the_capacity_with_it,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(send__what_cannot_be__is_refused_and_changes_nothing, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(refused__what_is_not_there, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_structure", tests, NULL, NULL);
}
