#include "imapi2/client_name.h"

#include <string.h>

static bool is_allowed(WCHAR character)
{
    if (character >= L'A' && character <= L'Z') return true;
    if (character >= L'a' && character <= L'z') return true;
    if (character >= L'0' && character <= L'9') return true;
    return character && wcschr(L" .,:;-_", character);
}

bool client_name_from_bstr(BSTR name, char out[DRIVE_HOLDER_SIZE])
{
    UINT length = SysStringLen(name);
    UINT i;

    out[0] = '\0';
    if (!length || length >= DRIVE_HOLDER_SIZE) return false;
    for (i = 0; i < length; i++) {
        if (!is_allowed(name[i])) return false;
    }
    for (i = 0; i < length; i++)
        out[i] = (char)name[i];
    out[length] = '\0';
    return true;
}
