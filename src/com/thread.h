/* Starts threads of the module. */
#ifndef OPENIMAPI2_COM_THREAD_H
#define OPENIMAPI2_COM_THREAD_H

#include <stdbool.h>
#include <windows.h>

/* Run `run(context)` on a new thread, in the multithreaded apartment. The thread counts in the module and keeps the
 * library loaded until its very last instruction, so that it need not be joined. False: no thread could be started, and
 * nothing happened.
 */
bool com_thread_start(void (*run)(void *context), void *context);

/* The same in the given apartment: COINIT_APARTMENTTHREADED, an apartment of the thread's own, or COINIT_MULTITHREADED.
 */
bool com_thread_start_in(DWORD apartment, void (*run)(void *context), void *context);

#endif
