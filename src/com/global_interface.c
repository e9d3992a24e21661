/* A client's object in the Global Interface Table, with a reference count. */
#include "com/global_interface.h"

#include "base/alloc.h"

/* {0000033A-0000-0000-C000-000000000046}: a free-threaded marshaler is what an object is unmarshalled by that is
 * called directly. {94EA2B94-E9CC-49E0-C0FF-EE64CA8F5B90}: IAgileObject, which says the same since Windows 8. Neither
 * stands in the headers of XP.
 */
static const CLSID free_threaded_class = {0x0000033A, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
static const IID agile_iid = {0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};

struct com_global {
    LONG references;
    const IID *iid;               /* by which it stands in the table; constant */
    IGlobalInterfaceTable *table; /* held: giving the object back cannot fail for want of it; good in any apartment */
    DWORD cookie;
};

HRESULT com_global_keep_interface(IUnknown *object, REFIID iid, struct com_global **out)
{
    struct com_global *global = base_alloc(sizeof *global);
    HRESULT hr;

    *out = NULL;
    if (!global) return E_OUTOFMEMORY;
    global->references = 1;
    global->iid = iid;
    hr = CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable,
                          (void **)&global->table);
    if (SUCCEEDED(hr)) {
        hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(global->table, object, iid, &global->cookie);
        if (FAILED(hr)) IGlobalInterfaceTable_Release(global->table);
    }
    if (FAILED(hr)) {
        base_free(global);
        return hr;
    }
    *out = global;
    return S_OK;
}

HRESULT com_global_keep(IUnknown *object, struct com_global **out)
{
    return com_global_keep_interface(object, &IID_IUnknown, out);
}

void com_global_add_ref(struct com_global *global)
{
    InterlockedIncrement(&global->references);
}

void com_global_release(struct com_global *global)
{
    bool has_entered;

    if (!global || InterlockedDecrement(&global->references)) return;
    /* For this call the thread is in the multithreaded apartment, where it is in none. */
    has_entered = SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED));
    IGlobalInterfaceTable_RevokeInterfaceFromGlobal(global->table, global->cookie);
    IGlobalInterfaceTable_Release(global->table);
    if (has_entered) CoUninitialize();
    base_free(global);
}

HRESULT com_global_get(struct com_global *global, REFIID iid, void **out)
{
    IUnknown *object;
    HRESULT hr;

    *out = NULL;
    hr = IGlobalInterfaceTable_GetInterfaceFromGlobal(global->table, global->cookie, global->iid, (void **)&object);
    if (FAILED(hr)) return hr;
    if (IsEqualIID(iid, global->iid)) {
        *out = object;
        return S_OK;
    }
    hr = IUnknown_QueryInterface(object, iid, out);
    if (FAILED(hr)) *out = NULL;
    IUnknown_Release(object);
    return hr;
}

bool com_is_agile(IUnknown *object)
{
    IUnknown *agile;
    IMarshal *marshal;
    CLSID unmarshaler;
    HRESULT hr;

    if (SUCCEEDED(IUnknown_QueryInterface(object, &agile_iid, (void **)&agile))) {
        IUnknown_Release(agile);
        return true;
    }
    if (FAILED(IUnknown_QueryInterface(object, &IID_IMarshal, (void **)&marshal))) return false;
    hr =
        IMarshal_GetUnmarshalClass(marshal, &IID_IUnknown, object, MSHCTX_INPROC, NULL, MSHLFLAGS_NORMAL, &unmarshaler);
    IMarshal_Release(marshal);
    return SUCCEEDED(hr) && IsEqualCLSID(&unmarshaler, &free_threaded_class);
}
