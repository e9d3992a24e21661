/* mmc/event.c beside the vectors: cut events, every bit by class. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/event.h"
#include "support/reply_vectors.h"

/* A reply that claims an event and brings less of it: what is whole counts, nothing whole is no event. */
static void event_parse__cut_event__is_no_event(void **state)
{
    static const uint8_t bytes[8] = {0x00, 0x06, 0x04, 0x5e, 0x02, 0x02, 0x00, 0x00};
    struct mmc_event event;
    size_t count;

    (void)state;
    for (count = 0; count <= sizeof bytes; count++) {
        assert_int_equal(mmc_event_parse(bytes, count, &event), count < 4 ? MMC_SHORT : MMC_OK);
        if (count < 4) continue;
        assert_int_equal(event.event_class, MMC_EVENT_MEDIA);
        assert_int_equal(event.supported, 0x5e);
        assert_int_equal(event.has_event, count == 8);
        assert_int_equal(event.code, count == 8 ? MMC_MEDIA_NEW : 0);
        assert_int_equal(event.medium_present, count == 8);
    }
}

/* NEA with event bytes behind it: there is no event all the same. */
static void event_parse__nea_with_bytes__is_no_event(void **state)
{
    static const uint8_t bytes[8] = {0x00, 0x06, 0x84, 0x5e, 0x02, 0x03, 0x01, 0x01};
    struct mmc_event event;

    (void)state;
    assert_int_equal(mmc_event_parse(bytes, sizeof bytes, &event), MMC_OK);
    assert_true(event.none_available);
    assert_false(event.has_event || event.tray_open || event.medium_present);
    assert_int_equal(event.code, 0);
}

/* MMC-6: what the second event byte means depends on the class. All bits are set here. */
static void event_parse__all_bits__by_class(void **state)
{
    static const struct {
        uint8_t event_class;
        uint8_t status;
        bool prevent;
        bool medium;
        uint16_t detail;
    } rows[] = {
        {0, 0xff, false, false, 0},      {1, 0x0f, true, false, 0xfedc}, {2, 0xff, false, false, 0},
        {3, 0x0f, true, false, 0xfedc},  {4, 0xff, false, true, 0},      {5, 0x0f, true, false, 0xfedc},
        {6, 0xff, false, false, 0xfedc}, {7, 0xff, false, false, 0},
    };
    struct mmc_event event;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[8] = {0x00, 0x06, 0x78, 0xff, 0xff, 0xff, 0xfe, 0xdc};

        bytes[2] |= rows[i].event_class;
        assert_int_equal(mmc_event_parse(bytes, sizeof bytes, &event), MMC_OK);
        assert_int_equal(event.event_class, rows[i].event_class);
        assert_int_equal(event.code, 0x0f);
        assert_int_equal(event.status, rows[i].status);
        assert_int_equal(event.persistent_prevent, rows[i].prevent);
        assert_int_equal(event.medium_present, rows[i].medium);
        assert_int_equal(event.tray_open, rows[i].medium);
        assert_int_equal(event.start_slot, rows[i].medium ? 0xfe : 0);
        assert_int_equal(event.end_slot, rows[i].medium ? 0xdc : 0);
        assert_int_equal(event.detail, rows[i].detail);
    }
}

static void event_parse__tray_and_medium__are_two_bits(void **state)
{
    uint8_t bytes[8] = {0x00, 0x06, 0x04, 0x10, 0x03, 0x01, 0x00, 0x00};
    struct mmc_event event;

    (void)state;
    assert_int_equal(mmc_event_parse(bytes, sizeof bytes, &event), MMC_OK);
    assert_int_equal(event.code, MMC_MEDIA_REMOVAL);
    assert_true(event.tray_open && !event.medium_present);
    bytes[5] = 0x02;
    assert_int_equal(mmc_event_parse(bytes, sizeof bytes, &event), MMC_OK);
    assert_true(!event.tray_open && event.medium_present);
}

static void event_parse__short__is_untouched(void **state)
{
    static const uint8_t bytes[8] = {0x00, 0x01};
    struct mmc_event event, before;

    (void)state;
    memset(&event, 0xa5, sizeof event);
    before = event;
    assert_int_equal(mmc_event_parse(bytes, sizeof bytes, &event), MMC_SHORT); /* it claims three */
    assert_memory_equal(&event, &before, sizeof event);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_event(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct mmc_event event;
    enum mmc_status status = mmc_event_parse(bytes, count, &event);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "nea", event.none_available);
    expect_number(expect, "class", event.event_class);
    expect_number(expect, "supported", event.supported);
    expect_optional(expect, "event", event.has_event, event.code);
    if (!event.has_event) return status;
    if (event.event_class != MMC_EVENT_MEDIA) expect_number(expect, "status", event.status);
    switch (event.event_class) {
    case MMC_EVENT_OPERATIONAL_CHANGE:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "change", event.detail);
        break;
    case MMC_EVENT_EXTERNAL_REQUEST:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "request", event.detail);
        break;
    case MMC_EVENT_MEDIA:
        expect_number(expect, "tray_open", event.tray_open);
        expect_number(expect, "media_present", event.medium_present);
        expect_number(expect, "start_slot", event.start_slot);
        expect_number(expect, "end_slot", event.end_slot);
        break;
    case MMC_EVENT_MULTI_INITIATOR:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "priority", event.detail);
        break;
    case MMC_EVENT_DEVICE_BUSY:
        expect_number(expect, "time_100ms", event.detail);
        break;
    default: /* power: nothing more */
        break;
    }
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"GET EVENT STATUS NOTIFICATION",  4, 0,    check_event,             NULL, NULL},
};
/* clang-format on */

static void event_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_parse__cut_event__is_no_event),
        cmocka_unit_test(event_parse__nea_with_bytes__is_no_event),
        cmocka_unit_test(event_parse__all_bits__by_class),
        cmocka_unit_test(event_parse__tray_and_medium__are_two_bits),
        cmocka_unit_test(event_parse__short__is_untouched),
        cmocka_unit_test(event_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
