#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/mode_page_fields.h"

static uint8_t bytes[128];

static struct mmc_mode_page page_of(uint8_t code, size_t count)
{
    struct mmc_mode_page page = {.code = code, .bytes = bytes, .count = count};

    memset(bytes, 0, sizeof bytes);
    bytes[0] = code;
    bytes[1] = (uint8_t)(count - 2);
    return page;
}

/* Each bit of bytes 2 to 7 alone must make its own field true and no other: MMC-3, CD/DVD Capabilities and Mechanical Status. */
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

        bytes[rows[i].byte] = (uint8_t)(1u << rows[i].bit);
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

        memset(bytes + 2, 0x11, sizeof bytes - 2);
        memset(bytes + count, 0xff, sizeof bytes - count); /* not the page's */
        assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), count < 18 ? MMC_SHORT : MMC_OK);
        if (count < 18) continue;
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
    bytes[31] = 1;
    bytes[33] = 0xfd; /* reserved bits around the rotation */
    bytes[34] = 0x10;
    bytes[35] = 0x8a;
    bytes[38] = 0xff;
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
        bytes[2] = others;
        assert_int_equal(mmc_error_recovery_page_parse(&page, &recovery), MMC_OK);
        assert_int_equal(recovery.automatic_write_reallocation, bit != 7);

        page = page_of(0x05, 52);
        bytes[2] = others;
        bytes[3] = others;
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
        bytes[2] = others;
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
    bytes[8] = 9;
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

/* Least lengths with the 2-byte head: the pages as MMC-6 and MMC-3 print them; 01h and 2Ah as their oldest editions do. */
static void pages__another_code_or_one_byte_too_few__are_refused(void **state)
{
    static const struct {
        uint8_t code;
        size_t least;
    } rows[] = {
        {0x01, 8},
        {0x05, 52},
        {0x08, 12},
        {0x2a, 18},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capabilities__each_bit_alone__sets_its_field_alone),
        cmocka_unit_test(capabilities__cut_at_every_length__later_fields_are_absent),
        cmocka_unit_test(capabilities__count_below_the_page__bounds_the_list),
        cmocka_unit_test(pages__one_bit_missing__only_its_field_is_false),
        cmocka_unit_test(error_recovery__longer_than_eight__has_the_write_retry_count),
        cmocka_unit_test(pages__another_code_or_one_byte_too_few__are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
