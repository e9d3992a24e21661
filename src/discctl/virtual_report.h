/* What the verbs of `virtual` share: to open a recorder's settings, and to say what the system refused. */
#ifndef OPENIMAPI2_DISCCTL_VIRTUAL_REPORT_H
#define OPENIMAPI2_DISCCTL_VIRTUAL_REPORT_H

#include <windows.h>

#include "discctl/arguments.h"

/* Whose recorders the verb is about: HKEY_CURRENT_USER, or HKEY_LOCAL_MACHINE with --machine. */
HKEY virtual_root(const struct arguments *arguments);

/* The command that makes a recorder which this program, and others that run as it does, then see. */
const char *virtual_add_command(void);

/* The key of the recorder that the positional argument names, RegCloseKey(). Returns EXIT_DONE, or has reported that
 * there is none and returns EXIT_FAILED.
 */
int virtual_open_or_report(const struct arguments *arguments, HKEY *key);

/* A failure of the registry or of the file system: `what` cannot be done, and the system's words. Returns EXIT_FAILED.
 */
int virtual_report_system(const struct arguments *arguments, DWORD error, const char *what);

/* A failure in words of our own. Takes and frees text. Returns EXIT_FAILED. */
int virtual_report_text(const struct arguments *arguments, DWORD error, char *text);

#endif
