/* What the DLL exports. */
#include <windows.h>

#include <objbase.h>
#include <olectl.h>

#include "base/text.h"
#include "com/class_factory.h"
#include "com/error_info.h"
#include "com/module.h"
#include "dll/classes.h"
#include "dll/devices.h"
#include "dll/registration.h"
#include "os/wine.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        DisableThreadLibraryCalls(instance);
        return com_module_attach(instance);
    }
    if (reason == DLL_PROCESS_DETACH && !reserved)
        com_module_detach(); /* at the end of the process nothing needs to go */
    return TRUE;
}

static HRESULT create(const void *context, REFIID iid, void **out)
{
    const struct class_entry *entry = context;
    const struct base_clock *clock;
    struct device_source *devices;
    HRESULT hr;

    *out = NULL;
    com_module_add(); /* keeps the devices until the object counts by itself */
    hr = devices_get(&devices, &clock);
    if (SUCCEEDED(hr)) hr = entry->create(devices, clock, iid, out);
    com_module_release();
    return hr;
}

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    const struct class_entry *entry;

    if (!out) return E_POINTER;
    *out = NULL;
    entry = class_entry_find(clsid);
    return entry ? com_class_factory_create(create, entry, iid, out) : CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow(void)
{
    return com_module_count() ? S_FALSE : S_OK;
}

/* Who calls regsvr32 sees a number; whoever reads IErrorInfo or standard error sees the sentence too. */
static HRESULT say(HRESULT hr, const char *sentence)
{
    HANDLE output = GetStdHandle(STD_ERROR_HANDLE);
    char line[1024];
    struct text text = text_in(line, sizeof line);
    DWORD written;

    text_printf(&text, "%s\r\n", sentence);
    OutputDebugStringA(line);
    if (output && output != INVALID_HANDLE_VALUE) WriteFile(output, line, (DWORD)text.length, &written, NULL);
    return com_error_set(hr, &IID_NULL, L"OpenIMAPI2", sentence);
}

static HRESULT change_registration(HKEY root, BOOL takes_names,
                                   HRESULT (*change)(const struct registration *, struct text *))
{
    struct registration registration = {root, REGISTRATION_NATIVE_VIEW, NULL, takes_names != FALSE};
    WCHAR path[MAX_PATH + 1];
    char sentence[1024];
    struct text text = text_in(sentence, sizeof sentence);
    DWORD length;
    HRESULT hr;

    length = GetModuleFileNameW(com_module_instance(), path, ARRAYSIZE(path));
    if (!length || length == ARRAYSIZE(path)) return SELFREG_E_CLASS;
    registration.module = path;
    hr = change(&registration, &text);
    return SUCCEEDED(hr) ? hr : say(hr, sentence);
}

STDAPI DllRegisterServer(void)
{
    return change_registration(HKEY_LOCAL_MACHINE, FALSE, registration_write);
}

STDAPI DllUnregisterServer(void)
{
    return change_registration(HKEY_LOCAL_MACHINE, FALSE, registration_remove);
}

/* regsvr32 /n /i:user: for this user alone, Microsoft's names too. regsvr32 /i without a command line asks for nothing more. */
STDAPI DllInstall(BOOL install, LPCWSTR command_line)
{
    if (!command_line || !command_line[0]) return S_OK;
    if (lstrcmpiW(command_line, L"user")) {
        return say(E_INVALIDARG, "OpenIMAPI2: the only command line known is: regsvr32 /n /i:user imapi2.dll");
    }
    if (install && os_is_wine()) {
        return say(
            HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED),
            "OpenIMAPI2: Wine does not look at classes that are registered for one user; a Wine prefix belongs to one "
            "user already. Use: regsvr32 imapi2.dll");
    }
    return change_registration(HKEY_CURRENT_USER, TRUE, install ? registration_write : registration_remove);
}
