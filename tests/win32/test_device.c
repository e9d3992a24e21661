/* A real drive as struct device: handles, identity, number, volume, exclusive access, notifications.
 * Numbers and layouts: IOCTL_CDROM_EXCLUSIVE_ACCESS, IOCTL_STORAGE_MCN_CONTROL, IOCTL_STORAGE_QUERY_PROPERTY and
 * IOCTL_STORAGE_GET_DEVICE_NUMBER documentation.
 */
#include "fake_os.h"

#include "base/alloc.h"
#include "win32/device.h"
#include "os/exclusive_lock.h"

#define USB_ID                                                                                                         \
    "\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define WINE_ID "\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define VOLUME  L"\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\"

enum {
    EXCLUSIVE_ACCESS = 0x0002C05C,
    MCN_CONTROL = 0x002D0944,
    GET_DEVICE_NUMBER = 0x002D1080,
    QUERY_PROPERTY = 0x002D1400,
    PASS_THROUGH_DIRECT = 0x0004D014,
    DISMOUNT_VOLUME = 0x00090020,

    AT_STATUS = 2, /* SCSI_PASS_THROUGH_DIRECT */
};

/* CDROM_EXCLUSIVE_LOCK_STATE */
static const uint8_t nobody[65] = {0};
static const uint8_t burner[65] = "\1Burner 2000";

static struct device *device;
static struct drive_failure failure;

/* ---- instead of src/os/exclusive_lock.c ---- */

static struct {
    char key[DEVICE_ID_SIZE];
    size_t opens;
    size_t closes;
    size_t asks;
    bool is_permitted;
    bool is_ours;
    bool owner_died;
    enum drive_status open_status;
} fake_lock;

enum drive_status exclusive_lock_open(const char *key, struct exclusive_lock **lock, struct drive_failure *reason)
{
    memset(reason, 0, sizeof *reason);
    reason->status = fake_lock.open_status;
    if (fake_lock.open_status != DRIVE_OK) return fake_lock.open_status;
    strcpy(fake_lock.key, key);
    fake_lock.opens++;
    *lock = (struct exclusive_lock *)&fake_lock;
    return DRIVE_OK;
}

void exclusive_lock_close(struct exclusive_lock *lock)
{
    fake_lock.closes += lock != NULL;
}

enum drive_status exclusive_lock_acquire(struct exclusive_lock *lock, const char *owner, struct drive_failure *reason)
{
    (void)lock;
    memset(reason, 0, sizeof *reason);
    assert_string_equal(owner, "Tester");
    fake_lock.is_ours = true;
    return DRIVE_OK;
}

enum drive_status exclusive_lock_release(struct exclusive_lock *lock, struct drive_failure *reason)
{
    (void)lock;
    memset(reason, 0, sizeof *reason);
    reason->status = fake_lock.is_ours ? DRIVE_OK : DRIVE_NOT_LOCKED;
    fake_lock.is_ours = false;
    return reason->status;
}

enum drive_status exclusive_lock_get_owner(struct exclusive_lock *lock, char owner[DRIVE_HOLDER_SIZE],
                                           struct drive_failure *reason)
{
    (void)lock;
    memset(reason, 0, sizeof *reason);
    strcpy(owner, "From the file");
    return DRIVE_OK;
}

bool exclusive_lock_permits(struct exclusive_lock *lock, char holder[DRIVE_HOLDER_SIZE], uint32_t *system_error)
{
    *system_error = 0;
    (void)lock;
    holder[0] = '\0';
    fake_lock.asks++;
    return fake_lock.is_permitted;
}

bool exclusive_lock_take_inheritance(struct exclusive_lock *lock)
{
    (void)lock;
    return fake_lock.owner_died;
}

/* ---- helpers ---- */

static int setup(void **state)
{
    memset(&fake_lock, 0, sizeof fake_lock);
    fake_lock.is_permitted = true;
    device = NULL;
    return fake_os_setup(state);
}

static int teardown(void **state)
{
    if (device) device->ops->close(device);
    if (fake_lock.opens != fake_lock.closes) print_error("a lock file was left open\n");
    return fake_os_teardown(state) || fake_lock.opens != fake_lock.closes;
}

static void expect(DWORD code, DWORD error)
{
    fake_os_expect((struct fake_step){.code = code, .error = error});
}

static void expect_output(DWORD code, const void *output, DWORD bytes)
{
    fake_os_expect((struct fake_step){.code = code, .output = output, .output_bytes = bytes});
}

/* Windows: the driver knows exclusive access. */
static void open_usb(void)
{
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    fake_os.ioctl_count = 0;
}

/* Wine: no interfaces, no exclusive access. */
static void open_wine(void)
{
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_OK);
    fake_os.ioctl_count = 0;
}

static struct scsi_reply send_command(uint8_t opcode)
{
    struct scsi_transport *transport = device->ops->peek_transport(device);
    struct scsi_command command = {.cdb = {opcode}, .cdb_length = 6, .direction = SCSI_NO_DATA, .timeout_ms = 10000};
    struct scsi_reply reply;

    memset(&reply, 0xAA, sizeof reply);
    transport->ops->execute(transport, &command, &reply);
    return reply;
}

/* ---- open ---- */

static void open__interface__opens_it_for_read_write_and_overlapped(void **state)
{
    const struct fake_open *open = &fake_os.opens[0];

    (void)state;
    open_usb();
    assert_int_equal(fake_os.open_count, 1);
    assert_int_equal(wcscmp(open->path, L"\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#"
                                        L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"),
                     0);
    assert_int_equal(open->access, 0xC0000000);
    assert_int_equal(open->share, 3);
    assert_int_equal(open->disposition, 3);
    assert_int_equal(open->flags, 0x40000000);
    assert_int_equal(fake_lock.opens, 0);
}

static void open__wine_id_in_any_case__opens_the_letter(void **state)
{
    (void)state;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(
        win32_device_open("\\\\?\\WINE#CdRom#E#{53F56308-B6BF-11D0-94F2-00A0C91EFB8B}", NULL, &device, &failure),
        DRIVE_OK);
    assert_int_equal(wcscmp(fake_os.opens[0].path, L"\\\\.\\E:"), 0);
    assert_int_equal(fake_os.opens[0].access, 0xC0000000);
    assert_int_equal(fake_os.opens[0].flags, 0x40000000);
}

static void open__ids_that_are_none__are_no_such_device_and_open_nothing(void **state)
{
    static const char *const ids[] = {
        "",
        "E:",
        "\\\\.\\E:",
        "\\\\?\\C:\\secret.txt",
        "\\\\?\\",
        "\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}x",
        "\\\\?\\wine#cdrom#e#",
        "\\\\?\\wine#cdrom#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\wine#cdrom#ee#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\wine#cdrom#",
        "\\\\?\\a\\b#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\a/b#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\b\\c",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}x",
        "\\\\?\\a#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\server\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\\xC3#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
    };
    char longest[2048];
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(ids); i++) {
        device = (struct device *)&failure;
        assert_int_equal(win32_device_open(ids[i], NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
        assert_null(device);
    }
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "\\\\?\\", 4);
    strcpy(longest + sizeof longest - 40, "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_int_equal(win32_device_open(longest, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_int_equal(fake_os.open_count, 0);
}

static void open__letter_of_no_cdrom__is_no_such_device(void **state)
{
    (void)state;
    fake_os.drive_types[4] = DRIVE_FIXED;
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_int_equal(fake_os.open_count, 0);
}

static void open__errors__map_to_status(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {2,    DRIVE_NO_SUCH_DEVICE}, {3,    DRIVE_NO_SUCH_DEVICE}, {8,   DRIVE_NO_MEMORY},      {15,  DRIVE_NO_SUCH_DEVICE},
        {20,   DRIVE_NO_SUCH_DEVICE}, {32,   DRIVE_ACCESS_DENIED},  {50,  DRIVE_FAILED},         {55,  DRIVE_NO_SUCH_DEVICE},
        {87,   DRIVE_FAILED},         {121,  DRIVE_FAILED},         {123, DRIVE_NO_SUCH_DEVICE}, {161, DRIVE_NO_SUCH_DEVICE},
        {433,  DRIVE_NO_SUCH_DEVICE}, {1167, DRIVE_NO_SUCH_DEVICE}, {1450, DRIVE_NO_MEMORY},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_os.open_count = 0;
        fake_os.open_errors[0] = rows[i].error;
        assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), rows[i].status);
        assert_int_equal(failure.status, rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
        assert_null(device);
        assert_int_equal(fake_os.open_count, 1);
    }
}

static void open__read_write_refused__opens_for_read(void **state)
{
    (void)state;
    fake_os.open_errors[0] = ERROR_ACCESS_DENIED;
    open_usb();
    assert_int_equal(fake_os.open_count, 2);
    assert_int_equal(fake_os.opens[0].access, 0xC0000000);
    assert_int_equal(fake_os.opens[1].access, 0x80000000);
    assert_int_equal(fake_os.opens[1].share, 3);
    assert_int_equal(fake_os.opens[1].flags, 0x40000000);
}

static void open__both_refused__is_access_denied(void **state)
{
    (void)state;
    fake_os.open_errors[0] = ERROR_ACCESS_DENIED;
    fake_os.open_errors[1] = ERROR_ACCESS_DENIED;
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(failure.system_error, 5);
}

static void open__sends_no_command(void **state)
{
    (void)state;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65); /* held by somebody: no reason to fail */
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 2);
}

/* The adapter's limits have a default; which lock is the right one has none. */
static void open__each_allocation_fails__leaks_nothing(void **state)
{
    /* clang-format off */
    static const struct {
        long nth;
        bool asks_limits;
        bool asks_exclusive;
        enum drive_status status;
    } rows[] = {
        {1, false, false, DRIVE_NO_MEMORY}, /* the device */
        {2, false, false, DRIVE_NO_MEMORY}, /* its transport */
        {3, false, true,  DRIVE_OK},        /* the question for limits */
        {4, true,  false, DRIVE_NO_MEMORY}, /* the question for exclusive access */
        {5, true,  true,  DRIVE_OK},        /* there is no fifth */
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        if (rows[i].asks_limits) expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
        if (rows[i].asks_exclusive) expect_output(EXCLUSIVE_ACCESS, nobody, 65);
        base_alloc_fail_nth(rows[i].nth);
        assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), rows[i].status);
        base_alloc_fail_nth(0);
        if (rows[i].status == DRIVE_OK)
            device->ops->close(device);
        else
            assert_null(device);
        device = NULL;
        assert_int_equal(base_alloc_live(), 0);
        assert_int_equal(fake_os_open_handles(), 0);
    }
}

static void open__no_memory_for_the_lock_file__fails_and_leaks_nothing(void **state)
{
    (void)state;
    fake_lock.open_status = DRIVE_NO_MEMORY;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_MEMORY);
    assert_null(device);
}

/* ---- identity ---- */

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
                                      struct device_identity *identity)
{
    expect_output(QUERY_PROPERTY, header, 8);
    if (whole) expect_output(QUERY_PROPERTY, whole, bytes);
    memset(identity, 0xAA, sizeof *identity);
    return device->ops->get_identity(device, identity, &failure);
}

static void get_identity__descriptor__is_read_header_first_then_whole(void **state)
{
    struct device_identity identity;

    (void)state;
    open_usb();
    assert_int_equal(get_identity(descriptor, descriptor, 74, &identity), DRIVE_OK);
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
    struct device_identity identity;
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
    struct device_identity identity;
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
    struct device_identity identity;
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
    struct device_identity identity;
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
    struct device_identity identity;
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
    struct device_identity identity;
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

/* ---- number ---- */

static void get_number__interface__asks_the_device(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t answer[3];
        DWORD bytes;
        enum drive_status status;
        uint32_t number;
    } rows[] = {
        {{2,    3, 0xFFFFFFFF}, 12, DRIVE_OK,          3},
        {{0x33, 0, 0xFFFFFFFF}, 12, DRIVE_OK,          0},
        {{7,    1, 1},          12, DRIVE_UNSUPPORTED, 0}, /* a disk */
        {{2,    3, 0},          8,  DRIVE_FAILED,      0},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint32_t number = 99;

        expect_output(GET_DEVICE_NUMBER, rows[i].answer, rows[i].bytes);
        assert_int_equal(device->ops->get_number(device, &number, &failure), rows[i].status);
        assert_int_equal(number, rows[i].number);
        assert_int_equal(fake_os.ioctls[i].code, 0x002D1080);
        assert_false(fake_os.ioctls[i].has_input);
        assert_int_equal(fake_os.ioctls[i].output_bytes, 12);
    }
    expect(GET_DEVICE_NUMBER, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->get_number(device, &(uint32_t){0}, &failure), DRIVE_GONE);
}

static void get_number__letter__asks_what_the_letter_stands_for(void **state)
{
    /* clang-format off */
    static const struct {
        const wchar_t *target;
        enum drive_status status;
        uint32_t number;
    } rows[] = {
        {L"\\Device\\CdRom0",           DRIVE_OK,          0},
        {L"\\Device\\CdRom12",          DRIVE_OK,          12},
        {L"\\device\\cdrom7",           DRIVE_OK,          7},
        {L"\\Device\\HarddiskVolume3",  DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom",            DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom1x",          DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom99999999999", DRIVE_UNSUPPORTED, 0},
        {NULL,                          DRIVE_GONE,        0},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_wine();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint32_t number = 99;

        fake_os.dos_names[0][0] = rows[i].target ? L"E:" : NULL;
        fake_os.dos_names[0][1] = rows[i].target;
        assert_int_equal(device->ops->get_number(device, &number, &failure), rows[i].status);
        assert_int_equal(number, rows[i].number);
    }
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* ---- volume ---- */

static bool collect(void *context, const char *string)
{
    char *all = context;

    strcat(all, string);
    strcat(all, "|");
    return strlen(all) < 1000;
}

static void get_volume_name__interface__asks_about_the_id_and_a_backslash(void **state)
{
    char name[DEVICE_VOLUME_SIZE];

    (void)state;
    fake_os.volume_name = VOLUME;
    open_usb();
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_string_equal(name, "\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\");
    assert_int_equal(wcscmp(fake_os.last_root, L"\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#"
                                               L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\"),
                     0);
}

static void get_volume_name__letter__asks_about_its_root(void **state)
{
    char name[DEVICE_VOLUME_SIZE];

    (void)state;
    fake_os.volume_name = VOLUME;
    open_wine();
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_int_equal(wcscmp(fake_os.last_root, L"E:\\"), 0);
}

static void get_volume_name__none__says_why_and_is_empty(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {{2, DRIVE_FAILED}, {3, DRIVE_FAILED}, {87, DRIVE_FAILED}, {55, DRIVE_GONE}, {5, DRIVE_ACCESS_DENIED}};
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        char name[DEVICE_VOLUME_SIZE] = "old";
        char paths[8] = "";

        fake_os.volume_error = rows[i].error;
        assert_int_equal(device->ops->get_volume_name(device, name, &failure), rows[i].status);
        assert_string_equal(name, "");
        assert_int_equal(failure.system_error, rows[i].error);
        assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), rows[i].status);
        assert_string_equal(paths, "");
    }
}

static void list_volume_paths__several__come_in_order(void **state)
{
    char paths[1024] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0C:\\mnt\\d\u00FC\\\0";
    fake_os.path_names_chars = 4 + 11 + 1;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_string_equal(paths, "E:\\|C:\\mnt\\d\xC3\xBC\\|");
}

static void list_volume_paths__none__is_ok(void **state)
{
    char paths[8] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"\0";
    fake_os.path_names_chars = 1;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_string_equal(paths, "");
}

static void list_volume_paths__longer_than_the_first_buffer__grows(void **state)
{
    static wchar_t long_list[402];
    char paths[1024] = "";
    size_t i;

    (void)state;
    for (i = 0; i < 400; i++)
        long_list[i] = L'a';
    fake_os.volume_name = VOLUME;
    fake_os.path_names = long_list;
    fake_os.path_names_chars = 402;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_int_equal(strlen(paths), 401);
    assert_int_equal(fake_os.path_names_calls, 2);
}

static void list_volume_paths__growing_for_ever__ends(void **state)
{
    char paths[8] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"\0";
    fake_os.path_names_chars = 1;
    fake_os.path_names_grow = 1000;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_FAILED);
    assert_int_equal(failure.system_error, 234);
    assert_int_equal(fake_os.path_names_calls, 3);
}

static bool give_up(void *context, const char *string)
{
    (void)context, (void)string;
    return false;
}

static void list_volume_paths__visit_gives_up__is_no_memory(void **state)
{
    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, give_up, NULL, &failure), DRIVE_NO_MEMORY);
}

/* ---- commands ---- */

static void execute__access_denied_while_somebody_holds_it__is_locked(void **state)
{
    struct scsi_reply reply;

    (void)state;
    open_usb();
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_LOCKED);
    assert_int_equal(reply.system_error, 5);
    assert_memory_equal(fake_os.ioctls[1].input, "\0\0\0\0\0\0\0\0", 8); /* query, no flags */
}

static void execute__access_denied_while_nobody_holds_it__stays_so(void **state)
{
    (void)state;
    open_usb();
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(send_command(0x46).failure, SCSI_FAILURE_ACCESS_DENIED);
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    assert_int_equal(send_command(0x46).failure, SCSI_FAILURE_ACCESS_DENIED);
}

static void execute__lock_file_held_by_others__is_locked_but_inquiry_goes_through(void **state)
{
    struct scsi_reply reply;

    (void)state;
    open_wine();
    fake_lock.is_permitted = false;
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_LOCKED);
    assert_int_equal(reply.transferred_bytes, 0);
    assert_int_equal(reply.system_error, 0);
    assert_int_equal(fake_os.ioctl_count, 0);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x12).outcome, SCSI_DONE);
    assert_int_equal(fake_lock.asks, 1);
    fake_lock.is_permitted = true;
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
    assert_int_equal(fake_lock.asks, 2);
}

static void get_limits__through_the_device__are_the_adapters(void **state)
{
    static const uint32_t adapter[8] = {32, 32, 131072, 33, 1};
    struct scsi_transport *transport;
    struct scsi_limits limits;

    (void)state;
    expect_output(QUERY_PROPERTY, adapter, 32);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    transport = device->ops->peek_transport(device);
    transport->ops->get_limits(transport, &limits);
    assert_int_equal(limits.max_transfer_bytes, 131072);
    assert_int_equal(limits.alignment_mask, 1);
}

/* ---- exclusive access by the driver ---- */

static void acquire__free__sends_the_lock_structure(void **state)
{
    uint8_t expected[72] = {1, 0, 0, 0, 0, 0, 0, 0, 'T', 'e', 's', 't', 'e', 'r'};

    (void)state;
    open_usb();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[0].code, 0x0002C05C);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 72);
    assert_int_equal(fake_os.ioctls[0].output_bytes, 0);
    assert_false(fake_os.ioctls[0].has_output);
    assert_memory_equal(fake_os.ioctls[0].input, expected, 72);
    assert_ptr_equal(fake_os.ioctls[0].handle, fake_os.opens[0].handle);

    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].input_bytes, 8);
    assert_memory_equal(fake_os.ioctls[1].input, "\2\0\0\0\0\0\0\0", 8);
    assert_false(fake_os.ioctls[1].has_output);
    assert_ptr_equal(fake_os.ioctls[1].handle, fake_os.opens[0].handle);
    assert_int_equal(fake_os.open_count, 1);
}

static void acquire__force__ignores_the_volume(void **state)
{
    (void)state;
    open_usb();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
    assert_memory_equal(fake_os.ioctls[0].input, "\1\0\0\0\1\0\0\0Tester", 15);
    expect(EXCLUSIVE_ACCESS, 0); /* the close gives it back */
}

static void acquire__longest_name__keeps_its_end(void **state)
{
    char name[64];

    (void)state;
    memset(name, 'n', 63);
    name[63] = '\0';
    open_usb();
    expect(EXCLUSIVE_ACCESS, ERROR_BAD_COMMAND);
    (void)device->ops->acquire_exclusive(device, true, name, &failure);
    assert_memory_equal(fake_os.ioctls[0].input + 8, name, 64);
}

static void acquire__errors__map_to_status(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {22, DRIVE_IN_USE}, {87, DRIVE_INVALID_NAME}, {55, DRIVE_GONE}, {1167, DRIVE_GONE}, {433, DRIVE_GONE},
        {6, DRIVE_INVALID_HANDLE}, {121, DRIVE_TIMEOUT}, {24, DRIVE_FAILED}, {31, DRIVE_FAILED}, {8, DRIVE_NO_MEMORY},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        expect(EXCLUSIVE_ACCESS, rows[i].error);
        assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), rows[i].status);
        assert_int_equal(failure.status, rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
    }
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
}

static void acquire__denied__tells_a_lock_from_a_missing_right(void **state)
{
    (void)state;
    open_usb();
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner 2000");
    assert_int_equal(failure.system_error, 5);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_ACCESS_DENIED);
    assert_string_equal(failure.holder, "");
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(fake_lock.opens, 0); /* never around it */
}

static void release__without_acquire__asks_nobody(void **state)
{
    (void)state;
    open_usb();
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

static void release__fails__may_be_tried_again(void **state)
{
    (void)state;
    open_usb();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    expect(EXCLUSIVE_ACCESS, ERROR_SEM_TIMEOUT);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_TIMEOUT);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
}

static void release__driver_says_not_locked__is_so(void **state)
{
    static const DWORD errors[] = {ERROR_INVALID_FUNCTION, ERROR_INVALID_HANDLE};
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
        expect(EXCLUSIVE_ACCESS, errors[i]);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    }
}

static void get_owner__states__are_read_with_distrust(void **state)
{
    static uint8_t unterminated[65] = {1};
    static const uint8_t stale[65] = "\0Burner 2000";
    static const uint8_t odd[65] = "\1a\xFF\tb";
    char owner[DRIVE_HOLDER_SIZE];

    (void)state;
    open_usb();
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "Burner 2000");
    assert_int_equal(fake_os.ioctls[0].input_bytes, 8);
    assert_int_equal(fake_os.ioctls[0].output_bytes, 65);

    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "");
    expect_output(EXCLUSIVE_ACCESS, stale, 65);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "");
    memset(unterminated + 1, 'n', 64);
    expect_output(EXCLUSIVE_ACCESS, unterminated, 65);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_int_equal(strlen(owner), 63);
    expect_output(EXCLUSIVE_ACCESS, odd, 65);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "a??b");
    expect_output(EXCLUSIVE_ACCESS, unterminated, 4); /* only as much as came */
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "nnn");

    expect(EXCLUSIVE_ACCESS, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_GONE);
    assert_string_equal(owner, "");
}

/* ---- exclusive access by a lock file ---- */

static void open__which_answers_choose_the_lock_file(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        size_t lock_files;
    } rows[] = {{50, 1}, {1, 1}, {5, 0}, {6, 0}, {87, 0}, {121, 0}, {55, 0}, {31, 0}};
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_lock.opens = fake_lock.closes = 0;
        expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
        expect(EXCLUSIVE_ACCESS, rows[i].error);
        assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
        assert_int_equal(fake_lock.opens, rows[i].lock_files);
        device->ops->close(device);
        assert_int_equal(fake_lock.closes, rows[i].lock_files);
        device = NULL;
    }
}

static void acquire__lock_file__takes_the_drivers_place(void **state)
{
    char owner[DRIVE_HOLDER_SIZE];

    (void)state;
    open_wine();
    assert_string_equal(fake_lock.key, WINE_ID);
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
    assert_int_equal(device->ops->get_exclusive_owner(device, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "From the file");
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* ---- notifications ---- */

static void disable_notification__first_time__opens_a_handle_without_data_access(void **state)
{
    (void)state;
    open_usb();
    assert_int_equal(fake_os.open_count, 1);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.open_count, 2);
    assert_int_equal(fake_os.opens[1].access, 0x80); /* FILE_READ_ATTRIBUTES */
    assert_int_equal(fake_os.opens[1].share, 3);
    assert_int_equal(fake_os.opens[1].flags, 0x40000000);
    assert_int_equal(wcscmp(fake_os.opens[1].path, fake_os.opens[0].path), 0);
    assert_int_equal(fake_os.ioctls[0].code, 0x002D0944);
    assert_ptr_equal(fake_os.ioctls[0].handle, fake_os.opens[1].handle);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 1);
    assert_int_equal(fake_os.ioctls[0].input[0], 1);
    assert_false(fake_os.ioctls[0].has_output);

    /* Not counted. */
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 1);

    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].input[0], 0);
    assert_ptr_equal(fake_os.ioctls[1].handle, fake_os.opens[1].handle);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    assert_int_equal(fake_os.open_count, 2);
}

static void notification__no_such_ioctl__is_ok(void **state)
{
    static const DWORD errors[] = {ERROR_NOT_SUPPORTED, ERROR_INVALID_FUNCTION};
    size_t i;

    (void)state;
    open_wine();
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        expect(MCN_CONTROL, errors[i]);
        assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
        expect(MCN_CONTROL, errors[i]);
        assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
        assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    }
}

static void notification__errors__leave_the_state_as_it_was(void **state)
{
    (void)state;
    open_usb();
    fake_os.open_errors[1] = ERROR_ACCESS_DENIED;
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_ACCESS_DENIED);
    expect(MCN_CONTROL, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_GONE);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    expect(MCN_CONTROL, ERROR_SEM_TIMEOUT);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_TIMEOUT);
    expect(MCN_CONTROL, ERROR_BAD_COMMAND);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
}

/* ---- dismount ---- */

static void dismount__windows__names_the_mount_and_touches_nothing(void **state)
{
    bool may_allow = true;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0C:\\mnt\\\0";
    fake_os.path_names_chars = 4 + 8 + 1;
    open_usb();
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_UNSUPPORTED);
    assert_false(may_allow);
    assert_string_equal(failure.mount, "E:\\");
    assert_int_equal(fake_os.ioctl_count, 0);

    fake_os.volume_name = NULL;
    fake_os.volume_error = ERROR_FILE_NOT_FOUND;
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "");
}

static void dismount__wine__allows_only_what_cannot_be_written(void **state)
{
    /* clang-format off */
    static const struct {
        const wchar_t *file_system;
        DWORD flags;
        uint64_t free_bytes;
        DWORD error; /* of the dismount: not trusted */
        bool may_allow;
    } rows[] = {
        {L"CDFS", 0,       0,    0,  true},
        {L"UDF",  0,       0,    50, true},
        {L"NTFS", 0x80000, 0,    0,  true},  /* FILE_READ_ONLY_VOLUME */
        {L"NTFS", 0,       0,    0,  false},
        {L"UDF",  0x80000, 2048, 0,  false}, /* a rewritable disc with room: it may be being written */
        {NULL,    0x80000, 0,    5,  false},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_wine();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        bool may_allow = !rows[i].may_allow;

        fake_os.file_system = rows[i].file_system;
        fake_os.volume_flags = rows[i].flags;
        fake_os.free_bytes = rows[i].free_bytes;
        expect(DISMOUNT_VOLUME, rows[i].error);
        assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
        assert_int_equal(may_allow, rows[i].may_allow);
        assert_string_equal(failure.mount, "E:\\");
        assert_int_equal(fake_os.ioctls[i].code, 0x00090020);
        assert_false(fake_os.ioctls[i].has_input);
        assert_false(fake_os.ioctls[i].has_output);
    }
}

static void dismount__wine_and_the_owner_died__allows_what_nobody_has_mounted(void **state)
{
    bool may_allow;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_wine();
    fake_lock.owner_died = true;
    fake_os.file_system = NULL; /* a blank disc, or none */
    expect(DISMOUNT_VOLUME, 0);
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
    assert_true(may_allow);
    fake_os.file_system = L"UDF"; /* with room: it may be being written */
    fake_os.free_bytes = 2048;
    expect(DISMOUNT_VOLUME, 0);
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
    assert_false(may_allow);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(open__interface__opens_it_for_read_write_and_overlapped),
        TEST(open__wine_id_in_any_case__opens_the_letter),
        TEST(open__ids_that_are_none__are_no_such_device_and_open_nothing),
        TEST(open__letter_of_no_cdrom__is_no_such_device),
        TEST(open__errors__map_to_status),
        TEST(open__read_write_refused__opens_for_read),
        TEST(open__both_refused__is_access_denied),
        TEST(open__sends_no_command),
        TEST(open__each_allocation_fails__leaks_nothing),
        TEST(open__no_memory_for_the_lock_file__fails_and_leaks_nothing),
        TEST(get_identity__descriptor__is_read_header_first_then_whole),
        TEST(get_identity__offsets_that_lie__name_nothing),
        TEST(get_identity__all_offsets_zero__is_unsupported),
        TEST(get_identity__sizes_that_lie__are_not_believed),
        TEST(get_identity__string_without_end_and_odd_characters__is_cut_and_cleaned),
        TEST(get_identity__returned_count_is_garbage__stays_within_the_buffer),
        TEST(get_identity__query_fails__says_why),
        TEST(get_number__interface__asks_the_device),
        TEST(get_number__letter__asks_what_the_letter_stands_for),
        TEST(get_volume_name__interface__asks_about_the_id_and_a_backslash),
        TEST(get_volume_name__letter__asks_about_its_root),
        TEST(get_volume_name__none__says_why_and_is_empty),
        TEST(list_volume_paths__several__come_in_order),
        TEST(list_volume_paths__none__is_ok),
        TEST(list_volume_paths__longer_than_the_first_buffer__grows),
        TEST(list_volume_paths__growing_for_ever__ends),
        TEST(list_volume_paths__visit_gives_up__is_no_memory),
        TEST(execute__access_denied_while_somebody_holds_it__is_locked),
        TEST(execute__access_denied_while_nobody_holds_it__stays_so),
        TEST(execute__lock_file_held_by_others__is_locked_but_inquiry_goes_through),
        TEST(get_limits__through_the_device__are_the_adapters),
        TEST(acquire__free__sends_the_lock_structure),
        TEST(acquire__force__ignores_the_volume),
        TEST(acquire__longest_name__keeps_its_end),
        TEST(acquire__errors__map_to_status),
        TEST(acquire__denied__tells_a_lock_from_a_missing_right),
        TEST(release__without_acquire__asks_nobody),
        TEST(release__fails__may_be_tried_again),
        TEST(release__driver_says_not_locked__is_so),
        TEST(get_owner__states__are_read_with_distrust),
        TEST(open__which_answers_choose_the_lock_file),
        TEST(acquire__lock_file__takes_the_drivers_place),
        TEST(disable_notification__first_time__opens_a_handle_without_data_access),
        TEST(notification__no_such_ioctl__is_ok),
        TEST(notification__errors__leave_the_state_as_it_was),
        TEST(dismount__windows__names_the_mount_and_touches_nothing),
        TEST(dismount__wine__allows_only_what_cannot_be_written),
        TEST(dismount__wine_and_the_owner_died__allows_what_nobody_has_mounted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
