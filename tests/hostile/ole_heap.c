/* An IMallocSpy that counts and fails allocations of CoTaskMemAlloc. */
#include "hostile/ole_heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <objbase.h>
#include <oleauto.h>
#include <cmocka.h>

#include "com/com_fixture.h"

static LONG live, fail_in;
static bool has_failed;

static HRESULT WINAPI spy_QueryInterface(IMallocSpy *spy, REFIID iid, void **out)
{
    *out = IsEqualIID(iid, &IID_IMallocSpy) || IsEqualIID(iid, &IID_IUnknown) ? spy : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI spy_AddRef(IMallocSpy *spy)
{
    (void)spy;
    return 2;
}

static ULONG WINAPI spy_Release(IMallocSpy *spy)
{
    (void)spy;
    return 1;
}

/* 0 makes the allocation fail (IMallocSpy::PreAlloc documentation). */
static SIZE_T count_down(SIZE_T bytes)
{
    if (fail_in <= 0 || InterlockedDecrement(&fail_in)) return bytes ? bytes : 1;
    has_failed = true;
    return 0;
}

static SIZE_T WINAPI spy_PreAlloc(IMallocSpy *spy, SIZE_T bytes)
{
    (void)spy;
    return count_down(bytes);
}

static void *WINAPI spy_PostAlloc(IMallocSpy *spy, void *block)
{
    (void)spy;
    if (block) InterlockedIncrement(&live);
    return block;
}

static void *WINAPI spy_PreFree(IMallocSpy *spy, void *block, BOOL is_ours)
{
    (void)spy;
    if (block && is_ours) InterlockedDecrement(&live);
    return block;
}

static void WINAPI spy_PostFree(IMallocSpy *spy, BOOL is_ours)
{
    (void)spy, (void)is_ours;
}

static SIZE_T WINAPI spy_PreRealloc(IMallocSpy *spy, void *block, SIZE_T bytes, void **request, BOOL is_ours)
{
    (void)spy, (void)is_ours;
    *request = block;
    return count_down(bytes);
}

static void *WINAPI spy_PostRealloc(IMallocSpy *spy, void *block, BOOL is_ours)
{
    (void)spy, (void)is_ours;
    return block;
}

static void *WINAPI spy_PreGetSize(IMallocSpy *spy, void *block, BOOL is_ours)
{
    (void)spy, (void)is_ours;
    return block;
}

static SIZE_T WINAPI spy_PostGetSize(IMallocSpy *spy, SIZE_T bytes, BOOL is_ours)
{
    (void)spy, (void)is_ours;
    return bytes;
}

static void *WINAPI spy_PreDidAlloc(IMallocSpy *spy, void *block, BOOL is_ours)
{
    (void)spy, (void)is_ours;
    return block;
}

static int WINAPI spy_PostDidAlloc(IMallocSpy *spy, void *block, BOOL is_ours, int actual)
{
    (void)spy, (void)block, (void)is_ours;
    return actual;
}

static void WINAPI spy_HeapMinimize(IMallocSpy *spy)
{
    (void)spy;
}

static IMallocSpyVtbl vtable = {
    spy_QueryInterface, spy_AddRef,      spy_Release,      spy_PreAlloc,     spy_PostAlloc,
    spy_PreFree,        spy_PostFree,    spy_PreRealloc,   spy_PostRealloc,  spy_PreGetSize,
    spy_PostGetSize,    spy_PreDidAlloc, spy_PostDidAlloc, spy_HeapMinimize, spy_HeapMinimize,
};
static IMallocSpy spy = {&vtable};

void ole_heap_begin(void)
{
    /* Documented, and in neither header nor import library of mingw. */
    void(WINAPI * no_cache)(void) =
        (void(WINAPI *)(void))(void *)GetProcAddress(GetModuleHandleA("oleaut32"), "SetOaNoCache");

    assert_non_null(no_cache);
    no_cache();
    assert_int_equal(CoRegisterMallocSpy(&spy), S_OK);
}

void ole_heap_end(void)
{
    CoRevokeMallocSpy();
}

long ole_heap_live(void)
{
    return live;
}

void ole_heap_fail_nth(long nth)
{
    has_failed = false;
    fail_in = nth;
}

bool ole_heap_has_failed(void)
{
    return has_failed;
}

int hostile_begin(void **state)
{
    if (com_fixture_begin(state)) return 1;
    ole_heap_begin();
    return 0;
}

int hostile_end(void **state)
{
    ole_heap_end();
    return com_fixture_end(state);
}
