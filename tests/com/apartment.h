/* Runs functions on a thread in its own apartment, for tests across apartments. */
#ifndef OPENIMAPI2_TESTS_COM_APARTMENT_H
#define OPENIMAPI2_TESTS_COM_APARTMENT_H

#include <stdbool.h>
#include <windows.h>
#include <objbase.h>

/* Run `run(context)` on a new thread in this apartment (COINIT_...), and wait for its end, dispatching this thread's
 * messages meanwhile, as a client in a single-threaded apartment does. cmocka's assertions work on the main thread
 * only: `run` returns its finding.
 */
HRESULT apartment_run(DWORD apartment, HRESULT (*run)(void *context), void *context);

/* The same without waiting; apartment_join waits and returns the result of `run`. */
HANDLE apartment_start(DWORD apartment, HRESULT (*run)(void *context), void *context);
HRESULT apartment_join(HANDLE thread);

#endif
