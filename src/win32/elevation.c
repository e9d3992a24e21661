#include "win32/elevation.h"

#include "win32/wine.h"

bool win32_is_elevated_half(void)
{
    TOKEN_ELEVATION_TYPE type = TokenElevationTypeDefault;
    DWORD size;
    HANDLE token;
    bool is_full;

    if (win32_is_wine()) return false;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return false;
    /* Windows before Vista does not know the question: there tokens are not split. */
    is_full =
        GetTokenInformation(token, TokenElevationType, &type, sizeof type, &size) && type == TokenElevationTypeFull;
    CloseHandle(token);
    return is_full;
}

const HKEY *win32_settings_roots(size_t *count)
{
    static const HKEY user_then_machine[] = {HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE};
    bool elevated = win32_is_elevated_half();

    *count = elevated ? 1 : 2;
    return user_then_machine + elevated;
}
