/* mmc/disc_structure.c beside the vectors: contradictions, flags, cut replies. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/disc_structure.h"
#include "support/reply_vectors.h"

/* Header and 17 bytes of physical format information. */
static uint8_t reply[21];

static void fill(uint8_t book, uint8_t layers_and_path, uint32_t first, uint32_t last, uint32_t layer0_end)
{
    memset(reply, 0, sizeof reply);
    reply[1] = 19;
    reply[4] = (uint8_t)(book << 4);
    reply[6] = layers_and_path;
    store_be24(reply + 9, first);
    store_be24(reply + 13, last);
    store_be24(reply + 17, layer0_end);
}

static struct mmc_dvd_physical parsed(void)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_physical physical;

    assert_int_equal(mmc_disc_structure_parse(reply, sizeof reply, &structure), MMC_OK);
    assert_int_equal(mmc_dvd_physical_parse(&structure, &physical), MMC_OK);
    return physical;
}

/* Numbers that contradict each other give no count: never a wrapped one. */
static void dvd_physical__contradictions__have_no_blocks(void **state)
{
    (void)state;
    fill(0, 0x01, 0x30000, 0x2ffff, 0);
    assert_false(parsed().has_blocks);
    fill(0, 0x01, 0x30000, 0x30000, 0);
    assert_true(parsed().has_blocks);
    assert_int_equal(parsed().blocks, 1);
    fill(0, 0x31, 0x30000, 0xfcffff, 0x2ffff); /* layer 0 ends before it starts */
    assert_false(parsed().has_blocks);
    fill(0, 0x31, 0x30000, 0xdd27ff, 0x22d7ff); /* layer 1 ends before it starts, at DD2800h */
    assert_false(parsed().has_blocks);
    fill(0, 0x31, 0x30000, 0xdd2800, 0x22d7ff);
    assert_true(parsed().has_blocks);
    assert_int_equal(parsed().blocks, 0x22d7ff - 0x30000 + 1 + 1);
    assert_int_equal(parsed().layers, 2);
}

/* One layer has no second one, whatever its track path bit says. */
static void dvd_physical__opposite_path_on_one_layer__is_one_layer(void **state)
{
    (void)state;
    fill(0, 0x11, 0x30000, 0x300ff, 0);
    assert_true(parsed().opposite_track_path);
    assert_int_equal(parsed().blocks, 256);
    fill(0, 0x61, 0x30000, 0x300ff, 0);
    assert_int_equal(parsed().layers, 4);
}

static void dvd_physical__dvd_ram__has_no_blocks(void **state)
{
    (void)state;
    fill(1, 0x06, 0x31000, 0x260fff, 0);
    assert_false(parsed().has_blocks);
    assert_int_equal(parsed().blocks, 0);
}

static void disc_structure__too_short__is_untouched(void **state)
{
    struct mmc_disc_structure structure, before;
    struct mmc_dvd_layer_boundary boundary = {true, 77};
    struct mmc_dvd_physical physical, physical_before;
    uint8_t bytes[24] = {0x00, 0x01};

    (void)state;
    memset(&structure, 0xa5, sizeof structure);
    memset(&physical, 0xa5, sizeof physical);
    before = structure;
    physical_before = physical;
    assert_int_equal(mmc_disc_structure_parse(bytes, sizeof bytes, &structure), MMC_SHORT); /* it claims three */
    assert_memory_equal(&structure, &before, sizeof structure);
    bytes[1] = 9; /* seven bytes of data */
    assert_int_equal(mmc_disc_structure_parse(bytes, sizeof bytes, &structure), MMC_OK);
    assert_int_equal(mmc_dvd_layer_boundary_parse(&structure, &boundary), MMC_SHORT);
    assert_true(boundary.fixed && boundary.layer0_blocks == 77);
    bytes[1] = 18; /* sixteen */
    assert_int_equal(mmc_disc_structure_parse(bytes, sizeof bytes, &structure), MMC_OK);
    assert_int_equal(mmc_dvd_physical_parse(&structure, &physical), MMC_SHORT);
    assert_memory_equal(&physical, &physical_before, sizeof physical);
}

/* MMC-6, physical format information: the bits of bytes 4, 5, 6 and 20 alone. */
static void dvd_physical__flags__each_in_its_field(void **state)
{
    struct mmc_dvd_physical dvd_is;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 32; bit++) {
        static const uint8_t at[] = {4, 5, 6, 20};

        fill(0, 0, 0x30000, 0x30000, 0);
        reply[at[bit / 8]] = (uint8_t)(1u << bit % 8);
        dvd_is = parsed();
        assert_int_equal(dvd_is.book_type, bit >= 4 && bit < 8 ? 1u << (bit - 4) : 0);
        assert_int_equal(dvd_is.part_version, bit < 4 ? 1u << bit : 0);
        assert_int_equal(dvd_is.disc_size, bit >= 12 && bit < 16 ? 1u << (bit - 12) : 0);
        assert_int_equal(dvd_is.max_rate, bit >= 8 && bit < 12 ? 1u << (bit - 8) : 0);
        assert_int_equal(dvd_is.layers, bit == 21 ? 2 : bit == 22 ? 3 : 1);
        assert_int_equal(dvd_is.opposite_track_path, bit == 20);
        assert_int_equal(dvd_is.layer_type, bit >= 16 && bit < 20 ? 1u << (bit - 16) : 0);
        assert_int_equal(dvd_is.burst_cutting_area, bit == 31);
    }
}

static void dvd_layer_boundary__fixed__is_bit_7(void **state)
{
    static const uint8_t bytes[12] = {0x00, 0x0a, 0, 0, 0x80, 0, 0, 0, 0x00, 0x1f, 0xd8, 0x00};
    struct mmc_disc_structure structure;
    struct mmc_dvd_layer_boundary boundary;

    (void)state;
    assert_int_equal(mmc_disc_structure_parse(bytes, sizeof bytes, &structure), MMC_OK);
    assert_int_equal(mmc_dvd_layer_boundary_parse(&structure, &boundary), MMC_OK);
    assert_true(boundary.fixed);
    assert_int_equal(boundary.layer0_blocks, 2086912);
}

/* Zeros fill the reply behind the last unit, and either letter missing ends the list. */
static void bd_units__no_signature__ends_the_list(void **state)
{
    uint8_t bytes[4 + 3 * 64] = {0x00, 0xc2};
    struct mmc_disc_structure structure;
    struct mmc_bd_unit unit;
    struct mmc_walk walk;

    (void)state;
    memcpy(bytes + 4,
           "DI\x02\x2f\x00\x07\x20\x00"
           "BDR",
           11);
    memcpy(bytes + 68, "DX", 2);
    memcpy(bytes + 132, "DI", 2);
    assert_int_equal(mmc_disc_structure_parse(bytes, sizeof bytes, &structure), MMC_OK);
    walk = mmc_bd_units(&structure);
    assert_true(mmc_bd_unit_next(&walk, &unit));
    assert_int_equal(unit.format, 2);
    assert_int_equal(unit.units_in_block, 5);
    assert_int_equal(unit.layer, 7);
    assert_int_equal(unit.sequence, 7);
    assert_int_equal(unit.bytes_used, 32);
    assert_string_equal(unit.type_id, "BDR");
    assert_ptr_equal(unit.bytes, bytes + 4);
    assert_false(mmc_bd_unit_next(&walk, &unit));
    assert_false(mmc_bd_unit_next(&walk, &unit));
    assert_false(walk.clipped);
    bytes[4] = 'X';
    walk = mmc_bd_units(&structure);
    assert_false(mmc_bd_unit_next(&walk, &unit));
}

/* --- vectors/replies.json --- */

static enum mmc_status check_structure(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                       struct expectation *expect)
{
    struct mmc_disc_structure structure;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "total", structure.claimed_bytes);
    return status;
}

static enum mmc_status check_dvd_physical(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                          struct expectation *expect)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_physical dvd;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status == MMC_OK) status = mmc_dvd_physical_parse(&structure, &dvd);
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "book_type", dvd.book_type);
    expect_number(expect, "part_version", dvd.part_version);
    expect_number(expect, "disc_size", dvd.disc_size);
    expect_number(expect, "max_rate", dvd.max_rate);
    expect_number(expect, "layers", dvd.layers);
    expect_number(expect, "opposite_path", dvd.opposite_track_path);
    expect_number(expect, "layer_type", dvd.layer_type);
    expect_number(expect, "first_psn", dvd.first_sector);
    expect_number(expect, "last_psn", dvd.last_sector);
    expect_number(expect, "layer0_end", dvd.layer0_end_sector);
    expect_number(expect, "bca", dvd.burst_cutting_area);
    expect_optional(expect, "blocks", dvd.has_blocks, dvd.blocks);
    return status;
}

static enum mmc_status check_layer_boundary(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                            struct expectation *expect)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_layer_boundary boundary;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status == MMC_OK) status = mmc_dvd_layer_boundary_parse(&structure, &boundary);
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "fixed", boundary.fixed);
    expect_number(expect, "layer0_blocks", boundary.layer0_blocks);
    return status;
}

static enum mmc_status check_bd_units(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                      struct expectation *expect)
{
    struct mmc_disc_structure structure;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);
    struct expected_list units;
    struct mmc_bd_unit unit;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    units = expect_list(expect, "units");
    walk = mmc_bd_units(&structure);
    while (mmc_bd_unit_next(&walk, &unit)) {
        struct expectation entry = expect_next_object(&units);

        expect_number(&entry, "format", unit.format);
        expect_number(&entry, "units_in_block", unit.units_in_block);
        expect_number(&entry, "layer", unit.layer);
        expect_number(&entry, "sequence", unit.sequence);
        expect_number(&entry, "bytes_used", unit.bytes_used);
        expect_text(&entry, "type_id", unit.type_id);
        expect_done(&entry);
    }
    expect_list_done(&units);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ DISC STRUCTURE header",     4, 0,    check_structure,         NULL, NULL},
    {"READ DISC STRUCTURE DVD 00h",   21, 0,    check_dvd_physical,      NULL, NULL},
    {"READ DISC STRUCTURE DVD 20h",   12, 0,    check_layer_boundary,    NULL, NULL},
    {"READ DISC STRUCTURE BD 00h",     4, 0,    check_bd_units,          NULL, NULL},
};
/* clang-format on */

static void disc_structure_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check("READ DISC STRUCTURE ", rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dvd_physical__contradictions__have_no_blocks),
        cmocka_unit_test(dvd_physical__opposite_path_on_one_layer__is_one_layer),
        cmocka_unit_test(dvd_physical__dvd_ram__has_no_blocks),
        cmocka_unit_test(disc_structure__too_short__is_untouched),
        cmocka_unit_test(dvd_physical__flags__each_in_its_field),
        cmocka_unit_test(dvd_layer_boundary__fixed__is_bit_7),
        cmocka_unit_test(bd_units__no_signature__ends_the_list),
        cmocka_unit_test(disc_structure_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
