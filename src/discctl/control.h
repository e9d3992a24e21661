/* Ctrl-C, Ctrl-Break and the end of the console, whose window is closed, for a verb whose work is not to be cut off.
 * The end of the console cancels and then waits for control_end(): Windows ends the program when the handler returns,
 * and after some seconds in any case ("HandlerRoutine callback function"). A program with user32.dll is not told that
 * the user logs off or the system shuts down ("SetConsoleCtrlHandler").
 */
#ifndef OPENIMAPI2_DISCCTL_CONTROL_H
#define OPENIMAPI2_DISCCTL_CONTROL_H

#include <stdbool.h>

/* From now on the first Ctrl-C cancels. The second one is the system's: it ends the program. */
void control_heed(void);

/* From now on Ctrl-C is answered with these words, and nothing cancels. They are borrowed. */
void control_refuse(const char *words);

/* From any thread. */
bool control_is_cancelled(void);

/* The work has ended, and everything is said. */
void control_end(void);

#endif
