/* A real drive as struct device: what the system remembers of its INQUIRY data.
 * Layout: STORAGE_DEVICE_DESCRIPTOR, IOCTL_STORAGE_QUERY_PROPERTY documentation.
 */
#include "device_fixture.h"

/* STORAGE_DEVICE_DESCRIPTOR of a USB burner: fixed part 36 bytes, then raw properties and strings. */
/* clang-format off */
static const uint8_t descriptor[74] = {
    40, 0, 0, 0, 74, 0, 0, 0, 5, 0, 1, 0,
    36, 0, 0, 0, 45, 0, 0, 0, 62, 0, 0, 0, 67, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0,
    'H', 'L', '-', 'D', 'T', '-', 'S', 'T', 0,
    'D', 'V', 'D', 'R', 'A', 'M', ' ', 'G', 'U', 'E', '1', 'N', ' ', ' ', ' ', ' ', 0,
    'A', 'S', '0', '0', 0,
    'S', 'E', 'R', 'I', 'A', 'L', 0,
};
/* clang-format on */

static enum drive_status get_identity(const uint8_t *header, const uint8_t *whole, DWORD bytes,
                                      struct drive_identity *identity)
{
    expect_output(QUERY_PROPERTY, header, 8);
    if (whole) expect_output(QUERY_PROPERTY, whole, bytes);
    memset(identity, 0xAA, sizeof *identity);
    return device->ops->get_identity(device, identity, &failure);
}

static void get_identity__descriptor__is_read_header_first_then_whole(void **state)
{
    struct drive_identity identity;

    (void)state;
    open_usb();
    assert_int_equal(get_identity(descriptor, descriptor, 74, &identity), DRIVE_OK);
    assert_int_equal(identity.peripheral, 5);
    assert_string_equal(identity.vendor, "HL-DT-ST");
    assert_string_equal(identity.product, "DVDRAM GUE1N    ");
    assert_string_equal(identity.revision, "AS00");
    assert_int_equal(fake_os.ioctl_count, 2);
    assert_int_equal(fake_os.ioctls[0].code, 0x002D1400);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 12);
    assert_int_equal(fake_os.ioctls[0].output_bytes, 8);
    assert_memory_equal(fake_os.ioctls[0].input, "\0\0\0\0\0\0\0\0\0\0\0\0", 12); /* device property, standard query */
    assert_int_equal(fake_os.ioctls[1].output_bytes, 74);
    assert_false(fake_os.ioctls[0].is_on_stack);
}

static void put_u32(uint8_t *bytes, uint32_t value)
{
    memcpy(bytes, &value, 4);
}

static void get_identity__offsets_that_lie__name_nothing(void **state)
{
    static const uint32_t offsets[] = {0, 1, 12, 35, 74, 75, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    struct drive_identity identity;
    uint8_t lying[74];
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(offsets); i++) {
        memcpy(lying, descriptor, sizeof lying);
        put_u32(lying + 12, offsets[i]);
        assert_int_equal(get_identity(lying, lying, 74, &identity), DRIVE_OK);
        assert_string_equal(identity.vendor, "");
        assert_string_equal(identity.revision, "AS00");
    }
}

static void get_identity__all_offsets_zero__is_unsupported(void **state)
{
    struct drive_identity identity;
    uint8_t fake[40] = {40, 0, 0, 0, 40, 0, 0, 0, 7, 0, 0, 0, 0};

    (void)state;
    fake[28] = 1; /* as Wine's mount manager answers: bus SCSI, no names */
    open_usb();
    assert_int_equal(get_identity(fake, fake, 40, &identity), DRIVE_UNSUPPORTED);
    assert_string_equal(identity.vendor, "");
    assert_string_equal(identity.product, "");
    assert_string_equal(identity.revision, "");
}

static void get_identity__sizes_that_lie__are_not_believed(void **state)
{
    struct drive_identity identity;
    uint8_t lying[74];

    (void)state;
    open_usb();
    /* The whole says that it is larger than what came: the product's string would lie behind the end. */
    memcpy(lying, descriptor, sizeof lying);
    put_u32(lying + 4, 0xFFFFFFFF);
    assert_int_equal(get_identity(descriptor, lying, 50, &identity), DRIVE_OK);
    assert_string_equal(identity.vendor, "HL-DT-ST");
    assert_string_equal(identity.product, "DVDRA");
    assert_string_equal(identity.revision, "");
    /* The whole says that it is smaller than what came. */
    put_u32(lying + 4, 40);
    assert_int_equal(get_identity(descriptor, lying, 74, &identity), DRIVE_OK);
    assert_string_equal(identity.vendor, "HL-D");
    assert_string_equal(identity.product, "");
    /* The header says nonsense. */
    put_u32(lying + 4, 8);
    assert_int_equal(get_identity(lying, NULL, 0, &identity), DRIVE_UNSUPPORTED);
    put_u32(lying + 4, 0xFFFFFFFF);
    fake_os.ioctl_count = 0;
    assert_int_equal(get_identity(lying, descriptor, 74, &identity), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].output_bytes, 65536);
    assert_string_equal(identity.product, "DVDRAM GUE1N    ");
}

static void get_identity__string_without_end_and_odd_characters__is_cut_and_cleaned(void **state)
{
    struct drive_identity identity;
    uint8_t lying[200];

    (void)state;
    open_usb();
    memset(lying, 'x', sizeof lying);
    memcpy(lying, descriptor, 36);
    put_u32(lying + 4, 200);
    lying[36] = 0xFF;
    lying[37] = '\t';
    assert_int_equal(get_identity(lying, lying, 200, &identity), DRIVE_OK);
    assert_int_equal(strlen(identity.vendor), 64);
    assert_memory_equal(identity.vendor, "  xx", 4);
}

/* Some requests count garbage as returned (seen: Wine 8, FSCTL_LOCK_VOLUME). */
static void get_identity__returned_count_is_garbage__stays_within_the_buffer(void **state)
{
    struct drive_identity identity;
    uint8_t lying[74];

    (void)state;
    open_usb();
    memcpy(lying, descriptor, sizeof lying);
    put_u32(lying + 4, 0xFFFFFFFF);
    expect_output(QUERY_PROPERTY, descriptor, 8);
    fake_os_expect((struct fake_step){
        .code = QUERY_PROPERTY, .output = lying, .output_bytes = sizeof lying, .returned = 0x7FFFFFFF});
    assert_int_equal(device->ops->get_identity(device, &identity, &failure), DRIVE_OK);
    assert_string_equal(identity.revision, "AS00");
}

static void get_identity__query_fails__says_why(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {1, DRIVE_UNSUPPORTED}, {50, DRIVE_UNSUPPORTED}, {5, DRIVE_ACCESS_DENIED}, {55, DRIVE_GONE}, {1167, DRIVE_GONE},
        {433, DRIVE_GONE}, {6, DRIVE_INVALID_HANDLE}, {121, DRIVE_TIMEOUT}, {31, DRIVE_FAILED}, {87, DRIVE_FAILED},
    };
    /* clang-format on */
    struct drive_identity identity;
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        expect(QUERY_PROPERTY, rows[i].error);
        assert_int_equal(device->ops->get_identity(device, &identity, &failure), rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
        expect_output(QUERY_PROPERTY, descriptor, 8);
        expect(QUERY_PROPERTY, rows[i].error);
        assert_int_equal(device->ops->get_identity(device, &identity, &failure), rows[i].status);
    }
    expect_output(QUERY_PROPERTY, descriptor, 4); /* less than a header */
    assert_int_equal(device->ops->get_identity(device, &identity, &failure), DRIVE_UNSUPPORTED);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(get_identity__descriptor__is_read_header_first_then_whole),
        DEVICE_TEST(get_identity__offsets_that_lie__name_nothing),
        DEVICE_TEST(get_identity__all_offsets_zero__is_unsupported),
        DEVICE_TEST(get_identity__sizes_that_lie__are_not_believed),
        DEVICE_TEST(get_identity__string_without_end_and_odd_characters__is_cut_and_cleaned),
        DEVICE_TEST(get_identity__returned_count_is_garbage__stays_within_the_buffer),
        DEVICE_TEST(get_identity__query_fails__says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
