/* virtual/virtual_source.c and virtual_device.c: recorders that are listed, opened, shared by processes and killed. */
#include "virtual_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "virtual/virtual_source.h"

#define TEST_UNIT_READY "000000000000"
#define EJECT           "1b0000000200"
#define LOAD            "1b0000000300"
#define INQUIRY         "120000002400"

enum { DEADLINE_MS = 5000 };

static struct device_source *make_source(virtual_first_number first_number, void *context)
{
    struct device_source *source;
    struct drive_failure failure;

    assert_int_equal(virtual_source_create(first_number, context, &source, &failure), DRIVE_OK);
    return source;
}

static struct device *open_in(struct device_source *source, const char *id)
{
    struct drive_failure failure;
    struct device *device;

    assert_int_equal(source->ops->open(source, id, &device, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    return device;
}

/* A device whose source is closed already: a device does not need it. */
static struct device *open_device(const struct virtual_fixture *fixture)
{
    struct device_source *source = make_source(NULL, NULL);
    char id[DEVICE_ID_SIZE];
    struct device *device;

    fixture_id(fixture->name, id);
    device = open_in(source, id);
    source->ops->close(source);
    return device;
}

static uint32_t run(struct virtual_fixture *fixture, struct device *device, const char *cdb)
{
    fixture_run(fixture, device, cdb, 0, DEADLINE_MS);
    return fixture_sense(fixture);
}

static void set_fault(struct virtual_fixture *fixture, const void *bytes, size_t count, DWORD serial)
{
    HKEY faults = fixture_subkey(fixture->key, L"Faults");

    if (count)
        fixture_set_bytes(faults, L"0", bytes, count);
    else
        RegDeleteValueW(faults, L"0");
    RegCloseKey(faults);
    fixture_set_number(fixture->key, L"FaultSerial", serial);
}

/* ---- the source ---- */

struct listing {
    const char *wanted;
    unsigned seen, all, end_after;
};

static bool note(void *context, const char *id)
{
    struct listing *listing = context;

    listing->all++;
    listing->seen += strcmp(id, listing->wanted) == 0;
    return !listing->end_after || listing->all < listing->end_after;
}

static unsigned times_listed(const char *id)
{
    struct device_source *source = make_source(NULL, NULL);
    struct listing listing = {id, 0, 0, 0};
    struct drive_failure failure;

    assert_int_equal(source->ops->list(source, note, &listing, &failure), DRIVE_OK);
    source->ops->close(source);
    return listing.seen;
}

static void list__configured__by_its_id(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = make_source(NULL, NULL);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct listing listing = {id, 0, 0, 1};

    fixture_id(fixture->name, id);
    assert_int_equal(times_listed(id), 1);
    assert_int_equal(source->ops->list(source, note, &listing, &failure), DRIVE_NO_MEMORY); /* the visit gave up */
    source->ops->close(source);
    fixture_set_text(fixture->key, L"Folder", L"nonsense");
    assert_int_equal(times_listed(id), 0);
}

static void open__no_such_recorder__says_so(void **state)
{
    static const char *const ids[] = {"", "\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
                                      "\\\\?\\openimapi2#cdrom#vt-nobody#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"};
    struct device_source *source = make_source(NULL, NULL);
    struct drive_failure failure;
    struct device *device;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        device = (struct device *)source;
        assert_int_equal(source->ops->open(source, ids[i], &device, &failure), DRIVE_NO_SUCH_DEVICE);
        assert_int_equal(failure.status, DRIVE_NO_SUCH_DEVICE);
        assert_null(device);
    }
    source->ops->close(source);
}

/* The folder cannot be made, or a folder stands where the state belongs. */
static void open__state_out_of_reach__fails(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = make_source(NULL, NULL);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    wchar_t path[MAX_PATH];
    struct device *device;

    fixture_id(fixture->name, id);
    fixture_path(fixture, L"missing\\folder", path);
    fixture_set_text(fixture->key, L"Folder", path);
    assert_int_equal(source->ops->open(source, id, &device, &failure), DRIVE_FAILED);
    assert_int_not_equal(failure.system_error, 0);
    assert_null(device);
    fixture_set_text(fixture->key, L"Folder", fixture->folder);
    fixture_path(fixture, L"state.bin", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_int_not_equal(source->ops->open(source, id, &device, &failure), DRIVE_OK);
    assert_null(device);
    source->ops->close(source);
}

static void open__memory_runs_out_anywhere__nothing_leaks(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device_source *source = make_source(NULL, NULL);
    long live = base_alloc_live();
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct device *device;
    long nth;

    fixture_id(fixture->name, id);
    for (nth = 1; nth < 100; nth++) {
        enum drive_status status;

        base_alloc_fail_nth(nth);
        status = source->ops->open(source, id, &device, &failure);
        base_alloc_fail_nth(0);
        if (status == DRIVE_OK) break;
        assert_int_equal(status, DRIVE_NO_MEMORY);
        assert_null(device);
        assert_int_equal(base_alloc_live(), live);
    }
    assert_in_range(nth, 5, 60);
    device_close(device);
    source->ops->close(source);
}

/* ---- what the system would know ---- */

static uint32_t first_is_7(void *context)
{
    (*(unsigned *)context)++;
    return 7;
}

static void get_number__goes_on_after_the_real_ones(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t second_name[FIXTURE_NAME_CHARS];
    unsigned asked = 0;
    struct device_source *source = make_source(first_is_7, &asked);
    struct drive_failure failure;
    char id[DEVICE_ID_SIZE];
    struct device *first, *second;
    uint32_t first_number = 0, second_number = 0;
    unsigned tries;

    wcscpy(second_name, fixture->name);
    wcscat(second_name, L"-2");
    virtual_fixture_add(fixture, second_name);
    fixture_id(fixture->name, id);
    first = open_in(source, id);
    fixture_id(second_name, id);
    second = open_in(source, id);
    /* A recorder of another test program that comes or goes between the two questions moves them. */
    for (tries = 0; tries < 10 && first_number == second_number; tries++) {
        assert_int_equal(first->ops->get_number(first, &first_number, &failure), DRIVE_OK);
        assert_int_equal(second->ops->get_number(second, &second_number, &failure), DRIVE_OK);
        assert_true(first_number >= 7 && second_number >= 7);
    }
    assert_int_not_equal(first_number, second_number);
    assert_int_equal(asked, 2 * tries);
    virtual_fixture_remove(second_name);
    assert_int_equal(second->ops->get_number(second, &second_number, &failure), DRIVE_GONE);
    device_close(first);
    device_close(second);
    source->ops->close(source);
}

static bool keep(void *context, const char *path)
{
    struct listing *listing = context;

    listing->all++;
    strcpy((char *)listing->wanted, path);
    return !listing->end_after;
}

static void volume__one_path_that_exists(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
    char path[512] = "", expected[512], name[DEVICE_VOLUME_SIZE];
    struct listing listing = {path, 0, 0, 0};
    struct drive_failure failure;
    wchar_t folder[MAX_PATH];

    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_OK);
    assert_int_equal(listing.all, 1);
    snprintf(expected, sizeof expected, "%ls\\volume\\", fixture->folder);
    assert_string_equal(path, expected);
    fixture_path(fixture, L"volume", folder);
    assert_true(GetFileAttributesW(folder) & FILE_ATTRIBUTE_DIRECTORY);
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_OK); /* again */
    listing.end_after = 1;
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_NO_MEMORY);
    assert_true(RemoveDirectoryW(folder));
    fixture_write_file(folder, "x", 1);
    assert_int_equal(device->ops->list_volume_paths(device, keep, &listing, &failure), DRIVE_FAILED);
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_memory_equal(name, "\\\\?\\Volume{", 11);
    device_close(device);
}

static void the_rest__is_said_plainly(void **state)
{
    struct device *device = open_device(*state);
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
    struct device *device = open_device(*state), *other = open_device(*state);
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
    first = open_device(fixture);
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0);
    second = open_device(fixture);
    assert_int_equal(run(fixture, second, EJECT), 0);
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0x023a02);
    device_close(first);
    device_close(second);
    first = open_device(fixture);
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0x023a02);
    assert_int_equal(run(fixture, first, LOAD), 0);
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0x062800);
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0);
    device_close(first);
}

static void execute__medium_is_changed__the_drive_sees_it(void **state)
{
    static uint8_t image[3 * 2048];
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
    wchar_t path[MAX_PATH];

    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x023a01);
    memset(image, 0x11, 2048);
    memset(image + 2048, 0x22, 2048);
    memset(image + 4096, 0x33, 2048);
    fixture_path(fixture, L"disc.iso", path);
    fixture_write_file(path, image, sizeof image - 48);
    fixture_set_text(fixture->key, L"Image", path);
    fixture_set_media(fixture, L"image", 1);
    fixture_run(fixture, device, "4a010000100000000800", 8, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_memory_equal(fixture->data, "\x00\x06\x04\x5e\x02\x02\x00\x00", 8);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    fixture_run(fixture, device, "25000000000000000000", 8, DEADLINE_MS);
    assert_memory_equal(fixture->data, "\x00\x00\x00\x02\x00\x00\x08\x00", 8);
    fixture_run(fixture, device, "28000000000100000200", 2 * 2048, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 4096);
    assert_int_equal(fixture->data[0], 0x22);
    assert_int_equal(fixture->data[4096 - 49], 0x33);
    assert_int_equal(fixture->data[4096 - 48], 0x00);
    fixture_set_media(fixture, L"none", 2);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x023a01);
    assert_true(DeleteFileW(path)); /* nobody holds it any more */
    device_close(device);
}

/* A change made while no program had the recorder open. */
static void execute__medium_was_changed__also_unseen(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);

    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x023a01);
    device_close(device);
    fixture_set_media(fixture, L"bd-r", 1);
    device = open_device(fixture);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x062800);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
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
    device = open_device(fixture);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x023000); /* a disc that nobody can read */
    CloseHandle(holder);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    fixture_run(fixture, device, "28000000000000000100", 2048, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->data[0], 0x77);
    device_close(device);
    assert_true(DeleteFileW(path));
}

static void execute__damaged_state__begins_anew(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device;
    wchar_t path[MAX_PATH];

    fixture_set_media(fixture, L"dvd-r", 3);
    device = open_device(fixture);
    assert_int_equal(run(fixture, device, EJECT), 0);
    device_close(device);
    fixture_path(fixture, L"state.bin", path);
    fixture_write_file(path, "this is no state", 16);
    device = open_device(fixture);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0); /* closed, and the medium of the settings is in */
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
    device = open_device(fixture);
    fixture_run(fixture, device, INQUIRY, 36, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 6);
    assert_int_equal(fixture->data[5], 0x99);
    assert_int_equal(fixture->data[6], 0x00);
    fixture_run(fixture, device, "46000000000000000800", 8, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x052000);
    device_close(device);
}

static void execute__too_long__is_not_sent(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
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
    struct device *device = open_device(fixture);

    virtual_fixture_remove(fixture->name);
    fixture_run(fixture, device, TEST_UNIT_READY, 0, DEADLINE_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    device_close(device);
}

/* ---- exclusive access ---- */

static void exclusive__others_are_locked_out_but_for_inquiry(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *first = open_device(fixture), *second = open_device(fixture);
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
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0x023a01);
    fixture_run(fixture, second, TEST_UNIT_READY, 0, DEADLINE_MS);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_LOCKED);
    fixture_run(fixture, second, INQUIRY, 36, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 36);
    device_close(first); /* gives it back */
    assert_int_equal(run(fixture, second, TEST_UNIT_READY), 0x023a01);
    device_close(second);
}

/* Two recorders are two drives. */
static void exclusive__another_recorder__is_free(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *first = open_device(fixture), *second;
    struct device_source *source = make_source(NULL, NULL);
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
    second = open_in(source, id);
    assert_int_equal(first->ops->acquire_exclusive(first, false, "Burner", &failure), DRIVE_OK);
    assert_int_equal(run(fixture, second, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(second->ops->acquire_exclusive(second, false, "Other", &failure), DRIVE_OK);
    device_close(first);
    device_close(second);
    virtual_fixture_remove(name);
    source->ops->close(source);
}

/* ---- faults ---- */

static void fault__set_and_cleared__while_it_is_open(void **state)
{
    /* opcode, kind sense, -, -, nth 2, key << 16 | ASC << 8 | ASCQ */
    static const uint8_t second_fails[] = {0x00, 0x00, 0, 0, 2, 0, 0, 0, 0x07, 0x04, 0x02, 0x00};
    struct virtual_fixture *fixture = *state;
    struct device *device;

    fixture_set_media(fixture, L"cd-r", 1);
    device = open_device(fixture);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    set_fault(fixture, second_fails, sizeof second_fails, 1);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x020407);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    fixture_set_number(fixture->key, L"FaultSerial", 2); /* set anew: counted from the beginning */
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0x020407);
    set_fault(fixture, NULL, 0, 3);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    assert_int_equal(run(fixture, device, TEST_UNIT_READY), 0);
    device_close(device);
}

static void fault__gone__is_not_listed_until_cleared(void **state)
{
    static const uint8_t gone[] = {0x00, 0x04, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
    struct device_source *source = make_source(NULL, NULL);
    struct drive_failure failure;
    struct device *again;
    char id[DEVICE_ID_SIZE];

    fixture_id(fixture->name, id);
    set_fault(fixture, gone, sizeof gone, 1);
    assert_int_equal(times_listed(id), 1);
    fixture_run(fixture, device, TEST_UNIT_READY, 0, DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    fixture_run(fixture, device, INQUIRY, 36, DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    assert_int_equal(times_listed(id), 0);
    assert_int_equal(source->ops->open(source, id, &again, &failure), DRIVE_NO_SUCH_DEVICE);
    set_fault(fixture, NULL, 0, 2);
    assert_int_equal(times_listed(id), 1);
    fixture_run(fixture, device, INQUIRY, 36, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0);
    source->ops->close(source);
    device_close(device);
}

static DWORD timed_run(struct virtual_fixture *fixture, struct device *device, uint32_t timeout_ms)
{
    DWORD began = GetTickCount();

    fixture_run(fixture, device, INQUIRY, 36, timeout_ms);
    return GetTickCount() - began;
}

/* As a system frees what an unplugged device had. */
static void fault__gone_while_exclusive__the_next_one_has_it(void **state)
{
    static const uint8_t gone[] = {0x00, 0x04, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *first = open_device(fixture), *second = open_device(fixture);
    struct drive_failure failure;

    assert_int_equal(first->ops->acquire_exclusive(first, false, "Burner", &failure), DRIVE_OK);
    set_fault(fixture, gone, sizeof gone, 1);
    fixture_run(fixture, first, TEST_UNIT_READY, 0, DEADLINE_MS);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    set_fault(fixture, NULL, 0, 2);
    assert_int_equal(second->ops->acquire_exclusive(second, false, "Other", &failure), DRIVE_OK);
    assert_int_equal(first->ops->release_exclusive(first, &failure), DRIVE_NOT_LOCKED);
    device_close(first);
    device_close(second);
}

static void fault__delay_and_hang__take_their_time_and_no_more(void **state)
{
    static const uint8_t delay[] = {0x12, 0x03, 0, 0, 0, 0, 0, 0, 0x2c, 0x01, 0, 0}; /* 300 ms */
    static const uint8_t hang[] = {0x12, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
    size_t i;

    set_fault(fixture, delay, sizeof delay, 1);
    assert_in_range(timed_run(fixture, device, 5000), 280, 4000);
    assert_int_equal(fixture_sense(fixture), 0);
    assert_int_equal(fixture->reply.transferred_bytes, 36);
    assert_in_range(timed_run(fixture, device, 100), 80, 280); /* the deadline comes first */
    assert_int_equal(fixture->reply.outcome, SCSI_LOST);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    for (i = 0; i < 36; i++)
        assert_int_equal(fixture->data[i], 0);
    set_fault(fixture, hang, sizeof hang, 2);
    assert_in_range(timed_run(fixture, device, 200), 180, 4000);
    assert_int_equal(fixture->reply.outcome, SCSI_LOST);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    device_close(device);
}

struct slow_command {
    struct device *device;
    struct scsi_reply reply;
    uint8_t data[36];
    DWORD took_ms;
};

static DWORD WINAPI run_slowly(void *parameter)
{
    struct slow_command *slow = parameter;
    struct scsi_transport *transport = slow->device->transport;
    struct scsi_command command = {{0x12, 0, 0, 0, 36, 0}, 6, SCSI_DATA_IN, slow->data, 36, 10000};
    DWORD began = GetTickCount();

    transport->ops->execute(transport, &command, &slow->reply);
    slow->took_ms = GetTickCount() - began;
    return 0;
}

/* No lock is held while a command sleeps: not in this object, not between objects. */
static void fault__delay__holds_nobody_else_up(void **state)
{
    static const uint8_t delay[] = {0x12, 0x03, 0, 0, 1, 0, 0, 0, 0xdc, 0x05, 0, 0}; /* the first one, 1500 ms */
    struct virtual_fixture *fixture = *state;
    struct device *first = open_device(fixture), *second = open_device(fixture);
    struct slow_command slow = {.device = first};
    struct drive_failure failure;
    char owner[DRIVE_HOLDER_SIZE];
    HANDLE thread;
    DWORD began;

    set_fault(fixture, delay, sizeof delay, 1);
    thread = CreateThread(NULL, 0, run_slowly, &slow, 0, NULL);
    assert_non_null(thread);
    Sleep(300);
    began = GetTickCount();
    assert_int_equal(run(fixture, first, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(run(fixture, second, TEST_UNIT_READY), 0x023a01);
    assert_int_equal(first->host->ops->get_owner(first->host, owner, &failure), DRIVE_OK);
    assert_in_range(GetTickCount() - began, 0, 800);
    assert_int_equal(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
    assert_in_range(slow.took_ms, 1400, 9000);
    assert_int_equal(slow.reply.outcome, SCSI_DONE);
    device_close(first);
    device_close(second);
}

static DWORD WINAPI run_patiently(void *parameter)
{
    struct slow_command *slow = parameter;
    struct scsi_transport *transport = slow->device->transport;
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 20000};

    transport->ops->execute(transport, &command, &slow->reply);
    return 0;
}

/* A process that was stopped while it changed the state. Who waits for it longer holds nobody else of this object. */
static void execute__state_is_held__each_waits_no_longer_than_told(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *device = open_device(fixture);
    struct slow_command patient = {.device = device};
    OVERLAPPED at = {0};
    wchar_t path[MAX_PATH];
    HANDLE file, thread;

    fixture_path(fixture, L"state.bin", path);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 4096, 0, &at));
    thread = CreateThread(NULL, 0, run_patiently, &patient, 0, NULL);
    assert_non_null(thread);
    Sleep(300); /* it waits */
    fixture_run(fixture, device, TEST_UNIT_READY, 0, 50);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_int_equal(WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    CloseHandle(file);
    assert_int_equal(WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    CloseHandle(thread);
    assert_int_equal(patient.reply.outcome, SCSI_REFUSED); /* the tray is empty */
    device_close(device);
}

/* ---- several threads, several processes, sudden death ---- */

enum { THREADS = 4, ROUNDS = 40 };

/* Each round counts one REQUEST SENSE: the counter of a fault that is never due shows that none was lost. */
static DWORD WINAPI count_up(void *parameter)
{
    struct device *device = parameter;
    struct scsi_transport *transport = device->transport;
    uint8_t data[18];
    int round;

    for (round = 0; round < ROUNDS; round++) {
        struct scsi_command command = {{0x03, 0, 0, 0, 18, 0}, 6, SCSI_DATA_IN, data, sizeof data, 30000};
        struct scsi_reply reply;

        transport->ops->execute(transport, &command, &reply);
        if (reply.outcome != SCSI_DONE) return 1;
    }
    return 0;
}

static const uint8_t due_after_all[] = {0x03, 0x00, 0, 0, THREADS *ROUNDS + 1, 0, 0, 0, 0x00, 0x29, 0x06, 0x00};

static void threads__two_devices__each_command_is_one(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct device *devices[2];
    HANDLE threads[THREADS];
    DWORD code;
    int i;

    set_fault(fixture, due_after_all, sizeof due_after_all, 1);
    devices[0] = open_device(fixture);
    devices[1] = open_device(fixture);
    for (i = 0; i < THREADS; i++) {
        threads[i] = CreateThread(NULL, 0, count_up, devices[i % 2], 0, NULL);
        assert_non_null(threads[i]);
    }
    assert_int_equal(WaitForMultipleObjects(THREADS, threads, TRUE, 60000), WAIT_OBJECT_0);
    for (i = 0; i < THREADS; i++) {
        assert_true(GetExitCodeThread(threads[i], &code));
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    fixture_run(fixture, devices[0], "030000001200", 18, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x062900); /* number THREADS x ROUNDS + 1 */
    device_close(devices[0]);
    device_close(devices[1]);
}

/* This program again, in the part that `what` names, for that recorder. */
static PROCESS_INFORMATION start_child(const struct virtual_fixture *fixture, const wchar_t *what)
{
    wchar_t program[MAX_PATH], line[2 * MAX_PATH];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;

    assert_in_range(GetModuleFileNameW(NULL, program, MAX_PATH), 1, MAX_PATH - 1);
    _snwprintf(line, 2 * MAX_PATH, L"\"%ls\" %ls %ls", program, what, fixture->name);
    assert_true(CreateProcessW(program, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &child));
    CloseHandle(child.hThread);
    return child;
}

static void processes__several_at_once__each_command_is_one(void **state)
{
    struct virtual_fixture *fixture = *state;
    PROCESS_INFORMATION children[THREADS];
    struct device *device;
    DWORD code;
    int i;

    set_fault(fixture, due_after_all, sizeof due_after_all, 1);
    for (i = 0; i < THREADS; i++)
        children[i] = start_child(fixture, L"count");
    for (i = 0; i < THREADS; i++) {
        assert_int_equal(WaitForSingleObject(children[i].hProcess, 60000), WAIT_OBJECT_0);
        assert_true(GetExitCodeProcess(children[i].hProcess, &code));
        assert_int_equal(code, 0);
        CloseHandle(children[i].hProcess);
    }
    device = open_device(fixture);
    fixture_run(fixture, device, "030000001200", 18, DEADLINE_MS);
    assert_int_equal(fixture_sense(fixture), 0x062900);
    device_close(device);
}

/* Killed anywhere while it changes the state all the time: the lock is free, and the tray is open or closed with its
 * disc in it.
 */
static void processes__killed_in_the_middle__the_next_reads_a_state(void **state)
{
    enum { KILLS = 15 };
    struct virtual_fixture *fixture = *state;
    int i;

    fixture_set_media(fixture, L"dvd+rw", 1);
    for (i = 0; i < KILLS; i++) {
        PROCESS_INFORMATION child = start_child(fixture, L"flap");
        struct device *device;
        uint32_t sense;

        Sleep((DWORD)(150 + 13 * i));
        assert_int_equal(WaitForSingleObject(child.hProcess, 0), WAIT_TIMEOUT);
        assert_true(TerminateProcess(child.hProcess, 9));
        WaitForSingleObject(child.hProcess, 10000);
        CloseHandle(child.hProcess);
        device = open_device(fixture);
        sense = run(fixture, device, TEST_UNIT_READY);
        if (sense == 0x062800) sense = run(fixture, device, TEST_UNIT_READY);
        assert_true(sense == 0 || sense == 0x023a02);
        device_close(device);
    }
}

static int child(const char *what, const char *name)
{
    struct device_source *source;
    struct drive_failure failure;
    struct device *device;
    char id[DEVICE_ID_SIZE];

    snprintf(id, sizeof id, "\\\\?\\openimapi2#cdrom#%s#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}", name);
    if (virtual_source_create(NULL, NULL, &source, &failure) != DRIVE_OK) return 2;
    if (source->ops->open(source, id, &device, &failure) != DRIVE_OK) return 3;
    if (strcmp(what, "count") == 0) return (int)count_up(device);
    for (;;) {
        static const uint8_t operations[] = {0x02, 0x03};
        struct scsi_transport *transport = device->transport;
        struct scsi_command command = {{0x1b}, 6, SCSI_NO_DATA, NULL, 0, 10000};
        struct scsi_reply reply;
        static unsigned turn;

        command.cdb[4] = operations[turn++ % 2];
        transport->ops->execute(transport, &command, &reply);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(list__configured__by_its_id),
        CASE(open__no_such_recorder__says_so),
        CASE(open__state_out_of_reach__fails),
        CASE(open__memory_runs_out_anywhere__nothing_leaks),
        CASE(get_number__goes_on_after_the_real_ones),
        CASE(volume__one_path_that_exists),
        CASE(the_rest__is_said_plainly),
        CASE(notification__another_object_has_the_recorder__is_locked),
        CASE(execute__state__survives_the_device_and_is_shared),
        CASE(execute__medium_is_changed__the_drive_sees_it),
        CASE(execute__medium_was_changed__also_unseen),
        CASE(execute__image_that_could_not_be_opened__is_tried_again),
        CASE(execute__damaged_state__begins_anew),
        CASE(execute__captured_identity__answers),
        CASE(execute__too_long__is_not_sent),
        CASE(execute__recorder_was_removed__is_gone),
        CASE(exclusive__others_are_locked_out_but_for_inquiry),
        CASE(exclusive__another_recorder__is_free),
        CASE(fault__set_and_cleared__while_it_is_open),
        CASE(fault__gone__is_not_listed_until_cleared),
        CASE(fault__gone_while_exclusive__the_next_one_has_it),
        CASE(fault__delay_and_hang__take_their_time_and_no_more),
        CASE(fault__delay__holds_nobody_else_up),
        CASE(execute__state_is_held__each_waits_no_longer_than_told),
        CASE(threads__two_devices__each_command_is_one),
        CASE(processes__several_at_once__each_command_is_one),
        CASE(processes__killed_in_the_middle__the_next_reads_a_state),
    };

    if (argc == 3) return child(argv[1], argv[2]);
    return cmocka_run_group_tests_name("virtual_source", tests, NULL, NULL);
}
