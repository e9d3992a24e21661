/* A thread whose Sleep is known of: what is to be done while a command waits is done then, however fast or slow the
 * machine is. Who links this has a Sleep that passes through here; there is one sleeper at a time.
 */
#ifndef OPENIMAPI2_TESTS_VIRTUAL_SLEEPER_H
#define OPENIMAPI2_TESTS_VIRTUAL_SLEEPER_H

#include <stdbool.h>

#include <windows.h>

enum {
    SLEEPER_PATIENCE_MS = 300000, /* a deadline for commands that are to wait, but not in vain */
};

/* Start it, and return when it sleeps for the first time. sleeps_on: until sleeper_end, instead of so long as it wants;
 * it wakes by itself after two minutes, should the program wait for it.
 */
void sleeper_begin(LPTHREAD_START_ROUTINE run, void *context, bool sleeps_on);

/* How long it wanted to sleep that time. */
DWORD sleeper_wanted_ms(void);

/* Has the thread ended? */
bool sleeper_is_through(void);

/* Wake it if it sleeps on, and wait for its end. Returns its exit code. */
DWORD sleeper_end(void);

#endif
