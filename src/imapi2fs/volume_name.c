/* The rules for names of the volume. */
#include "imapi2fs/volume_name.h"

#include <string.h>
#include <wchar.h>

enum { JOLIET_NAME_MAX = 16 }; /* UCS-2 in a field of 32 bytes: the Joliet specification, "Volume Identifier" */

bool volume_name_is_valid(BSTR name)
{
    UINT count = SysStringLen(name), i;

    if (count < 1 || count > FS_VOLUME_NAME_MAX) return false;
    for (i = 0; i < count; i++) {
        if (name[i] < 0x20 || wcschr(L"\\/:*?\"<>|;", name[i])) return false;
    }
    return true;
}

size_t volume_name_of_image(BSTR name, uint16_t *units)
{
    size_t count = SysStringLen(name);

    if (count > FS_VOLUME_NAME_MAX) count = FS_VOLUME_NAME_MAX;
    memcpy(units, name, count * sizeof units[0]);
    return count;
}

/* The d-characters of ECMA-119 7.4.1. */
static WCHAR d_character(WCHAR unit)
{
    if (unit >= L'a' && unit <= L'z') return (WCHAR)(unit - L'a' + L'A');
    if ((unit >= L'A' && unit <= L'Z') || (unit >= L'0' && unit <= L'9')) return unit;
    return L'_';
}

HRESULT volume_name_get(BSTR name, FsiFileSystems system, BSTR *out)
{
    UINT count = SysStringLen(name), i;

    *out = NULL;
    if (!name) return S_OK;
    if (system == FsiFileSystemJoliet && count > JOLIET_NAME_MAX) count = JOLIET_NAME_MAX;
    *out = SysAllocStringLen(name, count);
    if (!*out) return E_OUTOFMEMORY;
    for (i = 0; system == FsiFileSystemISO9660 && i < count; i++)
        (*out)[i] = d_character((*out)[i]);
    return S_OK;
}
