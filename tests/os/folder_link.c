/* Makes links and junctions among folders, for tests that attack paths. */
#include "os/folder_link.h"

#include <stdio.h>
#include <wchar.h>

enum { DEADLINE_MS = 120000 };

typedef char *(CDECL *get_unix_name)(const wchar_t *);

static get_unix_name find_unix_name(void)
{
    return (get_unix_name)(void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
}

static void run(wchar_t *command)
{
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;

    if (!CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process)) return;
    if (find_unix_name()) return; /* of a Unix program there are no handles, whatever stands in the struct */
    WaitForSingleObject(process.hProcess, DEADLINE_MS);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
}

/* Wine does not tell when a Unix program ends. */
static bool becomes(const wchar_t *path, bool is_there)
{
    DWORD began_ms = GetTickCount();

    while ((GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES) != is_there) {
        if (GetTickCount() - began_ms >= DEADLINE_MS) return false;
        Sleep(10);
    }
    return true;
}

/* Run a program of Unix with one or two paths as its arguments. */
static void run_unix(const wchar_t *program, const wchar_t *first, const wchar_t *second)
{
    get_unix_name unix_name = find_unix_name();
    char *one = unix_name(first), *two = second ? unix_name(second) : NULL;
    wchar_t command[4 * MAX_PATH];

    _snwprintf(command, ARRAYSIZE(command), L"%ls \"%hs\" \"%hs\"", program, one ? one : "", two ? two : "");
    if (!two) command[wcslen(command) - 3] = L'\0';
    run(command);
    if (one) HeapFree(GetProcessHeap(), 0, one);
    if (two) HeapFree(GetProcessHeap(), 0, two);
}

bool folder_link_make(const wchar_t *link, const wchar_t *target)
{
    wchar_t command[3 * MAX_PATH];

    if (find_unix_name()) {
        run_unix(L"Z:\\bin\\ln -s", target, link);
    } else {
        if (!(GetFileAttributesW(target) & FILE_ATTRIBUTE_DIRECTORY)) return false;
        _snwprintf(command, ARRAYSIZE(command), L"cmd.exe /c mklink /J \"%ls\" \"%ls\"", link, target);
        run(command);
    }
    return becomes(link, true);
}

/* Windows' own functions would remove what a link of Unix leads to. */
void folder_link_remove(const wchar_t *link)
{
    if (find_unix_name())
        run_unix(L"Z:\\bin\\rm -f", link, NULL);
    else
        RemoveDirectoryW(link);
    becomes(link, false);
}
