/* The rule for the names of clients that hold a drive: 1 to 63 characters of a fixed set. */
#include "imapi2/client_name.h"

bool client_name_from_bstr(BSTR name, char out[DRIVE_HOLDER_SIZE])
{
    UINT length = SysStringLen(name);
    UINT i;

    out[0] = '\0';
    if (!length || length >= DRIVE_HOLDER_SIZE) return false;
    for (i = 0; i < length; i++) {
        if (!drive_holder_may_contain(name[i])) return false;
    }
    for (i = 0; i < length; i++)
        out[i] = (char)name[i];
    out[length] = '\0';
    return true;
}
