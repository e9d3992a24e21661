/* Our COM classes on a fixture, in this process: a device source of the test below the real drive layer.
 *
 * Setup and teardown are cmocka's; `*state` is the fixture. Teardown fails the test when an object is still alive, when
 * a block of memory is still allocated, when a device was not closed, when the heap is damaged, when a command was sent
 * for which no answer was queued, or when an answer was left over.
 */
#ifndef OPENIMAPI2_TESTS_COM_COM_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_COM_FIXTURE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <oleauto.h>

#include "device/device_source.h"
#include "imapi2.h"
#include "imapi2error.h"
#include "support/fake_clock.h"
#include "support/transport_script.h"

#define FIXTURE_ID L"\\\\?\\bench#cdrom&ven_vendor&prod_product&rev_rev1#one#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

enum { FIXTURE_IDS_MAX = 8 };

/* The answer of one operation of a device. DRIVE_OK: it works normally. */
struct fixture_answer {
    enum drive_status status;
    uint32_t system_error;
    const char *holder;
};

struct com_fixture {
    struct device_source source; /* pass &fixture->source */
    struct fake_clock clock;
    struct transport_script script; /* shared by all devices */
    const char *ids[FIXTURE_IDS_MAX];
    size_t id_count; /* 1 at first: FIXTURE_ID */

    struct fixture_answer watch, list, open, identity, descriptor, number, volume_name, volume_paths, acquire, release,
        owner, disable, enable;
    struct drive_identity says;      /* VENDOR, PRODUCT, REV1 */
    const uint8_t *descriptor_bytes; /* with descriptor.status DRIVE_OK; DRIVE_UNSUPPORTED at first */
    size_t descriptor_count;
    const char *paths[4];
    size_t path_count;

    CRITICAL_SECTION lock; /* of holder and holder_name: devices are used by several threads */
    void *holder;          /* the device that has exclusive access */
    char holder_name[DRIVE_HOLDER_SIZE];
    bool last_force;
    atomic_uint lists, opens, closes, acquires, releases, disables, enables;
    long live_before, count_before;

    device_notice notice; /* of the watcher; NULL: there is none */
    void *notice_context;
    atomic_uint watches, watch_closes;
};

/* Group setup and teardown of cmocka, once per program: the module and the apartment (single-threaded). */
int com_fixture_begin(void **state);
int com_fixture_end(void **state);

int com_fixture_setup(void **state);
int com_fixture_teardown(void **state);

IDiscMaster2 *fixture_master(struct com_fixture *fixture);
IDiscRecorder2 *fixture_recorder(struct com_fixture *fixture);             /* not initialized */
IDiscRecorder2 *fixture_initialized_recorder(struct com_fixture *fixture); /* with FIXTURE_ID */

/* Reports that a device arrived or went, as the watch's thread would, but on this thread. */
void fixture_notify(struct com_fixture *fixture, enum device_change change, const char *id);

/* CHECK CONDITION with this sense for the next command. */
void fixture_sense(struct com_fixture *fixture, uint8_t key, uint8_t asc, uint8_t ascq);

/* The failures between us and the drive, and the HRESULT and text of a member after each. */
struct fixture_transport_failure {
    enum scsi_outcome outcome;
    enum scsi_failure failure;
    uint32_t system_error;
    HRESULT hr;
    const WCHAR *says; /* for SCSI_FAILURE_LOCKED the name of fixture_hold */
};

enum { FIXTURE_TRANSPORT_FAILURES = 8 };
extern const struct fixture_transport_failure fixture_transport_failures[FIXTURE_TRANSPORT_FAILURES];

/* Exclusive access is held by "Somebody", which is not one of our devices; or it is free. */
void fixture_hold(struct com_fixture *fixture, bool is_held);

/* Run `run(context)` on a thread until it sends a command; that command ends only at fixture_end_slow, which returns
 * the result of `run`.
 */
void fixture_begin_slow(struct com_fixture *fixture, LPTHREAD_START_ROUTINE run, void *context);
DWORD fixture_end_slow(void);

/* Assertions on HRESULTs, shown in hex. */
#define assert_hr(actual, expected) assert_hr_at((HRESULT)(actual), (HRESULT)(expected), #actual, __FILE__, __LINE__)
void assert_hr_at(HRESULT actual, HRESULT expected, const char *expression, const char *file, int line);

/* Asserts on the thread's IErrorInfo, and clears it: its source, and that its description contains each of these parts.
 * NULL ends the parts.
 */
void assert_error_says(const WCHAR *source, ...);
void assert_no_error_info(void);

void assert_bstr(BSTR actual, const WCHAR *expected); /* frees it */

/* Asserts that the array is one-dimensional, VT_VARIANT, with lower bound 0 and these VT_I4 values; destroys it. */
void assert_codes_array(SAFEARRAY *array, const LONG *expected, size_t count);

#endif
