/* The steps of IOpenDiscFormat2Data::Plan, printed. */
#ifndef OPENIMAPI2_DISCCTL_BURN_PLAN_H
#define OPENIMAPI2_DISCCTL_BURN_PLAN_H

#include <stdbool.h>

#include <windows.h>

/* With json, prints the object of a success with the member "steps" added: {"step", "commands", "cdb", "list"}.
 * text     printed after the steps.
 * returns  EXIT_DONE.
 */
int burn_plan_report(bool json, const wchar_t *steps, const char *text);

#endif
