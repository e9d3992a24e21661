/* The fixture of the tests of a real drive as struct device; see the header. */
#include "device_fixture.h"

const uint8_t nobody[65] = {0};
const uint8_t burner[65] = "\1Burner 2000";

struct device *device;
struct drive_failure failure;

/* ---- instead of src/os/exclusive_lock.c ---- */

struct fake_lock fake_lock;

enum drive_status exclusive_lock_open(const char *key, const wchar_t *path, struct exclusive_lock **lock,
                                      struct drive_failure *reason)
{
    assert_null(path); /* a real drive's stands where the system has such files */
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
    reason->status = fake_lock.acquire_status;
    fake_lock.is_ours = fake_lock.acquire_status == DRIVE_OK;
    return fake_lock.acquire_status;
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
    (void)lock;
    *system_error = fake_lock.permit_error;
    strcpy(holder, fake_lock.is_permitted ? "" : "From the file");
    fake_lock.asks++;
    return fake_lock.is_permitted;
}

void exclusive_lock_note_door(struct exclusive_lock *lock, bool is_locked)
{
    (void)lock;
    fake_lock.has_locked_door = is_locked;
}

bool exclusive_lock_take_inheritance(struct exclusive_lock *lock)
{
    (void)lock;
    return fake_lock.owner_died;
}

/* ---- helpers ---- */

int device_setup(void **state)
{
    memset(&fake_lock, 0, sizeof fake_lock);
    fake_lock.is_permitted = true;
    device = NULL;
    return fake_os_setup(state);
}

int device_teardown(void **state)
{
    if (device) device_close(device);
    if (fake_lock.opens != fake_lock.closes) print_error("a lock file was left open\n");
    return fake_os_teardown(state) || fake_lock.opens != fake_lock.closes;
}

void expect(DWORD code, DWORD error)
{
    fake_os_expect((struct fake_step){.code = code, .error = error});
}

void expect_output(DWORD code, const void *output, DWORD bytes)
{
    fake_os_expect((struct fake_step){.code = code, .output = output, .output_bytes = bytes});
}

void open_usb(void)
{
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    fake_os.ioctl_count = 0;
}

static void ask_owner(void)
{
    char owner[DRIVE_HOLDER_SIZE];

    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    fake_os.ioctl_count = 0;
}

void open_usb_with_driver(void)
{
    open_usb();
    expect_output(EXCLUSIVE_ACCESS, nobody, 65); /* is there a driver that knows it? */
    expect_output(EXCLUSIVE_ACCESS, nobody, 65); /* and the answer of now */
    ask_owner();
}

void open_wine(void)
{
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_OK);
    fake_os.ioctl_count = 0;
}

struct scsi_reply send_command(uint8_t opcode)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {.cdb = {opcode}, .cdb_length = 6, .direction = SCSI_NO_DATA, .timeout_ms = 10000};
    struct scsi_reply reply;

    memset(&reply, 0xAA, sizeof reply);
    transport->ops->execute(transport, &command, &reply);
    return reply;
}
