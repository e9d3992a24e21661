/* Whose settings a process may be steered by. */
#ifndef OPENIMAPI2_OS_ELEVATION_H
#define OPENIMAPI2_OS_ELEVATION_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

/* Is this process elevated (UAC)? It works with rights that the user's other programs lack: they must not steer it by
 * the user's registry or environment. Yes, too, when the system does not say. Never so under Wine and on Windows before
 * Vista, which have no UAC.
 */
bool os_is_elevated(void);

/* The roots of the registry under which our settings count, in their order: HKCU and HKLM, or HKLM alone. */
const HKEY *os_settings_roots(size_t *count);

#endif
