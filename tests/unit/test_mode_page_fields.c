/* mmc/mode_page_fields.c: every bit alone, every length of page 2Ah. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/mode_page_fields.h"
#include "support/reply_vectors.h"

static uint8_t page_bytes[128];

static struct mmc_mode_page page_of(uint8_t code, size_t count)
{
    struct mmc_mode_page page = {.code = code, .bytes = page_bytes, .count = count};

    memset(page_bytes, 0, sizeof page_bytes);
    page_bytes[0] = code;
    page_bytes[1] = (uint8_t)(count - 2);
    return page;
}

/* Each bit of bytes 2 to 7 alone must make its own field true and no other: MMC-3, CD/DVD Capabilities and Mechanical
 * Status.
 */
static void capabilities__each_bit_alone__sets_its_field_alone(void **state)
{
#define AT(field) offsetof(struct mmc_capabilities_page, field)
    /* clang-format off */
    static const struct {
        uint8_t byte;
        uint8_t bit;
        size_t field;
    } rows[] = {
        {2, 0, AT(reads_cd_r)},      {2, 1, AT(reads_cd_rw)},    {2, 2, AT(reads_method_2)}, {2, 3, AT(reads_dvd_rom)},
        {2, 4, AT(reads_dvd_r)},     {2, 5, AT(reads_dvd_ram)},
        {3, 0, AT(writes_cd_r)},     {3, 1, AT(writes_cd_rw)},   {3, 2, AT(test_write)},     {3, 4, AT(writes_dvd_r)},
        {3, 5, AT(writes_dvd_ram)},
        {4, 0, AT(audio_play)},      {4, 1, AT(composite)},      {4, 2, AT(digital_port_1)}, {4, 3, AT(digital_port_2)},
        {4, 4, AT(mode_2_form_1)},   {4, 5, AT(mode_2_form_2)},  {4, 6, AT(multi_session)},  {4, 7, AT(buffer_underrun_free)},
        {5, 0, AT(cd_da)},           {5, 1, AT(cd_da_accurate)}, {5, 2, AT(r_w_channels)},   {5, 3, AT(r_w_corrected)},
        {5, 4, AT(c2_pointers)},     {5, 5, AT(isrc)},           {5, 6, AT(upc)},            {5, 7, AT(bar_code)},
        {6, 0, AT(lock)},            {6, 1, AT(lock_state)},     {6, 2, AT(prevent_jumper)}, {6, 3, AT(eject)},
        {7, 0, AT(separate_volume)}, {7, 1, AT(separate_mute)},  {7, 2, AT(disc_present)},   {7, 3, AT(slot_select)},
        {7, 4, AT(side_change)},     {7, 5, AT(r_w_in_lead_in)},
    };
    /* clang-format on */
    size_t i, j, count = sizeof rows / sizeof rows[0];

    (void)state;
    for (i = 0; i < count; i++) {
        struct mmc_mode_page page = page_of(0x2a, 32);
        struct mmc_capabilities_page capabilities;

        page_bytes[rows[i].byte] = (uint8_t)(1u << rows[i].bit);
        assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), MMC_OK);
        for (j = 0; j < count; j++) {
            bool value = *((const uint8_t *)&capabilities + rows[j].field) != 0;

            if (value != (i == j)) fail_msg("byte %u bit %u, field of row %u", rows[i].byte, rows[i].bit, (unsigned)j);
        }
        assert_int_equal(capabilities.mechanism, 0);
    }
}

static void capabilities__cut_at_every_length__later_fields_are_absent(void **state)
{
    struct mmc_capabilities_page capabilities;
    size_t count;

    (void)state;
    for (count = 2; count <= 36; count++) {
        struct mmc_mode_page page = page_of(0x2a, count);

        memset(page_bytes + 2, 0x11, sizeof page_bytes - 2);
        memset(page_bytes + count, 0xff, sizeof page_bytes - count); /* not the page's */
        assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), count < 7 ? MMC_SHORT : MMC_OK);
        if (count < 7) continue;
        assert_int_equal(capabilities.r_w_in_lead_in, 0);
        assert_int_equal(capabilities.separate_volume, count >= 8);
        assert_int_equal(capabilities.max_read_kbs, count >= 10 ? 0x1111 : 0);
        assert_int_equal(capabilities.current_read_kbs, count >= 16 ? 0x1111 : 0);
        assert_int_equal(capabilities.max_write_kbs, count >= 20 ? 0x1111 : 0);
        assert_int_equal(capabilities.current_write_legacy_kbs, count >= 22 ? 0x1111 : 0);
        assert_int_equal(capabilities.has_copy_management, count >= 24);
        assert_int_equal(capabilities.has_rotation, count >= 28);
        assert_int_equal(capabilities.rotation, count >= 28 ? 1 : 0);
        assert_int_equal(capabilities.has_current_write, count >= 30);
        assert_int_equal(capabilities.has_write_speeds, count >= 32);
        assert_int_equal(capabilities.write_speed_list.count, count > 32 ? count - 32 : 0);
    }
}

/* The count says fewer than the page has: the rest is padding. */
static void capabilities__count_below_the_page__bounds_the_list(void **state)
{
    struct mmc_mode_page page = page_of(0x2a, 48);
    struct mmc_capabilities_page capabilities;
    struct mmc_write_speed speed;
    struct mmc_walk walk;

    (void)state;
    page_bytes[31] = 1;
    page_bytes[33] = 0xfd; /* reserved bits around the rotation */
    page_bytes[34] = 0x10;
    page_bytes[35] = 0x8a;
    page_bytes[38] = 0xff;
    assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), MMC_OK);
    walk = mmc_capabilities_write_speeds(&capabilities);
    assert_true(mmc_write_speed_next(&walk, &speed));
    assert_int_equal(speed.rotation, 1);
    assert_int_equal(speed.write_kbs, 4234);
    assert_false(mmc_write_speed_next(&walk, &speed));
    assert_false(walk.clipped);
}

/* Flags of the other pages, one at a time; all other bits are set, so that a wrong bit shows. */
static void pages__one_bit_missing__only_its_field_is_false(void **state)
{
    struct mmc_mode_page page;
    struct mmc_error_recovery_page recovery;
    struct mmc_write_parameters_page write;
    struct mmc_caching_page caching;
    uint8_t bit;

    (void)state;
    for (bit = 0; bit < 8; bit++) {
        uint8_t others = (uint8_t) ~(1u << bit);

        page = page_of(0x01, 12);
        page_bytes[2] = others;
        assert_int_equal(mmc_error_recovery_page_parse(&page, &recovery), MMC_OK);
        assert_int_equal(recovery.automatic_write_reallocation, bit != 7);

        page = page_of(0x05, 52);
        page_bytes[2] = others;
        page_bytes[3] = others;
        assert_int_equal(mmc_write_parameters_page_parse(&page, &write), MMC_OK);
        assert_int_equal(write.buffer_underrun_free, bit != 6);
        assert_int_equal(write.link_size_valid, bit != 5);
        assert_int_equal(write.test_write, bit != 4);
        assert_int_equal(write.write_type, others & 0x0f);
        assert_int_equal(write.multi_session, others >> 6);
        assert_int_equal(write.fixed_packet, bit != 5);
        assert_int_equal(write.copy, bit != 4);
        assert_int_equal(write.track_mode, others & 0x0f);

        page = page_of(0x08, 12);
        page_bytes[2] = others;
        assert_int_equal(mmc_caching_page_parse(&page, &caching), MMC_OK);
        assert_int_equal(caching.write_cache_enabled, bit != 2);
        assert_int_equal(caching.read_cache_disabled, bit != 0);
    }
}

static void error_recovery__longer_than_eight__has_the_write_retry_count(void **state)
{
    struct mmc_mode_page page = page_of(0x01, 12);
    struct mmc_error_recovery_page recovery;

    (void)state;
    page_bytes[8] = 9;
    assert_int_equal(mmc_error_recovery_page_parse(&page, &recovery), MMC_OK);
    assert_true(recovery.has_write_retry_count);
    assert_int_equal(recovery.write_retry_count, 9);
}

struct outputs {
    struct mmc_error_recovery_page recovery;
    struct mmc_write_parameters_page write;
    struct mmc_caching_page caching;
    struct mmc_capabilities_page capabilities;
};

static void assert_all(const struct mmc_mode_page *page, struct outputs *out, enum mmc_status expected, uint8_t code)
{
#define IS(number) (code == 0xff || code == (number) ? expected : MMC_MALFORMED)
    assert_int_equal(mmc_error_recovery_page_parse(page, &out->recovery), IS(0x01));
    assert_int_equal(mmc_write_parameters_page_parse(page, &out->write), IS(0x05));
    assert_int_equal(mmc_caching_page_parse(page, &out->caching), IS(0x08));
    assert_int_equal(mmc_capabilities_page_parse(page, &out->capabilities), IS(0x2a));
}

/* Least lengths with the 2-byte head: the pages as MMC-6 and MMC-3 print them; 01h as its oldest edition
 * does; 2Ah as far as the mechanism, for drives that send less than they claim.
 */
static void pages__another_code_or_one_byte_too_few__are_refused(void **state)
{
    static const struct {
        uint8_t code;
        size_t least;
    } rows[] = {
        {0x01, 8},
        {0x05, 52},
        {0x08, 12},
        {0x2a, 7},
    };
    struct mmc_mode_page page = page_of(0x3e, 60);
    struct outputs out, before;
    size_t i;

    (void)state;
    memset(&out, 0xa5, sizeof out);
    memcpy(&before, &out, sizeof out);
    assert_all(&page, &out, MMC_MALFORMED, 0xff);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        page = page_of(rows[i].code, rows[i].least - 1);
        assert_all(&page, &out, MMC_SHORT, rows[i].code);
        page.subcode = 1; /* a sub-page is another page */
        assert_all(&page, &out, MMC_MALFORMED, 0xff);
    }
    assert_memory_equal(&out, &before, sizeof out); /* touched only when complete */
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        page = page_of(rows[i].code, rows[i].least);
        assert_all(&page, &out, MMC_OK, rows[i].code);
    }
}

/* --- vectors/replies.json --- */

static enum mmc_status check_page(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                  struct expectation *expect)
{
    struct mmc_mode mode;
    struct mmc_mode_page page;
    enum mmc_status status = mmc_mode_parse(bytes, count, &mode);
    struct expectation fields;

    if (status != MMC_OK) return status;
    expect_code(expect, "medium_type", 2, mode.medium_type);
    expect_number(expect, "block_descriptor_length", mode.block_descriptor_bytes);
    status = mmc_mode_find(&mode, (uint8_t)row->number, &page);
    if (status != MMC_OK) return status;
    expect_code(expect, "page", 2, page.code);
    fields = expect_object(expect, "fields");
    expect_number(&fields, "ps", page.saveable);
    expect_number(&fields, "length", (long long)page.count - 2);
    if (row->page)
        row->page(&page, &fields);
    else
        expect_nothing_more(&fields);
    expect_done(&fields);
    return status;
}

static void page_error_recovery(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_error_recovery_page recovery;

    if (mmc_error_recovery_page_parse(page, &recovery) != MMC_OK) return;
    expect_number(fields, "awre", recovery.automatic_write_reallocation);
    expect_number(fields, "read_retry_count", recovery.read_retry_count);
    expect_optional(fields, "write_retry_count", recovery.has_write_retry_count, recovery.write_retry_count);
}

static void page_write_parameters(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_write_parameters_page write;

    if (mmc_write_parameters_page_parse(page, &write) != MMC_OK) return;
    expect_number(fields, "bufe", write.buffer_underrun_free);
    expect_number(fields, "ls_v", write.link_size_valid);
    expect_number(fields, "test_write", write.test_write);
    expect_number(fields, "write_type", write.write_type);
    expect_number(fields, "multi_session", write.multi_session);
    expect_number(fields, "fp", write.fixed_packet);
    expect_number(fields, "copy", write.copy);
    expect_number(fields, "track_mode", write.track_mode);
    expect_number(fields, "data_block_type", write.data_block_type);
    expect_number(fields, "link_size", write.link_size);
    expect_number(fields, "host_application_code", write.host_application_code);
    expect_number(fields, "session_format", write.session_format);
    expect_number(fields, "packet_size", write.packet_size_blocks);
    expect_number(fields, "audio_pause_length", write.audio_pause_blocks);
    expect_hex(fields, "mcn", write.media_catalog, MMC_WRITE_PARAMETERS_MCN_BYTES);
}

static void page_caching(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_caching_page caching;

    if (mmc_caching_page_parse(page, &caching) != MMC_OK) return;
    expect_number(fields, "wce", caching.write_cache_enabled);
    expect_number(fields, "rcd", caching.read_cache_disabled);
}

static void page_capabilities(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_capabilities_page is;

    if (mmc_capabilities_page_parse(page, &is) != MMC_OK) return;
    expect_number(fields, "cdr_r", is.reads_cd_r);
    expect_number(fields, "cdrw_r", is.reads_cd_rw);
    expect_number(fields, "method2", is.reads_method_2);
    expect_number(fields, "dvdrom_r", is.reads_dvd_rom);
    expect_number(fields, "dvdr_r", is.reads_dvd_r);
    expect_number(fields, "dvdram_r", is.reads_dvd_ram);
    expect_number(fields, "cdr_w", is.writes_cd_r);
    expect_number(fields, "cdrw_w", is.writes_cd_rw);
    expect_number(fields, "test", is.test_write);
    expect_number(fields, "dvdr_w", is.writes_dvd_r);
    expect_number(fields, "dvdram_w", is.writes_dvd_ram);
    expect_number(fields, "audio", is.audio_play);
    expect_number(fields, "composite", is.composite);
    expect_number(fields, "dp1", is.digital_port_1);
    expect_number(fields, "dp2", is.digital_port_2);
    expect_number(fields, "m2f1", is.mode_2_form_1);
    expect_number(fields, "m2f2", is.mode_2_form_2);
    expect_number(fields, "multi", is.multi_session);
    expect_number(fields, "buf", is.buffer_underrun_free);
    expect_number(fields, "cdda", is.cd_da);
    expect_number(fields, "cdda_acc", is.cd_da_accurate);
    expect_number(fields, "rw", is.r_w_channels);
    expect_number(fields, "rw_corr", is.r_w_corrected);
    expect_number(fields, "c2", is.c2_pointers);
    expect_number(fields, "isrc", is.isrc);
    expect_number(fields, "upc", is.upc);
    expect_number(fields, "barcode", is.bar_code);
    expect_number(fields, "lock", is.lock);
    expect_number(fields, "lock_state", is.lock_state);
    expect_number(fields, "prevent_jumper", is.prevent_jumper);
    expect_number(fields, "eject", is.eject);
    expect_number(fields, "mechanism", is.mechanism);
    expect_number(fields, "sepvol", is.separate_volume);
    expect_number(fields, "sepmute", is.separate_mute);
    expect_number(fields, "disc_present", is.disc_present);
    expect_number(fields, "slot_select", is.slot_select);
    expect_number(fields, "side_change", is.side_change);
    expect_number(fields, "rw_leadin", is.r_w_in_lead_in);
    expect_number(fields, "max_read_kbs", is.max_read_kbs);
    expect_number(fields, "volume_levels", is.volume_levels);
    expect_number(fields, "buffer_kb", is.buffer_kb);
    expect_number(fields, "current_read_kbs", is.current_read_kbs);
    expect_number(fields, "max_write_kbs", is.max_write_kbs);
    expect_number(fields, "current_write_kbs_legacy", is.current_write_legacy_kbs);
    expect_optional(fields, "copy_management", is.has_copy_management, is.copy_management);
    expect_optional(fields, "rotation", is.has_rotation, is.rotation);
    expect_optional(fields, "current_write_kbs", is.has_current_write, is.current_write_kbs);
    if (is.has_write_speeds) {
        struct expected_list speeds = expect_list(fields, "write_speeds");
        struct mmc_walk walk = mmc_capabilities_write_speeds(&is);
        struct mmc_write_speed speed;

        while (mmc_write_speed_next(&walk, &speed)) {
            struct expected_list pair = expect_next_list(&speeds);

            expect_next_number(&pair, speed.rotation);
            expect_next_number(&pair, speed.write_kbs);
            expect_list_done(&pair);
        }
        expect_list_done(&speeds);
    } else {
        expect_optional(fields, "write_speeds", false, 0);
    }
}

/* NULL: nothing of ours reads the fields; the page around them is compared all the same. */
#define PAGE(code, fields)                                                                                             \
    {                                                                                                                  \
        "MODE SENSE(10) page " #code "h", 8, 0x##code, check_page, NULL, fields                                        \
    }

/* clang-format off */
static const struct reply_row rows[] = {
    {"MODE SENSE(10) page 3Fh",        8, 0,    NULL,                    NULL, NULL}, /* unit/test_mode_page.c */
    PAGE(01, page_error_recovery),
    PAGE(05, page_write_parameters),
    PAGE(08, page_caching),
    PAGE(0D, NULL),
    PAGE(0E, NULL),
    PAGE(1A, NULL),
    PAGE(1C, NULL),
    PAGE(1D, NULL),
    PAGE(2A, page_capabilities),
};
/* clang-format on */

static void mode_page_fields_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check("MODE SENSE(10) page ", rows, sizeof rows / sizeof rows[0]);
}

/* Bytes 2 to 13 of page 05h for each way of writing: the table of the standard's sequences as libburn's cookbook and
 * growisofs have them (MMC-6, Write Parameters mode page, for where each field is).
 */
static void write_parameters_set__each_method__is_the_literal(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        struct mmc_write_parameters_page fields;
        uint8_t expected[14];
    } methods[] = {
        {"CD TAO, open", {.buffer_underrun_free = true, .write_type = 1, .multi_session = 3, .track_mode = 4, .data_block_type = 8},
         {0x05, 0x32, 0x41, 0xC4, 0x08, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"CD TAO, final", {.buffer_underrun_free = true, .write_type = 1, .track_mode = 4, .data_block_type = 8},
         {0x05, 0x32, 0x41, 0x04, 0x08, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"CD TAO, open, no BUF", {.write_type = 1, .multi_session = 3, .track_mode = 4, .data_block_type = 8},
         {0x05, 0x32, 0x01, 0xC4, 0x08, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"CD SAO", {.buffer_underrun_free = true, .write_type = 2},
         {0x05, 0x32, 0x42, 0x00, 0x00, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"CD SAO, laser off", {.buffer_underrun_free = true, .test_write = true, .write_type = 2},
         {0x05, 0x32, 0x52, 0x00, 0x00, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"DVD incremental, open", {.buffer_underrun_free = true, .link_size_valid = true, .multi_session = 3, .fixed_packet = true,
          .track_mode = 5, .data_block_type = 8, .link_size = 16, .packet_size_blocks = 16},
         {0x05, 0x32, 0x60, 0xE5, 0x08, 0x10, 0, 0x2A, 0, 0x55, 0, 0, 0, 0x10}},
        {"DVD incremental, final", {.buffer_underrun_free = true, .link_size_valid = true, .fixed_packet = true,
          .track_mode = 5, .data_block_type = 8, .link_size = 16, .packet_size_blocks = 16},
         {0x05, 0x32, 0x60, 0x25, 0x08, 0x10, 0, 0x2A, 0, 0x55, 0, 0, 0, 0x10}},
        {"DVD at once", {.buffer_underrun_free = true, .write_type = 2, .track_mode = 5, .data_block_type = 8},
         {0x05, 0x32, 0x42, 0x05, 0x08, 0, 0, 0x2A, 0, 0x55, 0, 0, 0, 0}},
        {"all that can be", {.copy = true, .write_type = 0xFF, .multi_session = 0xFF, .track_mode = 0xFF, .data_block_type = 0xFF,
          .session_format = 0x20, .packet_size_blocks = 0x01020304},
         {0x05, 0x32, 0x0F, 0xDF, 0x0F, 0, 0, 0x2A, 0x20, 0x55, 1, 2, 3, 4}},
    };
    /* clang-format on */
    uint8_t page[52];
    size_t row, i;

    (void)state;
    for (row = 0; row < sizeof methods / sizeof methods[0]; row++) {
        memset(page, 0x55, sizeof page); /* as if another program had left its own */
        page[0] = 0x05;
        page[1] = 0x32;
        page[6] = 0;
        page[7] = 0x2A;
        assert_int_equal(mmc_write_parameters_page_set(page, sizeof page, &methods[row].fields), MMC_OK);
        if (memcmp(page, methods[row].expected, sizeof methods[row].expected) != 0) fail_msg("%s", methods[row].name);
        for (i = 14; i < sizeof page; i++)
            assert_int_equal(page[i], 0x55); /* audio pause, catalogue number and the rest are the drive's */
    }
}

/* With a pause it is audio: the numbers that another program left are not those of this disc. */
static void write_parameters_set__audio_pause__is_there_and_no_number_is_valid(void **state)
{
    static const struct mmc_write_parameters_page fields = {.write_type = 1, .audio_pause_blocks = 150};
    uint8_t page[52], expected[52];

    (void)state;
    memset(page, 0xD5, sizeof page);
    page[0] = 0x05;
    page[1] = 0x32;
    memcpy(expected, page, sizeof expected);
    assert_int_equal(mmc_write_parameters_page_set(page, sizeof page, &fields), MMC_OK);
    expected[14] = 0x00;
    expected[15] = 0x96;
    expected[16] = 0x55; /* MCVAL is bit 7 */
    expected[32] = 0x55; /* TCVAL likewise */
    assert_memory_equal(page + 14, expected + 14, sizeof page - 14);
}

static void write_parameters_set__no_whole_page_05h__is_left_alone(void **state)
{
    static const struct mmc_write_parameters_page fields = {.write_type = 1};
    uint8_t page[52] = {0x05, 0x32}, before[52];

    (void)state;
    memcpy(before, page, sizeof page);
    assert_int_equal(mmc_write_parameters_page_set(page, 51, &fields), MMC_SHORT);
    assert_memory_equal(page, before, sizeof page);
    page[0] = before[0] = 0x45; /* a sub-page */
    assert_int_equal(mmc_write_parameters_page_set(page, 52, &fields), MMC_MALFORMED);
    assert_memory_equal(page, before, sizeof page);
    page[0] = 0x85; /* PS, as MODE SENSE has it */
    assert_int_equal(mmc_write_parameters_page_set(page, 52, &fields), MMC_OK);
    assert_int_equal(page[2], 0x01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capabilities__each_bit_alone__sets_its_field_alone),
        cmocka_unit_test(capabilities__cut_at_every_length__later_fields_are_absent),
        cmocka_unit_test(capabilities__count_below_the_page__bounds_the_list),
        cmocka_unit_test(pages__one_bit_missing__only_its_field_is_false),
        cmocka_unit_test(error_recovery__longer_than_eight__has_the_write_retry_count),
        cmocka_unit_test(pages__another_code_or_one_byte_too_few__are_refused),
        cmocka_unit_test(mode_page_fields_vectors__all__give_the_stated_values),
        cmocka_unit_test(write_parameters_set__each_method__is_the_literal),
        cmocka_unit_test(write_parameters_set__audio_pause__is_there_and_no_number_is_valid),
        cmocka_unit_test(write_parameters_set__no_whole_page_05h__is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
