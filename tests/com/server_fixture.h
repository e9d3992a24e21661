/* What the tests of the registered DLL share: its exports, objects made by CoCreateInstance, and two virtual recorders.
 *
 * server_setup and server_teardown are cmocka's, of each case: the recorders are there, and afterwards the DLL could be
 * unloaded.
 */
#ifndef OPENIMAPI2_TESTS_COM_SERVER_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_SERVER_FIXTURE_H

#include <windows.h>

#include "com/virtual_recorders.h"
#include "imapi2.h"

#define SOURCE      L"OpenIMAPI2.MsftDiscRecorder2"
#define NAME        L"com-test-1" /* no medium */
#define NAME_2      L"com-test-2" /* DVD+RW */
#define ID_OF(name) virtual_id(name)

/* Once per program, as cmocka's group setup and teardown: the apartment (single-threaded). */
int server_begin(void **state);
int server_end(void **state);

int server_setup(void **state);
int server_teardown(void **state);

#define SERVER_CASE(name) cmocka_unit_test_setup_teardown(name, server_setup, server_teardown)

/* By CoCreateInstance, which must succeed. */
IDiscMaster2 *server_create_master(void);
IDiscRecorder2 *server_create_recorder(void);          /* not initialized */
IDiscRecorder2 *server_open_recorder(const WCHAR *id); /* initialized */

HRESULT server_initialize(IDiscRecorder2 *recorder, const WCHAR *id);
HRESULT server_acquire(IDiscRecorder2 *recorder, const WCHAR *name); /* with force */
HRESULT server_get_profiles(IDiscRecorder2 *recorder);               /* and frees them */

/* The registered DLL; loaded until the program ends. */
HMODULE server_module_handle(void);
void *server_export(const char *name);
HRESULT server_call_export(const char *name); /* one without arguments */

/* Skips the case at drives that do not come and go. */
void server_skip_where_recorders_stay(void);

#endif
