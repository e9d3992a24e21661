/* Lists device interfaces of optical drives by SetupAPI, or drive letters if there are no interfaces. */
#include "win32/device_list.h"

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "base/alloc.h"
#include "win32/device_path.h"
#include "win32/drive_letter.h"
#include "win32/setup_api.h"
#include "os/system_error.h"
#include "os/utf.h"
#include "os/wine.h"

/* Typed here, since the system's headers give it only together with a definition of every other GUID. */
const GUID device_list_class = {0x53F56308, 0xB6BF, 0x11D0, {0x94, 0xF2, 0x00, 0xA0, 0xC9, 0x1E, 0xFB, 0x8B}};

enum { DETAIL_MAX_BYTES = 65536 };

/* An interface that went away in between: SetupAPI's words for it, and those of whoever it asks. */
static bool is_gone(DWORD error)
{
    switch (error) {
    case ERROR_INVALID_DATA:
    case ERROR_NOT_FOUND:
    case ERROR_NO_SUCH_DEVINST:
    case ERROR_DEVICE_INTERFACE_REMOVED:
    case ERROR_NO_SUCH_DEVICE_INTERFACE:
        return true;
    default:
        return os_is_gone(error);
    }
}

/* A system that knows no such class of interfaces, or no interfaces at all. */
static bool has_no_interfaces(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_CALL_NOT_IMPLEMENTED || error == ERROR_NOT_SUPPORTED ||
           error == ERROR_INVALID_CLASS;
}

static enum drive_status skip_or_fail(DWORD error, struct drive_failure *failure)
{
    return is_gone(error) ? os_fail(failure, DRIVE_OK, 0) : os_fail_by_error(failure, error);
}

/* What went away in between, and what has a path that is no possible ID, is left out. */
static enum drive_status visit_interface(const struct setup_api *api, HDEVINFO set,
                                         SP_DEVICE_INTERFACE_DATA *interface_data, device_visit visit, void *context,
                                         struct drive_failure *failure)
{
    SP_DEVICE_INTERFACE_DETAIL_DATA_W *detail;
    char id[DEVICE_ID_SIZE];
    DWORD size_bytes = 0, error;
    enum drive_status status = os_fail(failure, DRIVE_OK, 0);

    if (!api->get_device_interface_detail(set, interface_data, NULL, 0, &size_bytes, NULL)) {
        error = GetLastError();
        if (error != ERROR_INSUFFICIENT_BUFFER) return skip_or_fail(error, failure);
    }
    if (size_bytes < sizeof *detail || size_bytes > DETAIL_MAX_BYTES) return status;
    detail = base_alloc((size_t)size_bytes + sizeof(wchar_t)); /* zeroed: the path ends in any case */
    if (!detail) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    detail->cbSize = sizeof *detail;
    if (!api->get_device_interface_detail(set, interface_data, detail, size_bytes, NULL, NULL)) {
        status = skip_or_fail(GetLastError(), failure);
    } else if (utf8_from_wide(detail->DevicePath, id, sizeof id) && id[0] && !visit(context, id)) {
        status = os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    base_free(detail);
    return status;
}

static enum drive_status visit_interfaces(device_visit visit, void *context, bool *is_any,
                                          struct drive_failure *failure)
{
    SP_DEVICE_INTERFACE_DATA interface_data = {.cbSize = sizeof interface_data};
    enum drive_status status = os_fail(failure, DRIVE_OK, 0);
    DWORD error, i;
    struct setup_api api;
    HDEVINFO set;

    *is_any = false;
    if (!setup_api_bind(&api)) return os_fail_by_error(failure, GetLastError());
    set = api.get_class_devs(&device_list_class, NULL, NULL, DIGCF_PRESENT | DIGCF_DEVICEINTERFACE);
    if (set == INVALID_HANDLE_VALUE) {
        error = GetLastError();
        return has_no_interfaces(error) ? status : os_fail_by_error(failure, error);
    }
    for (i = 0; status == DRIVE_OK && api.enum_device_interfaces(set, NULL, &device_list_class, i, &interface_data);
         i++) {
        *is_any = true;
        status = visit_interface(&api, set, &interface_data, visit, context, failure);
    }
    if (status == DRIVE_OK) {
        error = GetLastError();
        if (error != ERROR_NO_MORE_ITEMS) status = os_fail_by_error(failure, error);
    }
    api.destroy_device_info_list(set);
    return status;
}

static enum drive_status visit_letters(device_visit visit, void *context, struct drive_failure *failure)
{
    DWORD letters;
    char id[DEVICE_ID_SIZE];
    int i;

    SetLastError(ERROR_SUCCESS);
    letters = GetLogicalDrives();
    if (!letters && GetLastError()) return os_fail_by_error(failure, GetLastError());
    for (i = 0; i < 26; i++) {
        if (!(letters & 1U << i) || !drive_letter_has_drive((wchar_t)(L'A' + i))) continue;
        device_id_from_letter((char)('A' + i), id);
        if (!visit(context, id)) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    return os_fail(failure, DRIVE_OK, 0);
}

enum drive_status device_list_visit(device_visit visit, void *context, struct drive_failure *failure)
{
    bool is_any;
    enum drive_status status = visit_interfaces(visit, context, &is_any, failure);

    return status == DRIVE_OK && !is_any && os_is_wine() ? visit_letters(visit, context, failure) : status;
}
