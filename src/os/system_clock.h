/* The system's clock as the port of base/clock.h: milliseconds since some moment, across the wrap of GetTickCount. */
#ifndef OPENIMAPI2_OS_SYSTEM_CLOCK_H
#define OPENIMAPI2_OS_SYSTEM_CLOCK_H

#include "base/clock.h"

/* GetTickCount advances in steps of up to this many milliseconds: a span measured with it may come out shorter by as
 * much.
 */
enum { SYSTEM_CLOCK_STEP_MS = 16 };

/* The one clock of the process, for any thread. Borrowed; valid as long as the module is loaded. */
const struct base_clock *system_clock_peek(void);

#endif
