/* Descriptors as the system gives them. Layouts: STORAGE_DEVICE_DESCRIPTOR and STORAGE_ADAPTER_DESCRIPTOR
 * documentation. What storage_read_identity and storage_read_limits make of them: test_device_identity.c, test_sptd.c.
 */
#include "fake_os.h"

#include "base/alloc.h"
#include "win32/storage_property.h"

enum { QUERY_PROPERTY = 0x002D1400, ADAPTER = DEVICE_DESCRIPTOR_OF_ADAPTER, DEVICE = DEVICE_DESCRIPTOR_OF_DEVICE };

/* clang-format off */
static const uint8_t device[50] = {
    40, 0, 0, 0, 50, 0, 0, 0, 5, 0, 1, 0,
    36, 0, 0, 0, 40, 0, 0, 0, 45, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0,
    'P', 'L', 'D', 0, 'D', 'S', '-', '8', 0, 'D', 'L', '5', 'M', 0,
};
static const uint8_t adapter[32] = {
    32, 0, 0, 0, 32, 0, 0, 0, 0, 0, 1, 0, 17, 0, 0, 0, 3, 0, 0, 0, 0, 0, 1, 1, 7, 0, 2, 0, 0, 0, 0, 0,
};
/* clang-format on */

static HANDLE handle;
static struct drive_failure failure;
static struct device_descriptor descriptor;

static int setup(void **state)
{
    int result = fake_os_setup(state);

    handle = CreateFileW(L"\\\\.\\D:", GENERIC_READ, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    return result;
}

static int teardown(void **state)
{
    CloseHandle(handle);
    return fake_os_teardown(state);
}

static enum drive_status take(int kind)
{
    memset(&descriptor, 0xAA, sizeof descriptor);
    memset(&failure, 0xAA, sizeof failure);
    return storage_take_descriptor(handle, (enum device_descriptor_kind)kind, &descriptor, &failure);
}

static void assert_none(enum drive_status actual, enum drive_status expected)
{
    assert_int_equal(actual, expected);
    assert_int_equal(failure.status, expected);
    assert_null(descriptor.bytes);
    assert_int_equal(descriptor.count, 0);
}

static void give(const void *output, DWORD bytes)
{
    fake_os_expect((struct fake_step){.code = QUERY_PROPERTY, .output = output, .output_bytes = bytes});
}

static void take_descriptor__each_kind__is_the_whole_of_it(void **state)
{
    (void)state;
    give(device, 8);
    give(device, sizeof device);
    assert_int_equal(take(DEVICE), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    assert_int_equal(descriptor.count, sizeof device);
    assert_memory_equal(descriptor.bytes, device, sizeof device);
    assert_memory_equal(fake_os.ioctls[0].input, "\0\0\0\0\0\0\0\0\0\0\0\0", 12); /* device property, standard query */
    assert_int_equal(fake_os.ioctls[0].output_bytes, 8);
    assert_int_equal(fake_os.ioctls[1].output_bytes, 50);
    base_free(descriptor.bytes);

    give(adapter, 8);
    give(adapter, sizeof adapter);
    assert_int_equal(take(ADAPTER), DRIVE_OK);
    assert_int_equal(descriptor.count, sizeof adapter);
    assert_memory_equal(descriptor.bytes, adapter, sizeof adapter);
    assert_memory_equal(fake_os.ioctls[2].input, "\1\0\0\0\0\0\0\0\0\0\0\0", 12); /* adapter property */
    base_free(descriptor.bytes);
}

/* Callers go by the Size field: as many bytes as it says come back, or none. */
static void take_descriptor__sizes_that_lie__are_not_passed_on(void **state)
{
    uint8_t lying[50];

    (void)state;
    memcpy(lying, device, sizeof lying);
    give(device, 8); /* the whole is cut */
    give(device, 49);
    assert_none(take(DEVICE), DRIVE_INVALID_RESPONSE);
    give(device, 8); /* or says that it is larger than the header said */
    lying[4] = 51;
    give(lying, sizeof lying);
    assert_none(take(DEVICE), DRIVE_INVALID_RESPONSE);
    memset(lying + 4, 0xFF, 4);
    give(lying, 8);
    give(lying, sizeof lying);
    assert_none(take(DEVICE), DRIVE_INVALID_RESPONSE);
    assert_int_equal(fake_os.ioctls[5].output_bytes, 65536); /* and no more is ever asked for */
    memcpy(lying, device, sizeof lying);
    lying[4] = 40; /* or smaller: the rest is not its */
    give(device, 8);
    give(lying, sizeof lying);
    assert_int_equal(take(DEVICE), DRIVE_OK);
    assert_int_equal(descriptor.count, 40);
    base_free(descriptor.bytes);
}

static void take_descriptor__without_its_fixed_part__is_unsupported(void **state)
{
    uint8_t lying[50];

    (void)state;
    give(device, 4); /* not even a header */
    assert_none(take(DEVICE), DRIVE_UNSUPPORTED);
    memcpy(lying, device, sizeof lying);
    lying[4] = 35;
    give(lying, 8);
    assert_none(take(DEVICE), DRIVE_UNSUPPORTED);
    memcpy(lying, adapter, sizeof adapter);
    lying[4] = 19;
    give(lying, 8);
    assert_none(take(ADAPTER), DRIVE_UNSUPPORTED);
    give(device, 8);
    give(device, 35);
    assert_none(take(DEVICE), DRIVE_UNSUPPORTED);
    give(adapter, 8);
    give(adapter, 19);
    assert_none(take(ADAPTER), DRIVE_UNSUPPORTED);
}

static void take_descriptor__query_fails__says_why(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {1, DRIVE_UNSUPPORTED}, {50, DRIVE_UNSUPPORTED} /* Wine */, {5, DRIVE_ACCESS_DENIED}, {55, DRIVE_GONE},
        {1167, DRIVE_GONE}, {6, DRIVE_INVALID_HANDLE}, {121, DRIVE_TIMEOUT}, {31, DRIVE_FAILED},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_os_expect((struct fake_step){.code = QUERY_PROPERTY, .error = rows[i].error});
        assert_none(take(ADAPTER), rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
        give(device, 8);
        fake_os_expect((struct fake_step){.code = QUERY_PROPERTY, .error = rows[i].error});
        assert_none(take(DEVICE), rows[i].status);
    }
}

static void take_descriptor__each_allocation_fails__leaks_nothing(void **state)
{
    static const struct {
        long nth;
        bool asks_header, asks_whole;
    } rows[] = {
        {1, false, false}, /* the question for the header */
        {2, true, false},  /* the descriptor */
        {3, true, false},  /* the question for it */
        {4, true, true},   /* there is no fourth */
    };
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        if (rows[i].asks_header) give(device, 8);
        if (rows[i].asks_whole) give(device, sizeof device);
        base_alloc_fail_nth(rows[i].nth);
        assert_int_equal(take(DEVICE), rows[i].asks_whole ? DRIVE_OK : DRIVE_NO_MEMORY);
        base_alloc_fail_nth(0);
        base_free(descriptor.bytes);
        assert_int_equal(base_alloc_live(), 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(take_descriptor__each_kind__is_the_whole_of_it),
        TEST(take_descriptor__sizes_that_lie__are_not_passed_on),
        TEST(take_descriptor__without_its_fixed_part__is_unsupported),
        TEST(take_descriptor__query_fails__says_why),
        TEST(take_descriptor__each_allocation_fails__leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
