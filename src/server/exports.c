/* The exported functions of a DLL, from its description. */
#include <windows.h>

#include <objbase.h>
#include <olectl.h>

#include "base/text.h"
#include "com/class_factory.h"
#include "com/error_info.h"
#include "com/module.h"
#include "os/wine.h"
#include "server/module.h"
#include "server/registration.h"

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
    const struct server_class *entry = context;
    const void *environment = NULL;
    HRESULT hr = S_OK;

    *out = NULL;
    com_module_add(); /* keeps the environment until the object counts by itself */
    if (server_module.get_environment) hr = server_module.get_environment(&environment);
    if (SUCCEEDED(hr)) hr = entry->create(environment, iid, out);
    com_module_release();
    return hr;
}

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    const struct server_class *entry;

    if (!out) return E_POINTER;
    *out = NULL;
    entry = server_class_find(&server_module, clsid);
    return entry ? com_class_factory_create(create, entry, iid, out) : CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow(void)
{
    return com_module_count() ? S_FALSE : S_OK;
}

/* The user of regsvr32 sees a number; a reader of IErrorInfo or standard error sees the sentence, too. */
static HRESULT say(HRESULT hr, const char *sentence)
{
    HANDLE output = GetStdHandle(STD_ERROR_HANDLE);
    char line[1024];
    struct text text = text_in(line, sizeof line);
    DWORD written;

    text_printf(&text, "%s\r\n", sentence);
    OutputDebugStringA(line);
    if (output && output != INVALID_HANDLE_VALUE) WriteFile(output, line, (DWORD)text.length, &written, NULL);
    return com_error_set(hr, &IID_NULL, server_module.product, sentence);
}

static HRESULT change_registration(HKEY root, BOOL takes_names,
                                   HRESULT (*change)(const struct registration *, struct text *))
{
    struct registration registration = {&server_module, root, REGISTRATION_NATIVE_VIEW, NULL, takes_names != FALSE};
    WCHAR path[MAX_PATH + 1];
    char sentence[1024];
    struct text text = text_in(sentence, sizeof sentence);
    DWORD length;
    HRESULT hr;

    length = GetModuleFileNameW(com_module_instance(), path, ARRAYSIZE(path));
    if (!length || length == ARRAYSIZE(path)) return SELFREG_E_CLASS;
    registration.path = path;
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

/* regsvr32 /n /i:user: for this user alone, Microsoft's names too. regsvr32 /i without a command line asks for nothing
 * more.
 */
STDAPI DllInstall(BOOL install, LPCWSTR command_line)
{
    char sentence[512];
    struct text text = text_in(sentence, sizeof sentence);

    if (!command_line || !command_line[0]) return S_OK;
    if (lstrcmpiW(command_line, L"user")) {
        text_printf(&text, "%ls: the only command line known is: regsvr32 /n /i:user %ls", server_module.product,
                    server_module.file_name);
        return say(E_INVALIDARG, sentence);
    }
    if (install && os_is_wine()) {
        text_printf(&text,
                    "%ls: Wine does not look at classes that are registered for one user; a Wine prefix belongs to one "
                    "user already. Use: regsvr32 %ls",
                    server_module.product, server_module.file_name);
        return say(HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED), sentence);
    }
    return change_registration(HKEY_CURRENT_USER, TRUE, install ? registration_write : registration_remove);
}
