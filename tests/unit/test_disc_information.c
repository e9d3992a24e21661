/* mmc/disc_information.c beside the vectors: flags, 16-bit counts, lying counts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/disc_information.h"
#include "support/reply_vectors.h"

static uint8_t reply[50];

static void fill(void)
{
    memset(reply, 0, sizeof reply);
    reply[1] = 0x30;
    reply[33] = 2;
}

/* MMC-6, standard disc information, byte 7: each bit alone. */
static void disc_information_parse__flags__each_in_its_field(void **state)
{
    struct mmc_disc_information disc;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 8; bit++) {
        fill();
        reply[7] = (uint8_t)(1u << bit);
        assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_OK);
        assert_int_equal(disc.disc_id_valid, bit == 7);
        assert_int_equal(disc.bar_code_valid, bit == 6);
        assert_int_equal(disc.unrestricted_use, bit == 5);
        assert_int_equal(disc.application_code_valid, bit == 4);
        assert_int_equal(disc.dirty, bit == 2);
        assert_int_equal(disc.background_format, bit < 2 ? 1u << bit : 0);
    }
}

static void disc_information_parse__other_data_types__are_malformed(void **state)
{
    struct mmc_disc_information disc, before;

    (void)state;
    memset(&disc, 0xa5, sizeof disc);
    before = disc;
    fill();
    reply[2] = 0x20; /* track resources */
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_MALFORMED);
    reply[2] = 0x40; /* POW resources */
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_MALFORMED);
    assert_int_equal(mmc_disc_information_parse(reply, 33, &disc), MMC_SHORT);
    reply[1] = 0x1f; /* it claims 33 bytes */
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_SHORT);
    assert_memory_equal(&disc, &before, sizeof disc);
}

/* More OPC tables claimed than the reply has room for, and fewer than it has. */
static void disc_opc_entries__count_lies__is_bounded_by_both(void **state)
{
    struct mmc_disc_information disc;
    struct mmc_opc_entry entry;
    struct mmc_walk walk;
    unsigned entries = 0;

    (void)state;
    fill();
    reply[33] = 255;
    reply[42] = 0x11;
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_OK);
    assert_int_equal(disc.opc_tables, 255);
    walk = mmc_disc_opc_entries(&disc);
    while (mmc_opc_entry_next(&walk, &entry))
        entries++;
    assert_int_equal(entries, 2);
    assert_int_equal(entry.speed_kbs, 0x1100);
    reply[33] = 1;
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_OK);
    walk = mmc_disc_opc_entries(&disc);
    assert_true(mmc_opc_entry_next(&walk, &entry));
    assert_false(mmc_opc_entry_next(&walk, &entry));
    assert_false(walk.clipped);
}

static void disc_information_parse__sixteen_bit_counts__join_both_halves(void **state)
{
    struct mmc_disc_information disc;

    (void)state;
    fill();
    reply[3] = 9;
    reply[4] = 1;
    reply[5] = 2;
    reply[6] = 3;
    reply[9] = 4;
    reply[10] = 5;
    reply[11] = 6;
    assert_int_equal(mmc_disc_information_parse(reply, sizeof reply, &disc), MMC_OK);
    assert_int_equal(disc.claimed_bytes, 50);
    assert_int_equal(disc.first_track, 9);
    assert_int_equal(disc.sessions, 0x0401);
    assert_int_equal(disc.first_track_last_session, 0x0502);
    assert_int_equal(disc.last_track_last_session, 0x0603);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_disc_information(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                              struct expectation *expect)
{
    struct mmc_disc_information disc;
    enum mmc_status status = mmc_disc_information_parse(bytes, count, &disc);
    struct mmc_opc_entry entry;
    struct expected_list opc;
    struct mmc_walk walk;
    uint8_t id[4];

    (void)row;
    if (status != MMC_OK) return status;
    store_be32(id, disc.disc_id);
    expect_number(expect, "data_type", 0); /* the only one that parses */
    expect_number(expect, "erasable", disc.erasable);
    expect_number(expect, "last_session_state", disc.last_session_state);
    expect_number(expect, "disc_status", disc.disc_state);
    expect_number(expect, "first_track", disc.first_track);
    expect_number(expect, "sessions", disc.sessions);
    expect_number(expect, "first_track_last_session", disc.first_track_last_session);
    expect_number(expect, "last_track_last_session", disc.last_track_last_session);
    expect_number(expect, "did_v", disc.disc_id_valid);
    expect_number(expect, "dbc_v", disc.bar_code_valid);
    expect_number(expect, "uru", disc.unrestricted_use);
    expect_number(expect, "dac_v", disc.application_code_valid);
    expect_number(expect, "dirty", disc.dirty);
    expect_number(expect, "bg_format", disc.background_format);
    expect_code(expect, "disc_type", 2, disc.disc_type);
    expect_hex(expect, "disc_id", id, sizeof id);
    expect_number(expect, "last_session_lead_in", disc.last_session_lead_in);
    expect_number(expect, "last_possible_lead_out", disc.last_possible_lead_out);
    expect_number(expect, "application_code", disc.application_code);
    expect_hex(expect, "bar_code", disc.bar_code, MMC_DISC_BAR_CODE_BYTES);
    opc = expect_list(expect, "opc");
    walk = mmc_disc_opc_entries(&disc);
    while (mmc_opc_entry_next(&walk, &entry)) {
        struct expected_list pair = expect_next_list(&opc);

        expect_next_number(&pair, entry.speed_kbs);
        expect_next_hex(&pair, entry.values, 6);
        expect_list_done(&pair);
    }
    expect_list_done(&opc);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ DISC INFORMATION",         34, 0,    check_disc_information,  NULL, NULL},
};
/* clang-format on */

static void disc_information_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disc_information_parse__flags__each_in_its_field),
        cmocka_unit_test(disc_information_parse__other_data_types__are_malformed),
        cmocka_unit_test(disc_opc_entries__count_lies__is_bounded_by_both),
        cmocka_unit_test(disc_information_parse__sixteen_bit_counts__join_both_halves),
        cmocka_unit_test(disc_information_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
