/* The operating system's calls watched and broken, at the pointers through which this program calls the system's
 * libraries. The functions stand in the table of os_fault.c: those that the DLL imports and that can fail; the calls go
 * through until they are told to fail. Only calls of the thread that told so count.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_OS_FAULT_H
#define OPENIMAPI2_TESTS_HOSTILE_OS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

/* The nth call from now on fails, once, with this error (of those that have one); 0: none. */
void os_fault_set(long nth, DWORD error);

/* Did it, since the last call with an nth that is not 0? */
bool os_fault_has_hit(void);

/* The function that failed last, for messages. */
const char *os_fault_function(void);

/* Files, events, tokens and registry keys that were opened through the table and not closed. */
long os_fault_open_handles(void);

#endif
