/* SetupAPI, bound at its first use. */
#include "win32/setup_api.h"

#include <stddef.h>
#include <string.h>

#include "os/system_library.h"

static const struct {
    const char *name;
    size_t offset;
} functions[] = {
    {"SetupDiGetClassDevsW", offsetof(struct setup_api, get_class_devs)},
    {"SetupDiEnumDeviceInterfaces", offsetof(struct setup_api, enum_device_interfaces)},
    {"SetupDiGetDeviceInterfaceDetailW", offsetof(struct setup_api, get_device_interface_detail)},
    {"SetupDiDestroyDeviceInfoList", offsetof(struct setup_api, destroy_device_info_list)},
};

/* The first of several threads wins. */
static HMODULE get_library(void)
{
    static void *volatile loaded;
    HMODULE library = loaded;
    HMODULE first;

    if (library) return library;
    library = os_load_system_library(L"setupapi.dll");
    if (!library) return NULL;
    first = InterlockedCompareExchangePointer(&loaded, library, NULL);
    if (first) FreeLibrary(library);
    return first ? first : library;
}

bool setup_api_bind(struct setup_api *api)
{
    HMODULE library = get_library();
    FARPROC function;
    size_t i;

    if (!library) return false;
    for (i = 0; i < ARRAYSIZE(functions); i++) {
        function = GetProcAddress(library, functions[i].name);
        if (!function) return false;
        memcpy((char *)api + functions[i].offset, &function, sizeof function);
    }
    return true;
}
