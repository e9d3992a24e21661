/* A virtual recorder in the user's registry and a folder of its own below the temporary folder; both vanish at the end.
 * Setup and teardown are cmocka's; `*state` is the bench. The values are written here by hand, not by the code under test.
 */
#ifndef OPENIMAPI2_TESTS_VIRTUAL_VIRTUAL_BENCH_H
#define OPENIMAPI2_TESTS_VIRTUAL_VIRTUAL_BENCH_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <windows.h>

#include "device/device_source.h"

enum { BENCH_NAME_CHARS = 33 };

struct virtual_bench {
    wchar_t name[BENCH_NAME_CHARS]; /* "vt-..." */
    wchar_t folder[MAX_PATH];       /* without a backslash at its end; made */
    HKEY key;                       /* the recorder's */
    long live_before;
    uint8_t data[65536];
    struct scsi_reply reply;
};

/* A recorder with Folder, Media "none" and nothing else. */
int virtual_bench_setup(void **state);
/* Fails the test when a block of memory is still allocated. */
int virtual_bench_teardown(void **state);

/* An additional recorder of this name, with the same folder; or take it away. */
void virtual_bench_add(const struct virtual_bench *bench, const wchar_t *name);
void virtual_bench_remove(const wchar_t *name);

void bench_set_text(HKEY key, const wchar_t *value, const wchar_t *text);
void bench_set_number(HKEY key, const wchar_t *value, DWORD number);
void bench_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count);
/* Open, or make, a subkey. RegCloseKey. */
HKEY bench_subkey(HKEY key, const wchar_t *name);
/* Media, and a new MediaSerial. */
void bench_set_media(struct virtual_bench *bench, const wchar_t *media, DWORD serial);
/* A file in the bench's folder; path has MAX_PATH characters. */
void bench_path(const struct virtual_bench *bench, const wchar_t *name, wchar_t *path);
void bench_write_file(const wchar_t *path, const void *bytes, size_t count);

/* The ID that begins a recorder of our own identity with this name. */
void bench_id(const wchar_t *name, char id[DEVICE_ID_SIZE]);

/* Execute a CDB (hex without blanks) with data-in of `capacity` bytes, in bench->data and bench->reply. */
void bench_run(struct virtual_bench *bench, struct device *device, const char *cdb, uint32_t capacity,
               uint32_t timeout_ms);
/* Of the last command: key << 16 | ASC << 8 | ASCQ; 0 is GOOD. */
uint32_t bench_sense(const struct virtual_bench *bench);

#endif
