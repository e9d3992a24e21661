/* discctl_elevated.exe: discctl as it runs in an elevated prompt of Windows, which Wine does not have. Instead of
 * os/elevation.c.
 */
#include "os/elevation.h"

bool os_is_elevated(void)
{
    return true;
}

const HKEY *os_settings_roots(size_t *count)
{
    static const HKEY machine[] = {HKEY_LOCAL_MACHINE};

    *count = 1;
    return machine;
}
