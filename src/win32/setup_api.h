/* SetupAPI, bound when devices are first listed: loading it takes longer than the rest of a process's first activation.
 */
#ifndef OPENIMAPI2_WIN32_SETUP_API_H
#define OPENIMAPI2_WIN32_SETUP_API_H

#include <stdbool.h>
#include <windows.h>
#include <setupapi.h>

/* The functions of the same names. */
struct setup_api {
    __typeof__(&SetupDiGetClassDevsW) get_class_devs;
    __typeof__(&SetupDiEnumDeviceInterfaces) enum_device_interfaces;
    __typeof__(&SetupDiGetDeviceInterfaceDetailW) get_device_interface_detail;
    __typeof__(&SetupDiDestroyDeviceInfoList) destroy_device_info_list;
};

/* False: GetLastError says why; the next call tries again. The library stays loaded until the process ends, as if it
 * had been bound at load.
 */
bool setup_api_bind(struct setup_api *api);

#endif
