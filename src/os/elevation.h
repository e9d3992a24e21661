/* Decides which settings this process may follow: the user's and the machine's, or the machine's alone. */
#ifndef OPENIMAPI2_OS_ELEVATION_H
#define OPENIMAPI2_OS_ELEVATION_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

/* Is this process elevated (UAC)? An elevated process has rights that the user's other programs lack: they must not
 * steer it through the user's registry or environment. Also true when the system does not say. Always false under Wine
 * and on Windows before Vista, which have no UAC.
 */
bool os_is_elevated(void);

/* The registry roots whose settings apply, in order of precedence: HKCU and HKLM, or HKLM alone in an elevated process.
 */
const HKEY *os_settings_roots(size_t *count);

#endif
