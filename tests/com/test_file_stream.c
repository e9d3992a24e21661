/* imapi2fs/file_stream.c and com/read_stream.c: every method of IStream. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/image_fixture.h"
#include "imapi2fs/file_stream.h"
#include "support/import.h"

/* The system's answers to questions about a file, as the test wants them. All zero: as they are. */
static struct {
    DWORD most;       /* bytes of one ReadFile */
    LONG reads_until; /* so many are as they are; then `error`, or without one the end of the file */
    bool has_end;     /* reads_until counts */
    DWORD error;      /* of ReadFile */
    DWORD size_error, time_error;
} system_says;

typedef BOOL(WINAPI *read_file)(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);
typedef BOOL(WINAPI *get_size)(HANDLE, PLARGE_INTEGER);
typedef BOOL(WINAPI *get_time)(HANDLE, LPFILETIME, LPFILETIME, LPFILETIME);

static void *system_function(const char *name)
{
    return (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), name);
}

static BOOL WINAPI read_as_told(HANDLE file, LPVOID bytes, DWORD count, LPDWORD got, LPOVERLAPPED place)
{
    read_file real = (read_file)system_function("ReadFile");

    if (system_says.has_end && system_says.reads_until-- <= 0) {
        *got = 0;
        SetLastError(system_says.error);
        return !system_says.error;
    }
    if (system_says.most && count > system_says.most) count = system_says.most;
    return real(file, bytes, count, got, place);
}

static BOOL WINAPI size_as_told(HANDLE file, PLARGE_INTEGER size)
{
    get_size real = (get_size)system_function("GetFileSizeEx");

    SetLastError(system_says.size_error);
    return system_says.size_error ? FALSE : real(file, size);
}

static BOOL WINAPI time_as_told(HANDLE file, LPFILETIME created, LPFILETIME accessed, LPFILETIME written)
{
    get_time real = (get_time)system_function("GetFileTime");

    SetLastError(system_says.time_error);
    return system_says.time_error ? FALSE : real(file, created, accessed, written);
}

extern read_file imported_read IMPORT(ReadFile, 20);
read_file imported_read = read_as_told;
extern get_size imported_size IMPORT(GetFileSizeEx, 8);
get_size imported_size = size_as_told;
extern get_time imported_time IMPORT(GetFileTime, 16);
get_time imported_time = time_as_told;

#define SOURCE L"OpenIMAPI2.FsiStream"
#define GIB    (1ull << 30)

static const struct client_piece letters[] = {{0, "abcdefghij", 10}, {0, NULL, 0}};

static IStream *open_stream(const WCHAR *path)
{
    DWORD error = 99;
    IStream *stream;

    assert_hr(file_stream_create(path, &stream, &error), S_OK);
    assert_int_equal(error, 0);
    return stream;
}

static int teardown(void **state)
{
    memset(&system_says, 0, sizeof system_says);
    image_delete_all();
    return com_fixture_teardown(state);
}

static HRESULT seek(IStream *stream, LONGLONG move, DWORD origin, ULONGLONG *position)
{
    LARGE_INTEGER by = {.QuadPart = move};
    ULARGE_INTEGER at = {.QuadPart = 0x5A5A5A5A5A5A5A5Aull};
    HRESULT hr = IStream_Seek(stream, by, origin, &at);

    *position = at.QuadPart;
    return hr;
}

static void assert_position(IStream *stream, ULONGLONG expected)
{
    ULONGLONG position;

    assert_hr(seek(stream, 0, STREAM_SEEK_CUR, &position), S_OK);
    assert_int_equal(position, expected);
}

/* ------------------------------------------------------------------------------------------------------------- Read */

static void Read__file__is_given_to_its_end(void **state)
{
    IStream *stream = open_stream(image_make(L"r.bin", 10, letters));
    char bytes[16] = "";
    ULONG got = 99;

    (void)state;
    assert_hr(IStream_Read(stream, bytes, 3, &got), S_OK);
    assert_int_equal(got, 3);
    assert_memory_equal(bytes, "abc", 4);
    assert_position(stream, 3);
    assert_hr(IStream_Read(stream, bytes, 16, &got), S_OK); /* more than there is */
    assert_int_equal(got, 7);
    assert_memory_equal(bytes, "defghij", 8);
    assert_hr(IStream_Read(stream, bytes, 16, &got), S_OK); /* at the end */
    assert_int_equal(got, 0);
    assert_hr(IStream_Read(stream, bytes, 0, NULL), S_OK);
    assert_no_error_info();
    got = 99;
    assert_hr(IStream_Read(stream, NULL, 1, &got), STG_E_INVALIDPOINTER);
    assert_int_equal(got, 0);
    assert_error_says(SOURCE, L"Reading from the stream failed (0x80030009)", NULL);
    IStream_Release(stream);
}

/* Places above 4 GiB need both halves of the offset. */
static void Read__large_file__any_place(void **state)
{
    static const struct client_piece marks[] = {{4 * GIB - 2, "zyx!", 4}, {5 * GIB - 4, "end.", 4}, {0, NULL, 0}};
    IStream *stream = open_stream(image_make(L"large.bin", 5 * GIB, marks));
    STATSTG statistics;
    ULONGLONG position;
    char bytes[8] = "";
    ULONG got;

    (void)state;
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_true(statistics.cbSize.QuadPart == 5368709120ull);
    assert_hr(seek(stream, -4, STREAM_SEEK_END, &position), S_OK);
    assert_true(position == 5368709116ull);
    assert_hr(IStream_Read(stream, bytes, 8, &got), S_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(bytes, "end.", 4);
    assert_hr(seek(stream, 4 * GIB - 3, STREAM_SEEK_SET, &position), S_OK);
    assert_hr(IStream_Read(stream, bytes, 6, &got), S_OK);
    assert_int_equal(got, 6);
    assert_memory_equal(bytes, "\0zyx!", 6);
    IStream_Release(stream);
}

/* A system may give less than it is asked for. */
static void Read__in_pieces__is_whole(void **state)
{
    IStream *stream = open_stream(image_make(L"p.bin", 10, letters));
    char bytes[16] = "";
    ULONG got;

    (void)state;
    system_says.most = 3;
    assert_hr(IStream_Read(stream, bytes, 16, &got), S_OK);
    assert_int_equal(got, 10);
    assert_memory_equal(bytes, "abcdefghij", 11);
    IStream_Release(stream);
}

/* What was read before a failure is given out; the failure shows at the next call, and the position is where it was. */
static void Read__system_fails__is_told_and_nothing_is_made_up(void **state)
{
    static const struct {
        DWORD error;
        HRESULT hr;
        const WCHAR *text;
    } rows[] = {
        {ERROR_CRC, (HRESULT)0x80070017, L"0x80070017"},
        {0, (HRESULT)0x80070026, L"0x80070026"}, /* the file has become shorter: ERROR_HANDLE_EOF */
    };
    IStream *stream = open_stream(image_make(L"f.bin", 10, letters)), *target;
    ULARGE_INTEGER all = {.QuadPart = ~0ull}, copied, written;
    char bytes[16] = "";
    ULONGLONG position;
    ULONG got;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(seek(stream, 1, STREAM_SEEK_SET, &position), S_OK);
        system_says.most = 4;
        system_says.has_end = true;
        system_says.reads_until = 1;
        system_says.error = rows[i].error;
        assert_hr(IStream_Read(stream, bytes, 9, &got), S_OK);
        assert_int_equal(got, 4);
        assert_memory_equal(bytes, "bcde", 4);
        assert_position(stream, 5);
        got = 99;
        assert_hr(IStream_Read(stream, bytes, 9, &got), rows[i].hr);
        assert_int_equal(got, 0);
        assert_error_says(SOURCE, L"Reading from the stream failed", rows[i].text, NULL);
        assert_position(stream, 5);
        system_says.has_end = false;
        assert_hr(IStream_Read(stream, bytes, 2, &got), S_OK); /* it works again */
        assert_memory_equal(bytes, "fg", 2);

        assert_hr(seek(stream, 0, STREAM_SEEK_SET, &position), S_OK);
        assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &target), S_OK);
        system_says.has_end = true;
        system_says.reads_until = 2;
        assert_hr(IStream_CopyTo(stream, target, all, &copied, &written), rows[i].hr);
        assert_int_equal(copied.QuadPart, 8);
        assert_int_equal(written.QuadPart, 8);
        IStream_Release(target);
        system_says.has_end = false;
    }
    IStream_Release(stream);
}

/* The file is closed again, which image_delete_all sees. */
static void create__system_refuses__is_invalid_path(void **state)
{
    const WCHAR *path = image_make(L"q.bin", 10, letters);
    IStream *stream = (IStream *)1;
    DWORD error = 0;

    (void)state;
    system_says.size_error = ERROR_INVALID_FUNCTION;                  /* as of a volume */
    assert_hr(file_stream_create(path, &stream, &error), 0xC0AAB110); /* IMAPI_E_INVALID_PATH */
    assert_int_equal(error, ERROR_INVALID_FUNCTION);
    assert_null(stream);
    system_says.size_error = 0;
    system_says.time_error = ERROR_ACCESS_DENIED;
    assert_hr(file_stream_create(path, &stream, &error), 0xC0AAB110);
    assert_int_equal(error, ERROR_ACCESS_DENIED);
    system_says.time_error = 0;
    assert_hr(file_stream_create(L"NUL", &stream, &error), 0xC0AAB110); /* no file */
    assert_int_equal(error, ERROR_BAD_FILE_TYPE);
    assert_null(stream);
}

/* ------------------------------------------------------------------------------------------------------------- Seek */

static void Seek__every_origin__moves_within_63_bits(void **state)
{
    static const struct {
        LONGLONG move;
        DWORD origin;
        HRESULT hr;
        ULONGLONG position; /* 0 after a failure */
    } rows[] = {
        {4, STREAM_SEEK_SET, S_OK, 4},
        {3, STREAM_SEEK_CUR, S_OK, 7},
        {-7, STREAM_SEEK_CUR, S_OK, 0},
        {-1, STREAM_SEEK_CUR, STG_E_INVALIDFUNCTION, 0},
        {-10, STREAM_SEEK_END, S_OK, 0},
        {-11, STREAM_SEEK_END, STG_E_INVALIDFUNCTION, 0},
        {5, STREAM_SEEK_END, S_OK, 15},
        {-1, STREAM_SEEK_SET, STG_E_INVALIDFUNCTION, 0},
        {INT64_MAX, STREAM_SEEK_SET, S_OK, INT64_MAX},
        {1, STREAM_SEEK_CUR, STG_E_INVALIDFUNCTION, 0},
        {INT64_MIN, STREAM_SEEK_CUR, STG_E_INVALIDFUNCTION, 0},
        {0, 3, STG_E_INVALIDFUNCTION, 0},
        {2, STREAM_SEEK_SET, S_OK, 2},
    };
    IStream *stream = open_stream(image_make(L"s.bin", 10, letters));
    ULONGLONG position;
    char bytes[4];
    ULONG got;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(seek(stream, rows[i].move, rows[i].origin, &position), rows[i].hr);
        assert_true(position == rows[i].position);
        if (rows[i].position > 10) {
            assert_hr(IStream_Read(stream, bytes, 1, &got), S_OK); /* beyond the end there is nothing */
            assert_int_equal(got, 0);
        }
    }
    assert_hr(IStream_Read(stream, bytes, 1, &got), S_OK);
    assert_int_equal(bytes[0], 'c');
    IStream_Release(stream);
}

/* ------------------------------------------------------------------------------------------------------- the others */

static void Stat__file__is_described(void **state)
{
    const WCHAR *path = image_make(L"t.bin", 10, letters);
    IStream *stream = open_stream(path);
    WIN32_FILE_ATTRIBUTE_DATA file;
    STATSTG statistics;

    (void)state;
    assert_true(GetFileAttributesExW(path, GetFileExInfoStandard, &file));
    memset(&statistics, 0x5A, sizeof statistics);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_DEFAULT), S_OK);
    assert_int_equal(lstrcmpW(statistics.pwcsName, path), 0);
    CoTaskMemFree(statistics.pwcsName);
    assert_int_equal(statistics.type, STGTY_STREAM);
    assert_int_equal(statistics.cbSize.QuadPart, 10);
    assert_int_equal(statistics.grfMode, STGM_READ);
    assert_int_equal(statistics.grfLocksSupported, 0);
    assert_int_equal(CompareFileTime(&statistics.mtime, &file.ftLastWriteTime), 0);
    memset(&statistics, 0x5A, sizeof statistics);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_null(statistics.pwcsName);
    assert_int_equal(statistics.cbSize.QuadPart, 10);
    assert_hr(IStream_Stat(stream, &statistics, 4), STG_E_INVALIDFLAG);
    assert_null(statistics.pwcsName);
    assert_hr(IStream_Stat(stream, NULL, STATFLAG_NONAME), STG_E_INVALIDPOINTER);
    assert_error_says(SOURCE, L"Asking for the size of the stream failed", NULL);
    IStream_Release(stream);
}

static void writing__any_way__is_refused(void **state)
{
    IStream *stream = open_stream(image_make(L"w.bin", 10, letters));
    ULARGE_INTEGER size = {.QuadPart = 4};
    STATSTG statistics;
    ULONG written = 99;

    (void)state;
    assert_hr(IStream_Write(stream, "x", 1, &written), STG_E_ACCESSDENIED);
    assert_int_equal(written, 0);
    assert_error_says(SOURCE, L"Writing to a stream that can only be read failed (0x80030005)", NULL);
    assert_hr(IStream_SetSize(stream, size), STG_E_ACCESSDENIED);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, 10);
    assert_hr(IStream_Commit(stream, STGC_DEFAULT), S_OK);
    assert_hr(IStream_Revert(stream), S_OK);
    assert_hr(IStream_LockRegion(stream, size, size, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    assert_hr(IStream_UnlockRegion(stream, size, size, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    IStream_Release(stream);
}

static void Clone__stream__has_its_own_position_and_keeps_the_file(void **state)
{
    const WCHAR *path = image_make(L"c.bin", 10, letters);
    IStream *stream = open_stream(path), *clone, *second;
    ULONGLONG position;
    char bytes[4] = "";
    ULONG got;

    (void)state;
    assert_hr(seek(stream, 4, STREAM_SEEK_SET, &position), S_OK);
    assert_hr(IStream_Clone(stream, &clone), S_OK);
    assert_position(clone, 4);
    assert_hr(IStream_Read(clone, bytes, 2, &got), S_OK);
    assert_memory_equal(bytes, "ef", 2);
    assert_position(stream, 4);
    assert_hr(seek(stream, 1, STREAM_SEEK_SET, &position), S_OK);
    assert_position(clone, 6);
    IStream_Release(stream);
    assert_hr(IStream_Clone(clone, &second), S_OK);
    IStream_Release(clone);
    assert_hr(IStream_Read(second, bytes, 2, &got), S_OK);
    assert_memory_equal(bytes, "gh", 2);
    assert_false(DeleteFileW(path));
    assert_hr(IStream_Clone(second, NULL), STG_E_INVALIDPOINTER);
    base_alloc_fail_nth(1);
    assert_hr(IStream_Clone(second, &clone), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_null(clone);
    IStream_Release(second); /* image_delete_all sees that the file is closed */
}

static void CopyTo__rest_of_the_file__and_not_more(void **state)
{
    IStream *stream = open_stream(image_make(L"o.bin", 200000, letters)), *target;
    ULARGE_INTEGER all = {.QuadPart = ~0ull}, few = {.QuadPart = 2}, got, written;
    STATSTG statistics;
    ULONGLONG position;
    char bytes[4] = "";
    ULONG read;

    (void)state;
    assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &target), S_OK);
    assert_hr(seek(stream, 1, STREAM_SEEK_SET, &position), S_OK);
    assert_hr(IStream_CopyTo(stream, target, few, &got, &written), S_OK);
    assert_int_equal(got.QuadPart, 2);
    assert_int_equal(written.QuadPart, 2);
    assert_position(stream, 3);
    assert_hr(IStream_CopyTo(stream, target, all, &got, &written), S_OK);
    assert_int_equal(got.QuadPart, 199997);
    assert_int_equal(written.QuadPart, 199997);
    assert_hr(IStream_CopyTo(stream, target, all, NULL, NULL), S_OK);
    assert_hr(IStream_Stat(target, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, 199999);
    assert_hr(seek(target, 0, STREAM_SEEK_SET, &position), S_OK);
    assert_hr(IStream_Read(target, bytes, 4, &read), S_OK);
    assert_memory_equal(bytes, "bcde", 4);
    assert_hr(IStream_CopyTo(stream, NULL, all, &got, &written), STG_E_INVALIDPOINTER);
    assert_int_equal(got.QuadPart, 0);
    assert_hr(seek(stream, 0, STREAM_SEEK_SET, &position), S_OK);
    assert_hr(IStream_CopyTo(stream, stream, all, &got, &written), STG_E_ACCESSDENIED); /* it cannot be written */
    assert_int_equal(written.QuadPart, 0);
    assert_error_says(SOURCE, L"Copying from the stream to another failed", NULL);
    IStream_Release(target);
    IStream_Release(stream);
}

static void object__interfaces__are_those_of_a_stream(void **state)
{
    static const IID *const has[] = {&IID_IUnknown, &IID_ISequentialStream, &IID_IStream, &IID_IMarshal,
                                     &IID_ISupportErrorInfo};
    IStream *stream = open_stream(image_make(L"i.bin", 10, letters));
    IUnknown *unknown;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(has); i++) {
        assert_hr(IStream_QueryInterface(stream, has[i], (void **)&unknown), S_OK);
        IUnknown_Release(unknown);
    }
    assert_hr(IStream_QueryInterface(stream, &IID_IDispatch, (void **)&unknown), E_NOINTERFACE);
    IStream_Release(stream);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(Read__file__is_given_to_its_end),
        CASE(Read__large_file__any_place),
        CASE(Read__in_pieces__is_whole),
        CASE(Read__system_fails__is_told_and_nothing_is_made_up),
        CASE(create__system_refuses__is_invalid_path),
        CASE(Seek__every_origin__moves_within_63_bits),
        CASE(Stat__file__is_described),
        CASE(writing__any_way__is_refused),
        CASE(Clone__stream__has_its_own_position_and_keeps_the_file),
        CASE(CopyTo__rest_of_the_file__and_not_more),
        CASE(object__interfaces__are_those_of_a_stream),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
