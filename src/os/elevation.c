#include "os/elevation.h"

#include "os/wine.h"

/* What cannot be found out counts as the full half: then the user's settings are left out, and nobody is led by them. */
static bool is_full_half(HANDLE token)
{
    TOKEN_ELEVATION_TYPE type;
    DWORD size;

    if (GetTokenInformation(token, TokenElevationType, &type, sizeof type, &size))
        return type == TokenElevationTypeFull;
    /* Windows before Vista does not know the question: there tokens are not split. */
    return GetLastError() != ERROR_INVALID_PARAMETER;
}

bool os_is_elevated(void)
{
    HANDLE token;
    bool is_full;

    if (os_is_wine()) return false;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return true;
    is_full = is_full_half(token);
    CloseHandle(token);
    return is_full;
}

const HKEY *os_settings_roots(size_t *count)
{
    static const HKEY user_then_machine[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};
    bool elevated = os_is_elevated();

    *count = elevated ? 1 : 2;
    return user_then_machine + elevated;
}
