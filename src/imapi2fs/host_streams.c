/* Finds named streams through functions of the system, which are looked up at run time because not every system has
 * them.
 */
#include "imapi2fs/host_streams.h"

#include <stdbool.h>
#include <wchar.h>

enum { STREAMS_MAX = 100000 }; /* of one file: a file system that never ends is left */

const struct host_stream_finder *host_stream_finder_of_system(void)
{
    static struct host_stream_finder finder; /* every thread writes the same */
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");

    finder.first =
        (HANDLE(WINAPI *)(const WCHAR *, int, void *, DWORD))(void *)GetProcAddress(kernel, "FindFirstStreamW");
    finder.next = (BOOL(WINAPI *)(HANDLE, void *))(void *)GetProcAddress(kernel, "FindNextStreamW");
    return finder.first && finder.next ? &finder : NULL;
}

/* ":name:$DATA"; the content itself is "::$DATA", and other types are the file system's own. */
static size_t length_of_name(const struct host_stream_data *data)
{
    static const WCHAR type[] = L":$DATA";
    size_t length = wcsnlen(data->name, ARRAYSIZE(data->name)), type_length = ARRAYSIZE(type) - 1;

    if (length == ARRAYSIZE(data->name) || length <= type_length + 1 || data->name[0] != L':') return 0;
    return wcscmp(data->name + length - type_length, type) ? 0 : length - type_length - 1;
}

/* Files without a stream, not even of content: a folder's, and those of file systems that know none. */
static bool is_nothing(DWORD error)
{
    return error == ERROR_HANDLE_EOF || error == ERROR_INVALID_PARAMETER || error == ERROR_INVALID_FUNCTION ||
           error == ERROR_NOT_SUPPORTED || error == ERROR_CALL_NOT_IMPLEMENTED;
}

HRESULT host_streams_find(const struct host_stream_finder *finder, const WCHAR *path,
                          HRESULT (*found)(void *context, const WCHAR *name, size_t count), void *context, DWORD *error)
{
    struct host_stream_data data;
    HANDLE find = finder->first(path, 0, &data, 0);
    HRESULT hr = S_OK;
    unsigned streams = 0;

    *error = 0;
    if (find == INVALID_HANDLE_VALUE) {
        if (!is_nothing(GetLastError())) *error = GetLastError();
        return S_OK;
    }
    do {
        size_t count = length_of_name(&data);

        if (count) hr = found(context, data.name + 1, count);
        if (++streams == STREAMS_MAX) SetLastError(ERROR_TOO_MANY_NAMES);
    } while (SUCCEEDED(hr) && streams < STREAMS_MAX && finder->next(find, &data));
    if (SUCCEEDED(hr) && GetLastError() != ERROR_HANDLE_EOF) *error = GetLastError();
    FindClose(find);
    return hr;
}
