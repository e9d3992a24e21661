/* Creates the class for writing discs through COM, else through the exports of the DLL in the same folder. */
#include "imapi2fs/data_writer.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"

enum { PATH_CHARS = 32768 };

static const WCHAR name[] = L"imapi2.dll";

/* Our own DLL's path with the other's name; base_free(). NULL: it cannot be told. */
static WCHAR *path_beside(void)
{
    WCHAR *path = base_alloc((PATH_CHARS + ARRAYSIZE(name)) * sizeof *path), *leaf = NULL;
    HMODULE ours;
    DWORD length;

    if (!path) return NULL;
    if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                           (const WCHAR *)name, &ours)) {
        length = GetModuleFileNameW(ours, path, PATH_CHARS);
        if (length && length < PATH_CHARS) leaf = wcsrchr(path, L'\\');
    }
    if (leaf) {
        wcscpy(leaf + 1, name);
        return path;
    }
    base_free(path);
    return NULL;
}

static HRESULT create_from(HMODULE library, IDiscFormat2Data **format)
{
    typedef HRESULT(WINAPI * get_class_object)(REFCLSID, REFIID, void **);
    void *entry = (void *)GetProcAddress(library, "DllGetClassObject");
    IClassFactory *factory;
    HRESULT hr;

    if (!entry) return REGDB_E_CLASSNOTREG;
    hr = ((get_class_object)entry)(&CLSID_MsftDiscFormat2Data, &IID_IClassFactory, (void **)&factory);
    if (FAILED(hr)) return hr == CLASS_E_CLASSNOTAVAILABLE ? REGDB_E_CLASSNOTREG : hr;
    hr = IClassFactory_CreateInstance(factory, NULL, &IID_IDiscFormat2Data, (void **)format);
    IClassFactory_Release(factory);
    return hr;
}

static HRESULT create_beside(struct data_writer *writer)
{
    WCHAR *path = path_beside();
    HRESULT hr;

    if (!path) return REGDB_E_CLASSNOTREG;
    if (!GetModuleHandleExW(0, path, &writer->library)) {
        writer->is_new = true;
        writer->library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    }
    base_free(path);
    if (!writer->library) return REGDB_E_CLASSNOTREG;
    hr = create_from(writer->library, &writer->format);
    if (FAILED(hr)) data_writer_end(writer);
    return hr;
}

HRESULT data_writer_begin(struct data_writer *writer)
{
    HRESULT hr;

    memset(writer, 0, sizeof *writer);
    hr = CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscFormat2Data,
                          (void **)&writer->format);
    return hr == REGDB_E_CLASSNOTREG ? create_beside(writer) : hr;
}

/* A library that came for this goes with it, unless something of it lives. */
void data_writer_end(struct data_writer *writer)
{
    typedef HRESULT(WINAPI * can_unload)(void);
    void *entry;

    if (writer->format) IDiscFormat2Data_Release(writer->format);
    if (writer->library) {
        entry = (void *)GetProcAddress(writer->library, "DllCanUnloadNow");
        if (!writer->is_new || (entry && ((can_unload)entry)() == S_OK)) FreeLibrary(writer->library);
    }
    memset(writer, 0, sizeof *writer);
}
