/* A virtual recorder in the user's registry and a folder of its own below the temporary folder; both vanish at the end.
 * Setup and teardown are cmocka's; `*state` is the fixture. The values are written here by hand, not by the code under
 * test.
 */
#ifndef OPENIMAPI2_TESTS_VIRTUAL_VIRTUAL_FIXTURE_H
#define OPENIMAPI2_TESTS_VIRTUAL_VIRTUAL_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <windows.h>

#include "device/device_source.h"
#include "virtual/virtual_source.h"

enum { FIXTURE_NAME_CHARS = 33, FIXTURE_DEADLINE_MS = 5000 };

/* Command blocks, for fixture_run and fixture_send. */
#define TEST_UNIT_READY "000000000000"
#define EJECT           "1b0000000200"
#define LOAD            "1b0000000300"
#define INQUIRY         "120000002400"

struct virtual_fixture {
    wchar_t name[FIXTURE_NAME_CHARS]; /* "vt-..." */
    wchar_t folder[MAX_PATH];         /* without a backslash at its end; made */
    HKEY key;                         /* the recorder's */
    long live_before;
    uint8_t data[65536];
    struct scsi_reply reply;
};

/* A recorder with Folder, Media "none" and nothing else. */
int virtual_fixture_setup(void **state);
/* Fails the test when a block of memory is still allocated. */
int virtual_fixture_teardown(void **state);

/* An additional recorder of this name, with the same folder; or take it away. */
void virtual_fixture_add(const struct virtual_fixture *fixture, const wchar_t *name);
void virtual_fixture_remove(const wchar_t *name);

void fixture_set_text(HKEY key, const wchar_t *value, const wchar_t *text);
void fixture_set_number(HKEY key, const wchar_t *value, DWORD number);
void fixture_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count);
/* Open, or make, a subkey. RegCloseKey. */
HKEY fixture_subkey(HKEY key, const wchar_t *name);
/* Media, and a new MediaSerial. */
void fixture_set_media(struct virtual_fixture *fixture, const wchar_t *media, DWORD serial);
/* A file in the fixture's folder; path has MAX_PATH characters. */
void fixture_path(const struct virtual_fixture *fixture, const wchar_t *name, wchar_t *path);
void fixture_write_file(const wchar_t *path, const void *bytes, size_t count);

/* The ID that begins a recorder of our own identity with this name. */
void fixture_id(const wchar_t *name, char id[DEVICE_ID_SIZE]);

/* The source of virtual recorders; how often it lists that ID; a device of it, which is there. Close what you open. */
struct device_source *fixture_source(virtual_first_number first_number, void *context);
unsigned fixture_times_listed(const char *id);
struct device *fixture_open_in(struct device_source *source, const char *id);
/* The fixture's recorder; its source is closed already: a device does not need it. device_close. */
struct device *fixture_open(const struct virtual_fixture *fixture);

/* The bytes of fault "0" (virtual/layout.h), none with count 0, and a new FaultSerial. */
void fixture_set_fault(struct virtual_fixture *fixture, const void *bytes, size_t count, DWORD serial);

/* Execute a CDB (hex without blanks) with data-in of `capacity` bytes, in fixture->data and fixture->reply. */
void fixture_run(struct virtual_fixture *fixture, struct device *device, const char *cdb, uint32_t capacity,
                 uint32_t timeout_ms);
/* Of the last command: key << 16 | ASC << 8 | ASCQ; 0 is GOOD. */
uint32_t fixture_sense(const struct virtual_fixture *fixture);
/* The sense of a CDB without data, within FIXTURE_DEADLINE_MS. */
uint32_t fixture_send(struct virtual_fixture *fixture, struct device *device, const char *cdb);

#endif
