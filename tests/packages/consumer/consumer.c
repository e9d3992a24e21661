/* Asks both DLLs for one object, and says which files serve it: those beside this program, when nothing is registered.
 */
#define COBJMACROS
#include <stdio.h>
#include <windows.h>

#include <imapi2.h>
#include <imapi2fs.h>

static int show_server(const char *name, IUnknown *object)
{
    char path[MAX_PATH], own[MAX_PATH];
    HMODULE module = NULL;

    if (!GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            (const char *)object->lpVtbl, &module) ||
        !GetModuleFileNameA(module, path, MAX_PATH) || !GetModuleFileNameA(NULL, own, MAX_PATH)) {
        printf("%s: its module cannot be found\n", name);
        return 1;
    }
    *strrchr(own, '\\') = '\0';
    printf("%s: %s, %s this program\n", name, strrchr(path, '\\') + 1,
           strncmp(path, own, strlen(own)) == 0 ? "beside" : "not beside");
    return 0;
}

int main(void)
{
    IFileSystemImage *image = NULL;
    IDiscMaster2 *master = NULL;
    LONG count = -1;
    int failures = 0;
    HRESULT hr;

    hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (FAILED(hr)) return 1;
    hr = CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscMaster2, (void **)&master);
    if (FAILED(hr) || FAILED(IDiscMaster2_get_Count(master, &count))) {
        printf("MsftDiscMaster2: %08lx\n", (unsigned long)hr);
        failures++;
    } else {
        printf("recorders: %ld\n", (long)count);
        failures += show_server("MsftDiscMaster2", (IUnknown *)master);
    }
    hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_INPROC_SERVER, &IID_IFileSystemImage,
                          (void **)&image);
    if (FAILED(hr)) {
        printf("MsftFileSystemImage: %08lx\n", (unsigned long)hr);
        failures++;
    } else {
        failures += show_server("MsftFileSystemImage", (IUnknown *)image);
    }
    if (master) IDiscMaster2_Release(master);
    if (image) IFileSystemImage_Release(image);
    CoUninitialize();
    return failures;
}
