/* Shared by the tests of the registered DLL: its exports, objects made by CoCreateInstance, and two virtual recorders.
 *
 * server_setup and server_teardown are cmocka's, for each case: the first provides the recorders, the second checks
 * that the DLL could be unloaded.
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

/* Group setup and teardown of cmocka, once per program: the apartment (single-threaded). */
int server_begin(void **state);
int server_end(void **state);

int server_setup(void **state);
int server_teardown(void **state);

#define SERVER_CASE(name) cmocka_unit_test_setup_teardown(name, server_setup, server_teardown)

/* Create objects by CoCreateInstance, which must succeed. */
IDiscMaster2 *server_create_master(void);
IDiscRecorder2 *server_create_recorder(void);          /* not initialized */
IDiscRecorder2 *server_open_recorder(const WCHAR *id); /* initialized */

HRESULT server_initialize(IDiscRecorder2 *recorder, const WCHAR *id);
HRESULT server_acquire(IDiscRecorder2 *recorder, const WCHAR *name); /* with force */
HRESULT server_get_profiles(IDiscRecorder2 *recorder);               /* and frees them */

/* The registered DLL; loaded until the program ends. */
HMODULE server_module_handle(void);
void *server_export(const char *name);
HRESULT server_call_export(const char *name); /* an export without arguments */

/* Skips the case if the recorders cannot be added and removed. */
void server_skip_where_recorders_stay(void);

#endif
