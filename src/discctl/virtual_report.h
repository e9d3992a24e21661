/* Shared by the verbs of `virtual`: opens a recorder's settings, and reports errors of the system. */
#ifndef OPENIMAPI2_DISCCTL_VIRTUAL_REPORT_H
#define OPENIMAPI2_DISCCTL_VIRTUAL_REPORT_H

#include <windows.h>

#include "discctl/arguments.h"

/* The root of the recorders that the verb works on: HKEY_CURRENT_USER, or HKEY_LOCAL_MACHINE with --machine. */
HKEY virtual_root(const struct arguments *arguments);

/* The command that creates a recorder visible to this program and to others that run as it does. */
const char *virtual_add_command(void);

/* The key of the recorder that the positional argument names, RegCloseKey(). Returns EXIT_DONE; if there is no such
 * recorder, reports that and returns EXIT_FAILED.
 */
int virtual_open_or_report(const struct arguments *arguments, HKEY *key);

/* Report a failure of the registry or the file system: `what` failed, with the system's error text. Returns
 * EXIT_FAILED.
 */
int virtual_report_system(const struct arguments *arguments, DWORD error, const char *what);

/* Report a failure with a text of our own, which this call frees. Returns EXIT_FAILED. */
int virtual_report_text(const struct arguments *arguments, DWORD error, char *text);

#endif
