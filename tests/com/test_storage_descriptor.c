/* imapi2/storage_descriptor.c. Layouts: STORAGE_ADAPTER_DESCRIPTOR, STORAGE_DEVICE_DESCRIPTOR documentation; their
 * numbers are the host's.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "imapi2/storage_descriptor.h"
#include "support/drive_fixture.h"

/* A device of which only the descriptor is asked. */
struct described {
    struct device device;
    enum drive_status status;
    const uint8_t *bytes;
    size_t count;
};

static enum drive_status take_described(struct device *device, enum device_descriptor_kind kind,
                                        struct device_descriptor *descriptor, struct drive_failure *failure)
{
    const struct described *described = (struct described *)device;

    (void)kind;
    descriptor->bytes = NULL;
    descriptor->count = 0;
    if (described->status == DRIVE_OK) {
        descriptor->bytes = base_alloc(described->count);
        assert_non_null(descriptor->bytes);
        memcpy(descriptor->bytes, described->bytes, described->count);
        descriptor->count = described->count;
    }
    return drive_fail(failure, described->status);
}

static const struct device_ops describing = {.take_descriptor = take_described};
static const struct device_ops silent = {.take_descriptor = NULL};

static uint32_t number_at(const struct drive_bytes *bytes, size_t offset)
{
    uint32_t number;

    assert_true(offset + 4 <= bytes->count);
    memcpy(&number, bytes->bytes + offset, 4);
    return number;
}

static const char *string_at(const struct drive_bytes *bytes, size_t offset_at)
{
    uint32_t offset = number_at(bytes, offset_at);

    assert_true(offset >= 36 && offset < bytes->count);
    assert_non_null(memchr(bytes->bytes + offset, 0, bytes->count - offset));
    return (const char *)bytes->bytes + offset;
}

static void take__system_has_one__is_handed_on(void **state)
{
    static const uint8_t systems[40] = {[8] = 0x05, [39] = 0x77};
    struct drive_fixture *fixture = *state;
    struct described described = {{&describing, NULL, NULL}, DRIVE_OK, systems, sizeof systems};
    struct drive_bytes bytes;

    assert_int_equal(storage_descriptor_take(&described.device, fixture->drive, DEVICE_DESCRIPTOR_OF_DEVICE, &bytes,
                                             &fixture->failure),
                     DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&bytes, systems, sizeof systems);
    drive_bytes_free(&bytes);
}

static void take__system_fails__is_its_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    struct described described = {{&describing, NULL, NULL}, DRIVE_GONE, NULL, 0};
    struct drive_bytes bytes;

    assert_int_equal(storage_descriptor_take(&described.device, fixture->drive, DEVICE_DESCRIPTOR_OF_ADAPTER, &bytes,
                                             &fixture->failure),
                     DRIVE_GONE);
    assert_failure_is_bare(&fixture->failure, DRIVE_GONE);
    assert_bytes(&bytes, NULL, 0);
}

static void take__system_has_no_adapter__is_made_from_the_limits(void **state)
{
    struct drive_fixture *fixture = *state;
    struct described described = {{&describing, NULL, NULL}, DRIVE_UNSUPPORTED, NULL, 0};
    struct drive_bytes bytes;

    fixture->script.limits.max_transfer_bytes = 131072;
    fixture->script.limits.max_unaligned_transfer_bytes = 126976; /* 31 pages: the adapter has 32 */
    fixture->script.limits.alignment_mask = 3;
    assert_int_equal(storage_descriptor_take(&described.device, fixture->drive, DEVICE_DESCRIPTOR_OF_ADAPTER, &bytes,
                                             &fixture->failure),
                     DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(bytes.count, 32);
    assert_int_equal(number_at(&bytes, 0), 32);
    assert_int_equal(number_at(&bytes, 4), 32);
    assert_int_equal(number_at(&bytes, 8), 131072);
    assert_int_equal(number_at(&bytes, 12), 32);
    assert_int_equal(number_at(&bytes, 16), 3);
    assert_int_equal(bytes.bytes[24], 0); /* BusTypeUnknown */
    drive_bytes_free(&bytes);
}

static void take__system_has_no_device__is_made_from_the_identity(void **state)
{
    struct drive_fixture *fixture = *state;
    struct described described = {{&silent, NULL, NULL}, DRIVE_UNSUPPORTED, NULL, 0};
    struct drive_bytes bytes;

    drive_fixture_rename(fixture, "HL-DT-ST", "DVDRAM GP60NB60");
    assert_int_equal(storage_descriptor_take(&described.device, fixture->drive, DEVICE_DESCRIPTOR_OF_DEVICE, &bytes,
                                             &fixture->failure),
                     DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(bytes.count, 36 + 9 + 16 + 5);
    assert_int_equal(number_at(&bytes, 0), 40);
    assert_int_equal(number_at(&bytes, 4), 66);
    assert_int_equal(bytes.bytes[8], 5);  /* CD/DVD */
    assert_int_equal(bytes.bytes[10], 1); /* removable */
    assert_string_equal(string_at(&bytes, 12), "HL-DT-ST");
    assert_string_equal(string_at(&bytes, 16), "DVDRAM GP60NB60");
    assert_string_equal(string_at(&bytes, 20), "REV1");
    assert_int_equal(number_at(&bytes, 24), 0); /* no serial number */
    assert_int_equal(number_at(&bytes, 28), 0); /* BusTypeUnknown */
    assert_int_equal(number_at(&bytes, 32), 0); /* no raw properties */
    drive_bytes_free(&bytes);
}

static void take__no_memory__says_so(void **state)
{
    struct drive_fixture *fixture = *state;
    struct described described = {{&silent, NULL, NULL}, DRIVE_UNSUPPORTED, NULL, 0};
    struct drive_bytes bytes;
    int kind;

    for (kind = DEVICE_DESCRIPTOR_OF_ADAPTER; kind <= DEVICE_DESCRIPTOR_OF_DEVICE; kind++) {
        base_alloc_fail_nth(1);
        assert_int_equal(storage_descriptor_take(&described.device, fixture->drive, (enum device_descriptor_kind)kind,
                                                 &bytes, &fixture->failure),
                         DRIVE_NO_MEMORY);
        base_alloc_fail_nth(0);
        assert_bytes(&bytes, NULL, 0);
    }
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(take__system_has_one__is_handed_on),
        FIXTURE_TEST(take__system_fails__is_its_failure),
        FIXTURE_TEST(take__system_has_no_adapter__is_made_from_the_limits),
        FIXTURE_TEST(take__system_has_no_device__is_made_from_the_identity),
        FIXTURE_TEST(take__no_memory__says_so),
    };

    return cmocka_run_group_tests_name("storage_descriptor", tests, NULL, NULL);
}
