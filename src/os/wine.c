/* Recognizes Wine by an export of its ntdll. */
#include "os/wine.h"

#include <string.h>

#include <winternl.h>

bool os_is_wine(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

    return ntdll && GetProcAddress(ntdll, "wine_get_version");
}

bool os_wine_name_of(HANDLE handle, wchar_t name[OS_WINE_NAME_CHARS])
{
    typedef NTSTATUS(NTAPI * query_object)(HANDLE, int, void *, ULONG, ULONG *);
    enum { OBJECT_NAME_INFORMATION = 1 };
    struct {
        UNICODE_STRING name;
        wchar_t room[OS_WINE_NAME_CHARS];
    } answer;
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    query_object query = ntdll ? (query_object)(void *)GetProcAddress(ntdll, "NtQueryObject") : NULL;
    size_t length;

    name[0] = L'\0';
    memset(&answer, 0, sizeof answer);
    if (!query || query(handle, OBJECT_NAME_INFORMATION, &answer, sizeof answer, NULL) != 0) return false;
    length = answer.name.Length / sizeof *name;
    if (!length || length >= OS_WINE_NAME_CHARS || !answer.name.Buffer) return false;
    memcpy(name, answer.name.Buffer, length * sizeof *name);
    name[length] = L'\0';
    return true;
}
