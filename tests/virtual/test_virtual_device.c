/* virtual/virtual_device.c: state that outlives the device, media that are changed, exclusive access. */
#include "virtual_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void the_rest__is_said_plainly(void **state)
{
    struct device *device = fixture_open(*state);
    struct drive_failure failure;
    struct scsi_limits limits;
    struct scsi_transport *transport = device->transport;

    assert_null(device->ops->get_identity);
    assert_null(device->ops->take_descriptor);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_UNSUPPORTED);
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    transport->ops->get_limits(transport, &limits);
    assert_int_equal(limits.max_transfer_bytes, 65536);
    device_close(device);
}

static void notification__another_object_has_the_recorder__is_locked(void **state)
{
    struct device *device = fixture_open(*state), *other = fixture_open(*state);
    struct drive_failure failure;

    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(other->ops->acquire_exclusive(other, false, "Burner", &failure), DRIVE_OK);
    assert_int_equal(other->ops->disable_notification(other, &failure), DRIVE_OK);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner");
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_LOCKED);
    assert_int_equal(other->ops->release_exclusive(other, &failure), DRIVE_OK);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
    device_close(device);
    device_close(other);
}

/* ---- commands ---- */

static void execute__state__survives_the_device_and_is_shared(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *first, *second;

    fixture_set_media(fixture, L"cd-r", 1);
    first = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0);
    second = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, second, EJECT), 0);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0x023a02);
    device_close(first);
    device_close(second);
    first = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0x023a02);
    assert_int_equal(fixture_send(fixture, first, LOAD), 0);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0x062800);
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0);
    device_close(first);
}

static void execute__medium_is_changed__the_drive_sees_it(void **state)
{
    static uint8_t image[3 * 2048];
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    wchar_t path[MAX_PATH];

    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x023a01);
    memset(image, 0x11, 2048);
    memset(image + 2048, 0x22, 2048);
    memset(image + 4096, 0x33, 2048);
    fixture_path(fixture, L"disc.iso", path);
    fixture_write_file(path, image, sizeof image - 48);
    fixture_set_text(fixture->key, L"Image", path);
    fixture_set_media(fixture, L"image", 1);
    fixture_run(fixture, device, "4a010000100000000800", 8, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_memory_equal(fixture->data, "\x00\x06\x04\x5e\x02\x02\x00\x00", 8);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    fixture_run(fixture, device, "25000000000000000000", 8, FIXTURE_DEADLINE_MS);
    assert_memory_equal(fixture->data, "\x00\x00\x00\x02\x00\x00\x08\x00", 8);
    fixture_run(fixture, device, "28000000000100000200", 2 * 2048, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 4096);
    assert_int_equal(fixture->data[0], 0x22);
    assert_int_equal(fixture->data[4096 - 49], 0x33);
    assert_int_equal(fixture->data[4096 - 48], 0x00);
    fixture_set_media(fixture, L"none", 2);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x023a01);
    assert_true(DeleteFileW(path)); /* nobody holds it any more */
    device_close(device);
}

/* A change made while no program had the recorder open. */
static void execute__medium_was_changed__also_unseen(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);

    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x023a01);
    device_close(device);
    fixture_set_media(fixture, L"bd-r", 1);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    device_close(device);
}

/* What failed once may be there the next time. */
static void execute__image_that_could_not_be_opened__is_tried_again(void **state)
{
    static uint8_t image[2048] = {0x77};
    struct virtual_fixture *fixture = *state;
    struct device *device;
    wchar_t path[MAX_PATH];
    HANDLE holder;

    fixture_path(fixture, L"disc.iso", path);
    fixture_write_file(path, image, sizeof image);
    fixture_set_text(fixture->key, L"Image", path);
    fixture_set_media(fixture, L"image", 1);
    holder = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(holder, INVALID_HANDLE_VALUE);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x023000); /* a disc that nobody can read */
    CloseHandle(holder);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    fixture_run(fixture, device, "28000000000000000100", 2048, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->data[0], 0x77);
    device_close(device);
    assert_true(DeleteFileW(path));
}

/* MMC-6, WRITE (10) of one ECC block of BD-R, 32 logical blocks of the fixture's data, from logical block 0 on. */
static void write_first_blocks(struct virtual_fixture *fixture, struct device *device)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {
        {0x2a, 0, 0, 0, 0, 0, 0, 0, 32, 0}, 10, SCSI_DATA_OUT, fixture->data, 32 * 2048, FIXTURE_DEADLINE_MS};

    memset(fixture->data, 0x5a, sizeof fixture->data);
    transport->ops->execute(transport, &command, &fixture->reply);
    assert_int_equal(fixture_sense(fixture), 0);
}

/* Without its file a burned disc would read as zeros. The next disc is another one. */
static void execute__file_of_a_burned_disc_is_lost__is_not_executed(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device;
    wchar_t path[MAX_PATH];

    fixture_set_media(fixture, L"bd-r", 7);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    write_first_blocks(fixture, device);
    device_close(device);
    fixture_path(fixture, L"disc-7.iso", path);
    assert_true(DeleteFileW(path));
    device = fixture_open(fixture);
    fixture_run(fixture, device, "28000000000000000100", 2048, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_OTHER);
    assert_int_equal(fixture->reply.system_error, 1393); /* ERROR_DISK_CORRUPT */
    assert_int_equal(GetFileAttributesW(path), INVALID_FILE_ATTRIBUTES);
    fixture_set_media(fixture, L"bd-r", 8);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY), 0);
    device_close(device);
}

static void execute__damaged_state__begins_anew(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device;
    wchar_t path[MAX_PATH];

    fixture_set_media(fixture, L"dvd-r", 3);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, EJECT), 0);
    device_close(device);
    fixture_path(fixture, L"state.bin", path);
    fixture_write_file(path, "this is no state", 16);
    device = fixture_open(fixture);
    assert_int_equal(fixture_send(fixture, device, TEST_UNIT_READY),
                     0); /* closed, and the medium of the settings is in */
    device_close(device);
}

static void execute__captured_identity__answers(void **state)
{
    static const uint8_t inquiry[] = {0x00, 0, 0, 0, 0x05, 0x80, 0x00, 0x21, 0x00, 0x99};
    static const uint8_t refused[] = {0x02, 0x05, 0x20, 0x00};
    struct virtual_fixture *fixture = *state;
    HKEY replies = fixture_subkey(fixture->key, L"Replies");
    struct device *device;

    fixture_set_bytes(replies, L"120000006000", inquiry, sizeof inquiry);
    fixture_set_bytes(replies, L"46", refused, sizeof refused);
    RegCloseKey(replies);
    fixture_set_media(fixture, L"captured", 1);
    device = fixture_open(fixture);
    fixture_run(fixture, device, INQUIRY, 36, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 6);
    assert_int_equal(fixture->data[5], 0x99);
    assert_int_equal(fixture->data[6], 0x00);
    fixture_run(fixture, device, "46000000000000000800", 8, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x052000);
    device_close(device);
}

static void execute__too_long__is_not_sent(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {{0x12}, 6, SCSI_DATA_IN, NULL, 65537, 1000};
    uint8_t *bytes = calloc(1, 65537);

    assert_non_null(bytes);
    command.data = bytes;
    transport->ops->execute(transport, &command, &fixture->reply);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TOO_LONG);
    free(bytes);
    device_close(device);
}

static void execute__recorder_was_removed__is_gone(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = fixture_open(fixture);

    virtual_fixture_remove(fixture->name);
    fixture_run(fixture, device, TEST_UNIT_READY, 0, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    device_close(device);
}

/* ---- exclusive access ---- */

static void exclusive__others_are_locked_out_but_for_inquiry(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *first = fixture_open(fixture), *second = fixture_open(fixture);
    struct drive_failure failure;
    char owner[DRIVE_HOLDER_SIZE];

    assert_int_equal(first->host->ops->get_owner(first->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "");
    assert_int_equal(first->ops->release_exclusive(first, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(first->ops->acquire_exclusive(first, false, "Burner", &failure), DRIVE_OK);
    assert_int_equal(second->host->ops->get_owner(second->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "Burner");
    assert_int_equal(second->ops->acquire_exclusive(second, true, "Other", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner");
    assert_int_equal(fixture_send(fixture, first, TEST_UNIT_READY), 0x023a01);
    fixture_run(fixture, second, TEST_UNIT_READY, 0, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_LOCKED);
    fixture_run(fixture, second, INQUIRY, 36, FIXTURE_DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 36);
    device_close(first); /* gives it back */
    assert_int_equal(fixture_send(fixture, second, TEST_UNIT_READY), 0x023a01);
    device_close(second);
}

/* Two recorders are two drives. */
static void exclusive__another_recorder__is_free(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *first = fixture_open(fixture), *second;
    struct device_source *source = fixture_source(NULL, NULL);
    wchar_t name[FIXTURE_NAME_CHARS], folder[MAX_PATH];
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    HKEY all, key;

    wcscpy(name, fixture->name);
    wcscat(name, L"-b");
    virtual_fixture_add(fixture, name);
    fixture_path(fixture, L"second", folder);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2\\VirtualRecorders", 0,
                                   KEY_ALL_ACCESS | KEY_WOW64_64KEY, &all),
                     ERROR_SUCCESS);
    key = fixture_subkey(all, name);
    fixture_set_text(key, L"Folder", folder);
    RegCloseKey(key);
    RegCloseKey(all);
    fixture_id(name, id);
    second = fixture_open_in(source, id);
    assert_int_equal(first->ops->acquire_exclusive(first, false, "Burner", &failure), DRIVE_OK);
    assert_int_equal(fixture_send(fixture, second, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(second->ops->acquire_exclusive(second, false, "Other", &failure), DRIVE_OK);
    device_close(first);
    device_close(second);
    virtual_fixture_remove(name);
    source->ops->close(source);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(the_rest__is_said_plainly),
        CASE(notification__another_object_has_the_recorder__is_locked),
        CASE(execute__state__survives_the_device_and_is_shared),
        CASE(execute__medium_is_changed__the_drive_sees_it),
        CASE(execute__medium_was_changed__also_unseen),
        CASE(execute__image_that_could_not_be_opened__is_tried_again),
        CASE(execute__file_of_a_burned_disc_is_lost__is_not_executed),
        CASE(execute__damaged_state__begins_anew),
        CASE(execute__captured_identity__answers),
        CASE(execute__too_long__is_not_sent),
        CASE(execute__recorder_was_removed__is_gone),
        CASE(exclusive__others_are_locked_out_but_for_inquiry),
        CASE(exclusive__another_recorder__is_free),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
