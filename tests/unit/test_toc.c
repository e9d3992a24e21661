/* mmc/toc.c beside the vectors: short replies, ATIP, every bit of an entry. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/toc.h"
#include "base/text.h"
#include "support/reply_vectors.h"

/* MMC-6, ATIP: which A values are there, by bit and by length. */
static void atip_parse__a_values__by_their_bits_and_the_bytes_there(void **state)
{
    uint8_t bytes[28] = {0x00, 0x1a};
    struct mmc_atip atip;
    size_t count;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 24; bit++) {
        bytes[4] = bytes[5] = bytes[6] = 0;
        bytes[4 + bit / 8] = (uint8_t)(1u << bit % 8);
        for (count = 0; count <= sizeof bytes; count++) {
            assert_int_equal(mmc_atip_parse(bytes, count, &atip), count < 15 ? MMC_SHORT : MMC_OK);
            if (count < 15) continue;
            assert_int_equal(atip.write_power, bit >= 4 && bit < 7 ? 1u << (bit - 4) : 0);
            assert_int_equal(atip.reference_speed, bit < 3 ? 1u << bit : 0);
            assert_int_equal(atip.unrestricted_use, bit == 14);
            assert_int_equal(atip.cd_rw, bit == 22);
            assert_int_equal(atip.sub_type, bit >= 19 && bit < 22 ? 1u << (bit - 19) : 0);
            assert_ptr_equal(atip.a1, bit == 18 && count >= 19 ? bytes + 16 : NULL);
            assert_ptr_equal(atip.a2, bit == 17 && count >= 23 ? bytes + 20 : NULL);
            assert_ptr_equal(atip.a3, bit == 16 && count >= 27 ? bytes + 24 : NULL);
        }
    }
}

static void toc_parse__below_4_usable_bytes__is_short_and_untouched(void **state)
{
    static const uint8_t bytes[12] = {0x00, 0x01, 1, 1};
    struct mmc_toc toc, before;
    struct mmc_atip atip, atip_before;

    (void)state;
    memset(&toc, 0xa5, sizeof toc);
    memset(&atip, 0xa5, sizeof atip);
    before = toc;
    atip_before = atip;
    assert_int_equal(mmc_toc_parse(bytes, sizeof bytes, &toc), MMC_SHORT); /* it claims three */
    assert_int_equal(mmc_toc_parse(NULL, 0, &toc), MMC_SHORT);
    assert_int_equal(mmc_atip_parse(bytes, sizeof bytes, &atip), MMC_SHORT);
    assert_memory_equal(&toc, &before, sizeof toc);
    assert_memory_equal(&atip, &atip_before, sizeof atip);
}

static void toc_parse__header_alone__says_how_much_there_is(void **state)
{
    static const uint8_t bytes[4] = {0xff, 0xff, 1, 99};
    struct mmc_toc_track track;
    struct mmc_toc toc;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_toc_parse(bytes, sizeof bytes, &toc), MMC_OK);
    assert_int_equal(toc.claimed_bytes, 0x10001);
    assert_int_equal(toc.last, 99);
    walk = mmc_toc_entries(&toc);
    assert_false(mmc_toc_track_next(&walk, &track));
    assert_false(walk.clipped);
}

/* Entry formats 0 and 2 of MMC-6: every byte its own number. */
static void toc_entries__distinct_bytes__each_in_its_field(void **state)
{
    static const uint8_t bytes[15] = {0x00, 0x0d, 1,    2,    0x11, 0x95, 0x13, 0x14,
                                      0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b};
    struct mmc_toc_track track;
    struct mmc_toc_raw raw;
    struct mmc_toc toc;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_toc_parse(bytes, sizeof bytes, &toc), MMC_OK);
    walk = mmc_toc_entries(&toc);
    assert_true(mmc_toc_track_next(&walk, &track));
    assert_int_equal(track.adr, 9);
    assert_int_equal(track.control, 5);
    assert_int_equal(track.track, 0x13);
    assert_int_equal(track.address, 0x15161718);
    walk = mmc_toc_entries(&toc);
    assert_true(mmc_toc_raw_next(&walk, &raw));
    assert_int_equal(raw.session, 0x11);
    assert_int_equal(raw.adr, 9);
    assert_int_equal(raw.control, 5);
    assert_int_equal(raw.tno, 0x13);
    assert_int_equal(raw.point, 0x14);
    assert_int_equal(raw.min_sec_frame.m, 0x15);
    assert_int_equal(raw.min_sec_frame.s, 0x16);
    assert_int_equal(raw.min_sec_frame.f, 0x17);
    assert_int_equal(raw.point_time.m, 0x19);
    assert_int_equal(raw.point_time.s, 0x1a);
    assert_int_equal(raw.point_time.f, 0x1b);
}

static void toc_msf__address__is_its_low_three_bytes(void **state)
{
    struct mmc_msf msf = mmc_toc_msf(0xff4f3b4a);

    (void)state;
    assert_int_equal(msf.m, 79);
    assert_int_equal(msf.s, 59);
    assert_int_equal(msf.f, 74);
}

/* --- vectors/replies.json --- */

static void msf_is(struct mmc_msf msf, struct expectation *expect, const char *m, const char *s, const char *f)
{
    expect_number(expect, m, msf.m);
    expect_number(expect, s, msf.s);
    expect_number(expect, f, msf.f);
}

/* number: 1 when the addresses are MSF. */
static enum mmc_status check_toc(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                 struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list entries;
    struct mmc_toc_track track;
    struct mmc_walk walk;

    if (status != MMC_OK) return status;
    expect_number(expect, "first_track", toc.first);
    expect_number(expect, "last_track", toc.last);
    entries = expect_list(expect, "entries");
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_track_next(&walk, &track)) {
        struct expectation entry = expect_next_object(&entries);

        expect_number(&entry, "adr", track.adr);
        expect_number(&entry, "control", track.control);
        expect_number(&entry, "track", track.track);
        if (row->number)
            msf_is(mmc_toc_msf(track.address), &entry, "m", "s", "f");
        else
            expect_number(&entry, "lba", track.address);
        expect_done(&entry);
    }
    expect_list_done(&entries);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_toc_session(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                         struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct mmc_toc_track track;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    walk = mmc_toc_entries(&toc);
    if (!mmc_toc_track_next(&walk, &track)) return MMC_SHORT;
    expect_number(expect, "first_session", toc.first);
    expect_number(expect, "last_session", toc.last);
    expect_number(expect, "adr", track.adr);
    expect_number(expect, "control", track.control);
    expect_number(expect, "track", track.track);
    expect_number(expect, "lba", track.address);
    return status;
}

static enum mmc_status check_toc_raw(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list entries;
    struct mmc_toc_raw raw;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "first_session", toc.first);
    expect_number(expect, "last_session", toc.last);
    entries = expect_list(expect, "entries");
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_raw_next(&walk, &raw)) {
        struct expectation entry = expect_next_object(&entries);

        expect_number(&entry, "session", raw.session);
        expect_number(&entry, "adr", raw.adr);
        expect_number(&entry, "control", raw.control);
        expect_number(&entry, "tno", raw.tno);
        expect_code(&entry, "point", 2, raw.point);
        msf_is(raw.min_sec_frame, &entry, "m", "s", "f");
        msf_is(raw.point_time, &entry, "pm", "ps", "pf");
        expect_done(&entry);
    }
    expect_list_done(&entries);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static void triple_is(struct mmc_msf msf, struct expectation *expect, const char *key)
{
    struct expected_list list = expect_list(expect, key);

    expect_next_number(&list, msf.m);
    expect_next_number(&list, msf.s);
    expect_next_number(&list, msf.f);
    expect_list_done(&list);
}

static enum mmc_status check_atip(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                  struct expectation *expect)
{
    struct mmc_atip atip;
    enum mmc_status status = mmc_atip_parse(bytes, count, &atip);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "write_power", atip.write_power);
    expect_number(expect, "reference_speed", atip.reference_speed);
    expect_number(expect, "uru", atip.unrestricted_use);
    expect_number(expect, "cd_rw", atip.cd_rw);
    expect_number(expect, "sub_type", atip.sub_type);
    expect_number(expect, "a1_valid", atip.a1 != NULL);
    expect_number(expect, "a2_valid", atip.a2 != NULL);
    expect_number(expect, "a3_valid", atip.a3 != NULL);
    triple_is(atip.lead_in, expect, "lead_in");
    triple_is(atip.last_lead_out, expect, "last_lead_out");
    expect_hex(expect, "a1", atip.a1, 3);
    expect_hex(expect, "a2", atip.a2, 3);
    expect_hex(expect, "a3", atip.a3, 3);
    return status;
}

static enum mmc_status check_cd_text(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list packs;
    const uint8_t *pack;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    packs = expect_list(expect, "packs");
    walk = mmc_toc_entries(&toc);
    while ((pack = mmc_cd_text_pack_next(&walk)))
        expect_next_hex(&packs, pack, MMC_CD_TEXT_PACK_BYTES);
    expect_list_done(&packs);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ TOC format 0",              4, 0,    check_toc,               NULL, NULL},
    {"READ TOC format 0 MSF",          4, 1,    check_toc,               NULL, NULL},
    {"READ TOC format 1",             12, 0,    check_toc_session,       NULL, NULL},
    {"READ TOC format 2",              4, 0,    check_toc_raw,           NULL, NULL},
    {"READ TOC format 3",              4, 0,    check_toc_raw,           NULL, NULL},
    {"READ TOC format 4",             15, 0,    check_atip,              NULL, NULL},
    {"READ TOC format 5",              4, 0,    check_cd_text,           NULL, NULL},
};
/* clang-format on */

static void toc_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check("READ TOC ", rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atip_parse__a_values__by_their_bits_and_the_bytes_there),
        cmocka_unit_test(toc_parse__below_4_usable_bytes__is_short_and_untouched),
        cmocka_unit_test(toc_parse__header_alone__says_how_much_there_is),
        cmocka_unit_test(toc_entries__distinct_bytes__each_in_its_field),
        cmocka_unit_test(toc_msf__address__is_its_low_three_bytes),
        cmocka_unit_test(toc_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
