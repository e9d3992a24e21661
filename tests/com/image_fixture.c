/* The fixture of the image tests: files that are mostly zero. */
#include "com/image_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { FILES_MAX = 64 };

static WCHAR paths[FILES_MAX][MAX_PATH];
static size_t path_count;

const WCHAR *image_make(const WCHAR *name, ULONGLONG size, const struct client_piece *pieces)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)size};
    WCHAR *path = paths[path_count];
    HANDLE file;
    DWORD written;

    assert_true(path_count < FILES_MAX);
    assert_in_range(GetTempPathW(MAX_PATH, path), 1, MAX_PATH - 80);
    wcscat(path, L"openimapi2-");
    wcscat(path, name);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    path_count++;
    assert_true(SetFilePointerEx(file, place, NULL, FILE_BEGIN) && SetEndOfFile(file));
    for (; pieces && pieces->bytes; pieces++) {
        place.QuadPart = (LONGLONG)pieces->offset;
        assert_true(SetFilePointerEx(file, place, NULL, FILE_BEGIN));
        assert_true(WriteFile(file, pieces->bytes, pieces->count, &written, NULL) && written == pieces->count);
    }
    CloseHandle(file);
    return path;
}

void image_delete_all(void)
{
    while (path_count > 0) {
        path_count--;
        DeleteFileW(paths[path_count]);
        assert_int_equal(GetFileAttributesW(paths[path_count]), INVALID_FILE_ATTRIBUTES); /* nobody holds it open */
    }
}
