/* Threads of the module's own. */
#ifndef OPENIMAPI2_COM_THREAD_H
#define OPENIMAPI2_COM_THREAD_H

#include <stdbool.h>
#include <windows.h>

/* Run `run(context)` on a thread of its own, in the multithreaded apartment. The thread counts in the module, and holds
 * the library in memory besides until its very last instruction, so that nobody has to join it. False: there was none
 * to be had, and nothing happened.
 */
bool com_thread_start(void (*run)(void *context), void *context);

/* The same in an apartment of COINIT_APARTMENTTHREADED, of its own, or COINIT_MULTITHREADED. */
bool com_thread_start_in(DWORD apartment, void (*run)(void *context), void *context);

#endif
