/* The fixture of the tests of a real drive as struct device: one open device, and an exclusive lock file that the test
 * scripts.
 */
#ifndef OPENIMAPI2_TESTS_WIN32_DEVICE_FIXTURE_H
#define OPENIMAPI2_TESTS_WIN32_DEVICE_FIXTURE_H

#include "fake_os.h"

#include "base/alloc.h"
#include "os/exclusive_lock.h"
#include "win32/device.h"

#define USB_ID                                                                                                         \
    "\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define WINE_ID       "\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define VOLUME_HANDLE L"\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}" /* of the volume itself */
#define VOLUME        VOLUME_HANDLE L"\\"                                    /* of its root */

/* Numbers from the documentation of each request. */
enum {
    EXCLUSIVE_ACCESS = 0x0002C05C,
    MCN_CONTROL = 0x002D0944,
    GET_DEVICE_NUMBER = 0x002D1080,
    QUERY_PROPERTY = 0x002D1400,
    PASS_THROUGH_DIRECT = 0x0004D014,
    LOCK_VOLUME = 0x00090018,
    UNLOCK_VOLUME = 0x0009001C,
    DISMOUNT_VOLUME = 0x00090020,
};

/* CDROM_EXCLUSIVE_LOCK_STATE, of a drive that nobody has, and of one that "Burner 2000" has. */
extern const uint8_t nobody[65], burner[65];

/* Closed after the test, if it is not NULL. */
extern struct device *device;
extern struct drive_failure failure;

/* Instead of src/os/exclusive_lock.c. */
struct fake_lock {
    char key[DEVICE_ID_SIZE];
    size_t opens;
    size_t closes;
    size_t asks;
    bool is_permitted;
    uint32_t permit_error;
    bool is_ours;
    bool owner_died;
    bool has_locked_door;
    enum drive_status open_status;
    enum drive_status acquire_status;
};

extern struct fake_lock fake_lock;

int device_setup(void **state);
int device_teardown(void **state);

#define DEVICE_TEST(name) cmocka_unit_test_setup_teardown(name, device_setup, device_teardown)

/* The next request: it ends at once, without output. */
void expect(DWORD code, DWORD error);

/* Likewise, with success. */
void expect_output(DWORD code, const void *output, DWORD bytes);

/* Windows. */
void open_usb(void);

/* Likewise, and the device has asked whether the driver knows exclusive access: it does, and nobody has the drive. */
void open_usb_with_driver(void);

/* Wine: a letter, since there are no interfaces, and a lock file, since there is no exclusive access. */
void open_wine(void);

/* A command without data. */
struct scsi_reply send_command(uint8_t opcode);

#endif
