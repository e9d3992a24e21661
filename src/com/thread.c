/* Starts a thread that keeps the module loaded until the thread has ended. */
#include "com/thread.h"

#include <objbase.h>

#include "base/alloc.h"
#include "com/module.h"

struct start {
    void (*run)(void *context);
    void *context;
    HMODULE module;
    DWORD apartment;
};

static DWORD WINAPI begin(void *context)
{
    struct start start = *(struct start *)context;
    HRESULT hr = CoInitializeEx(NULL, start.apartment);

    base_free(context);
    start.run(start.context);
    com_module_release(); /* while COM is there: the last one gives the type library back */
    if (SUCCEEDED(hr)) CoUninitialize();
    FreeLibraryAndExitThread(start.module, 0);
}

bool com_thread_start_in(DWORD apartment, void (*run)(void *context), void *context)
{
    struct start *start = base_alloc(sizeof *start);
    HANDLE thread = NULL;

    if (!start) return false;
    start->run = run;
    start->context = context;
    start->apartment = apartment;
    com_module_add();
    /* Of this very copy of the library, by an address in it. */
    if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)(const void *)begin,
                           &start->module)) {
        thread = CreateThread(NULL, 0, begin, start, 0, NULL);
        if (!thread) FreeLibrary(start->module);
    }
    if (!thread) {
        base_free(start);
        com_module_release();
        return false;
    }
    CloseHandle(thread);
    return true;
}

bool com_thread_start(void (*run)(void *context), void *context)
{
    return com_thread_start_in(COINIT_MULTITHREADED, run, context);
}
