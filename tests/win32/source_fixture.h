/* The fixture of the tests of the real source's threads: a source over scripted windows, whose thread the test runs
 * itself.
 */
#ifndef OPENIMAPI2_TESTS_WIN32_SOURCE_FIXTURE_H
#define OPENIMAPI2_TESTS_WIN32_SOURCE_FIXTURE_H

#include "fake_window.h"

#include "base/alloc.h"
#include "win32/real_source.h"

#define USB_ID "\\\\?\\usbstor#cdrom&ven_x#2#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define IDE_ID "\\\\?\\ide#cdromide_drive#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

/* Closed after the test. */
extern struct device_source *source;
extern struct drive_failure failure;

/* The thread that the source has asked for last. */
extern void (*thread_run)(void *context);
extern void *thread_context;
extern size_t threads; /* asked for in this test */
extern bool has_no_thread;

/* device_start_thread. */
bool start(void (*run)(void *context), void *context);

int source_setup(void **state);

/* Fails, too, when a window, a class or a notification is left. */
int source_teardown(void **state);

#endif
