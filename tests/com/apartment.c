/* Runs a function in a single-threaded or in the multithreaded apartment, on a thread of its own. */
#include "com/apartment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DEADLINE_MS = 100000 };

struct start {
    DWORD apartment;
    HRESULT (*run)(void *context);
    void *context;
};

static DWORD WINAPI begin(void *context)
{
    struct start start = *(struct start *)context;
    HRESULT hr = CoInitializeEx(NULL, start.apartment);

    free(context);
    if (FAILED(hr)) return (DWORD)hr;
    hr = start.run(start.context);
    CoUninitialize();
    return (DWORD)hr;
}

HANDLE apartment_start(DWORD apartment, HRESULT (*run)(void *context), void *context)
{
    struct start *start = malloc(sizeof *start);
    HANDLE thread;

    assert_non_null(start);
    start->apartment = apartment;
    start->run = run;
    start->context = context;
    thread = CreateThread(NULL, 0, begin, start, 0, NULL);
    assert_non_null(thread);
    return thread;
}

HRESULT apartment_join(HANDLE thread)
{
    DWORD began_ms = GetTickCount();
    DWORD code = (DWORD)E_FAIL;
    MSG message;

    while (MsgWaitForMultipleObjects(1, &thread, FALSE, 1000, QS_ALLINPUT) != WAIT_OBJECT_0) {
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
        if (GetTickCount() - began_ms > DEADLINE_MS) fail_msg("the thread does not end");
    }
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return (HRESULT)code;
}

HRESULT apartment_run(DWORD apartment, HRESULT (*run)(void *context), void *context)
{
    return apartment_join(apartment_start(apartment, run, context));
}
