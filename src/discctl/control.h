/* Handles Ctrl-C, Ctrl-Break and the closing of the console window, for a verb whose work must not be cut off. Closing
 * the console cancels, and then waits for control_end(): Windows ends the program when the handler returns, and after
 * some seconds in any case ("HandlerRoutine callback function"). A program with user32.dll is not notified when the
 * user logs off or the system shuts down ("SetConsoleCtrlHandler").
 */
#ifndef OPENIMAPI2_DISCCTL_CONTROL_H
#define OPENIMAPI2_DISCCTL_CONTROL_H

#include <stdbool.h>

/* From now on the first Ctrl-C cancels. The second is handled by the system and ends the program. */
void control_heed(void);

/* From now on Ctrl-C only prints these words (borrowed) and cancels nothing. */
void control_refuse(const char *words);

/* Callable from any thread. */
bool control_is_cancelled(void);

/* The work has ended, and all output is written. */
void control_end(void);

#endif
