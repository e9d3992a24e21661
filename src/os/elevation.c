/* Asks the process token whether UAC elevated it, and names the registry roots that may steer the process. */
#include "os/elevation.h"

#include "os/wine.h"

/* A token that the system does not describe counts as elevated: then the user's settings are left out, and steer
 * nothing.
 */
static bool is_elevated(HANDLE token)
{
    TOKEN_ELEVATION_TYPE type;
    DWORD size;

    if (GetTokenInformation(token, TokenElevationType, &type, sizeof type, &size))
        return type == TokenElevationTypeFull;
    /* Windows before Vista does not know the question: it has no UAC. */
    return GetLastError() != ERROR_INVALID_PARAMETER;
}

bool os_is_elevated(void)
{
    HANDLE token;
    bool elevated;

    if (os_is_wine()) return false;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return true;
    elevated = is_elevated(token);
    CloseHandle(token);
    return elevated;
}

const HKEY *os_settings_roots(size_t *count)
{
    static const HKEY user_then_machine[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};
    bool elevated = os_is_elevated();

    *count = elevated ? 1 : 2;
    return user_then_machine + elevated;
}
