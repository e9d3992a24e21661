/* sim/sim_identity.c: our own drive, and clipped or odd captures. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim_identity.h"

static struct sim_identity with_features(const uint8_t *features, size_t count)
{
    struct sim_identity identity = {0};

    identity.features = features;
    identity.features_count = count;
    return identity;
}

static struct sim_identity with_feature_and_pages(const uint8_t *features, size_t count, const uint8_t *pages,
                                                  size_t page_count)
{
    struct sim_identity identity = with_features(features, count);

    identity.mode_pages = pages;
    identity.mode_pages_count = page_count;
    return identity;
}

static void sim_identity_default__inquiry__is_ours(void **state)
{
    (void)state;
    assert_int_equal(sim_identity_default.inquiry_count, 36);
    assert_memory_equal(sim_identity_default.inquiry + 8, "OPENIMAPVirtual BD-RE   0001", 28);
    assert_int_equal(sim_identity_default.inquiry[0], 0x05);
    assert_int_equal(sim_identity_default.inquiry[4], 36 - 5);
}

static void sim_identity_next__clipped_descriptor__ends_the_walk(void **state)
{
    static const uint8_t features[] = {0x00, 0x1d, 0x00, 0x00, 0x01, 0x08, 0x03, 0x04, 'A', 'B', 'C'};
    static const uint8_t pages[] = {0x0d, 0x01, 0x00, 0x01, 0x0a, 0x00};
    struct sim_identity identity = with_feature_and_pages(features, sizeof features, pages, sizeof pages);
    const uint8_t *at;
    size_t offset = 0, count = 0;

    (void)state;
    assert_true(sim_identity_next_feature(&identity, &offset, &at, &count));
    assert_ptr_equal(at, features);
    assert_int_equal(count, 4);
    assert_false(sim_identity_next_feature(&identity, &offset, &at, &count));
    assert_null(sim_identity_feature(&identity, 0x0108, &count));
    assert_non_null(sim_identity_page(&identity, 0x0d, &count));
    assert_int_equal(count, 3);
    assert_null(sim_identity_page(&identity, 0x01, &count));
}

/* MMC-6, Removable Medium feature; the bytes of BU40N (slim, no motor), of a desktop tray, and of CDEmu (version 0). */
static void sim_identity_can_load__follows_feature_0003h(void **state)
{
    static const uint8_t slim[] = {0x00, 0x03, 0x0b, 0x04, 0x2b, 0, 0, 0};
    static const uint8_t desktop[] = {0x00, 0x03, 0x0b, 0x04, 0x39, 0, 0, 0};
    static const uint8_t old_tray[] = {0x00, 0x03, 0x03, 0x04, 0x29, 0, 0, 0};
    static const uint8_t old_caddy[] = {0x00, 0x03, 0x03, 0x04, 0x09, 0, 0, 0};
    static const uint8_t no_eject[] = {0x00, 0x03, 0x0b, 0x04, 0x31, 0, 0, 0};
    struct sim_identity identity;

    (void)state;
    identity = with_features(slim, sizeof slim);
    assert_false(sim_identity_can_load(&identity));
    assert_true(sim_identity_can_eject(&identity));
    identity = with_features(desktop, sizeof desktop);
    assert_true(sim_identity_can_load(&identity));
    identity = with_features(old_tray, sizeof old_tray);
    assert_true(sim_identity_can_load(&identity));
    identity = with_features(old_caddy, sizeof old_caddy);
    assert_false(sim_identity_can_load(&identity));
    identity = with_features(no_eject, sizeof no_eject);
    assert_true(sim_identity_can_load(&identity));
    assert_false(sim_identity_can_eject(&identity));
    assert_true(sim_identity_can_load(&sim_identity_default));
}

static void sim_identity_can_load__without_the_feature__follows_page_2ah(void **state)
{
    static const uint8_t multi_read[] = {0x00, 0x1d, 0x00, 0x00};
    static const uint8_t tray[] = {0x2a, 0x05, 0, 0, 0, 0, 0x29};
    static const uint8_t slot[] = {0x2a, 0x05, 0, 0, 0, 0, 0x01};
    static const uint8_t none[] = {0x0d, 0x00};
    static const uint8_t cut[] = {0x2a, 0x04, 0, 0, 0, 0, /* what follows is another page */ 0x0d, 0x00};
    struct sim_identity identity;

    (void)state;
    identity = with_feature_and_pages(multi_read, sizeof multi_read, tray, sizeof tray);
    assert_true(sim_identity_can_load(&identity));
    assert_true(sim_identity_can_eject(&identity));
    identity = with_feature_and_pages(multi_read, sizeof multi_read, slot, sizeof slot);
    assert_false(sim_identity_can_load(&identity));
    assert_false(sim_identity_can_eject(&identity));
    identity = with_feature_and_pages(multi_read, sizeof multi_read, cut, sizeof cut);
    assert_true(sim_identity_can_load(&identity));
    assert_true(sim_identity_can_eject(&identity));
    identity = with_feature_and_pages(multi_read, sizeof multi_read, none, sizeof none);
    assert_true(sim_identity_can_load(&identity));
    assert_true(sim_identity_can_eject(&identity));
}

/* One byte of the feature's data is enough to say it; a page that ends before its byte 6 says nothing. */
static void sim_identity_can_eject__shortest_answers__count(void **state)
{
    static const uint8_t yes[] = {0x00, 0x03, 0x0b, 0x01, 0x28}, no[] = {0x00, 0x03, 0x0b, 0x01, 0x20};
    static const uint8_t multi_read[] = {0x00, 0x1d, 0x00, 0x00}, cut[] = {0x2a, 0x04, 0, 0, 0, 0};
    struct sim_identity identity;

    (void)state;
    identity = with_features(yes, sizeof yes);
    assert_true(sim_identity_can_eject(&identity));
    identity = with_features(no, sizeof no);
    assert_false(sim_identity_can_eject(&identity));
    identity = with_feature_and_pages(multi_read, sizeof multi_read, cut, sizeof cut);
    assert_true(sim_identity_can_eject(&identity));
}

static void sim_identity_has_profile__reads_the_list(void **state)
{
    static const uint8_t list[] = {0x00, 0x00, 0x03, 0x06, 0x00, 0x10, 0, 0, 0x00, 0x08};
    static const uint8_t other[] = {0x00, 0x1d, 0x00, 0x00};
    struct sim_identity identity = with_features(list, sizeof list);

    (void)state;
    assert_true(sim_identity_has_profile(&identity, 0x0010));
    assert_false(sim_identity_has_profile(&identity, 0x0008)); /* half an entry */
    identity = with_features(other, sizeof other);
    assert_true(sim_identity_has_profile(&identity, 0x0041));
    assert_true(sim_identity_has_profile(&sim_identity_default, 0x0015));
    assert_false(sim_identity_has_profile(&sim_identity_default, 0x0050));
}

static void sim_identity_page_mask__longer_or_shorter_page__is_clipped(void **state)
{
    uint8_t page[60] = {0x05, 0x36}, mask[60];

    (void)state;
    sim_identity_page_mask(page, 56, mask);
    assert_int_equal(mask[0], 0x05);
    assert_int_equal(mask[1], 0x36);
    assert_int_equal(mask[2], 0x7f);
    assert_int_equal(mask[51], 0xff);
    assert_int_equal(mask[52], 0x00);
    page[1] = 1;
    sim_identity_page_mask(page, 3, mask);
    assert_int_equal(mask[2], 0x7f);
    page[0] = 0x2a;
    sim_identity_page_mask(page, 10, mask);
    assert_int_equal(mask[2] | mask[9], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_identity_default__inquiry__is_ours),
        cmocka_unit_test(sim_identity_next__clipped_descriptor__ends_the_walk),
        cmocka_unit_test(sim_identity_can_load__follows_feature_0003h),
        cmocka_unit_test(sim_identity_can_load__without_the_feature__follows_page_2ah),
        cmocka_unit_test(sim_identity_can_eject__shortest_answers__count),
        cmocka_unit_test(sim_identity_has_profile__reads_the_list),
        cmocka_unit_test(sim_identity_page_mask__longer_or_shorter_page__is_clipped),
    };

    return cmocka_run_group_tests_name("sim_identity", tests, NULL, NULL);
}
