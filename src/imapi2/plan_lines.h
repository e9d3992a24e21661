/* The steps of a dry run as the lines of IOpenDiscFormat2Data::Plan (idl/openimapi2.idl describes their format). */
#ifndef OPENIMAPI2_IMAPI2_PLAN_LINES_H
#define OPENIMAPI2_IMAPI2_PLAN_LINES_H

#include <stddef.h>
#include <windows.h>

#include "burn/dry_run.h"

struct plan_lines {
    char *bytes; /* owned; ASCII, without a terminating NUL */
    size_t count, capacity;
};

/* lines: initially all 0; free with plan_lines_free. The returned steps, to be passed to burn_dry_run, point to lines.
 */
struct burn_planned_steps plan_lines_take(struct plan_lines *lines);

/* NULL: no memory. */
BSTR plan_lines_string(const struct plan_lines *lines);

void plan_lines_free(struct plan_lines *lines);

#endif
