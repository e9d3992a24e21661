#include "win32/device_list.h"

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>
#include <setupapi.h>

#include "base/alloc.h"
#include "win32/device_path.h"
#include "win32/system_error.h"
#include "win32/utf.h"

/* Typed here, since the system's headers give it only together with a definition of every other GUID. */
const GUID device_list_class = {0x53F56308, 0xB6BF, 0x11D0, {0x94, 0xF2, 0x00, 0xA0, 0xC9, 0x1E, 0xFB, 0x8B}};

enum { DETAIL_MAX_BYTES = 65536 };

enum walk { WALK_ON, WALK_NO_MEMORY };

/* An interface that went away in between, or whose path is no possible ID, is left out. */
static enum walk visit_interface(HDEVINFO set, SP_DEVICE_INTERFACE_DATA *interface_data, device_visit visit,
                                 void *context)
{
    SP_DEVICE_INTERFACE_DETAIL_DATA_W *detail;
    char id[DEVICE_ID_SIZE];
    DWORD size_bytes = 0;
    enum walk walk = WALK_ON;

    SetupDiGetDeviceInterfaceDetailW(set, interface_data, NULL, 0, &size_bytes, NULL);
    if (size_bytes < sizeof *detail || size_bytes > DETAIL_MAX_BYTES) return WALK_ON;
    detail = base_alloc((size_t)size_bytes + sizeof(wchar_t)); /* zeroed: the path ends in any case */
    if (!detail) return WALK_NO_MEMORY;
    detail->cbSize = sizeof *detail;
    if (SetupDiGetDeviceInterfaceDetailW(set, interface_data, detail, size_bytes, NULL, NULL) &&
        utf8_from_wide(detail->DevicePath, id, sizeof id) && id[0] && !visit(context, id))
        walk = WALK_NO_MEMORY;
    base_free(detail);
    return walk;
}

static enum walk visit_interfaces(device_visit visit, void *context, bool *is_any)
{
    SP_DEVICE_INTERFACE_DATA interface_data = {.cbSize = sizeof interface_data};
    enum walk walk = WALK_ON;
    DWORD i;
    HDEVINFO set = SetupDiGetClassDevsW(&device_list_class, NULL, NULL, DIGCF_PRESENT | DIGCF_DEVICEINTERFACE);

    *is_any = false;
    if (set == INVALID_HANDLE_VALUE) return WALK_ON;
    for (i = 0; walk == WALK_ON && SetupDiEnumDeviceInterfaces(set, NULL, &device_list_class, i, &interface_data);
         i++) {
        *is_any = true;
        walk = visit_interface(set, &interface_data, visit, context);
    }
    SetupDiDestroyDeviceInfoList(set);
    return walk;
}

static enum walk visit_letters(device_visit visit, void *context)
{
    DWORD letters = GetLogicalDrives();
    wchar_t root[] = L"X:\\";
    char id[DEVICE_ID_SIZE];
    int i;

    for (i = 0; i < 26; i++) {
        root[0] = (wchar_t)(L'A' + i);
        if (!(letters & 1U << i) || GetDriveTypeW(root) != DRIVE_CDROM) continue;
        device_id_from_letter((char)('A' + i), id);
        if (!visit(context, id)) return WALK_NO_MEMORY;
    }
    return WALK_ON;
}

enum drive_status device_list_visit(device_visit visit, void *context, struct drive_failure *failure)
{
    bool is_any;
    enum walk walk = visit_interfaces(visit, context, &is_any);

    if (walk == WALK_ON && !is_any) walk = visit_letters(visit, context);
    return win32_fail(failure, walk == WALK_ON ? DRIVE_OK : DRIVE_NO_MEMORY, 0);
}
