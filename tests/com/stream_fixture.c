/* The rules of IStream that hold for every stream class. */
#include "com/stream_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/com_fixture.h"

void stream_set_size(IStream *stream, ULONGLONG size)
{
    ULARGE_INTEGER wanted = {.QuadPart = size};

    assert_hr(IStream_SetSize(stream, wanted), S_OK);
}

ULONGLONG stream_size(IStream *stream)
{
    STATSTG statistics;

    memset(&statistics, 0x5A, sizeof statistics);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_DEFAULT), S_OK);
    assert_null(statistics.pwcsName);
    assert_int_equal(statistics.type, STGTY_STREAM);
    assert_int_equal(statistics.grfMode, STGM_READ);
    assert_int_equal(statistics.grfLocksSupported, 0);
    return statistics.cbSize.QuadPart;
}

HRESULT stream_seek(IStream *stream, LONGLONG move, DWORD origin, ULONGLONG *position)
{
    LARGE_INTEGER by = {.QuadPart = move};
    ULARGE_INTEGER at = {.QuadPart = 0x5A5A5A5A};
    HRESULT hr = IStream_Seek(stream, by, origin, &at);

    if (position) *position = at.QuadPart;
    return hr;
}

ULONGLONG stream_position(IStream *stream)
{
    ULONGLONG position;

    assert_hr(stream_seek(stream, 0, STREAM_SEEK_CUR, &position), S_OK);
    return position;
}

ULONG stream_read_at(IStream *stream, ULONGLONG offset, void *bytes, ULONG count)
{
    ULONG got = 0x5A5A5A5A;

    assert_hr(stream_seek(stream, (LONGLONG)offset, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(stream, bytes, count, &got), S_OK);
    return got;
}

/* Seek to where `from` and `move` lead, and back to 3. */
static void assert_seek(IStream *stream, DWORD origin, LONGLONG move, HRESULT expected, ULONGLONG place)
{
    ULONGLONG position;

    assert_hr(stream_seek(stream, 3, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(stream_seek(stream, move, origin, &position), expected);
    assert_int_equal(position, FAILED(expected) ? 0 : place);
    assert_int_equal(stream_position(stream), FAILED(expected) ? 3 : place);
}

void assert_stream_of_ten(IStream *stream)
{
    const LONGLONG most = 0x7FFFFFFFFFFFFFFF;
    BYTE bytes[16];
    ULONG got;

    assert_int_equal(stream_size(stream), 10);
    assert_seek(stream, STREAM_SEEK_SET, 7, S_OK, 7);
    assert_seek(stream, STREAM_SEEK_CUR, 2, S_OK, 5);
    assert_seek(stream, STREAM_SEEK_CUR, -3, S_OK, 0);
    assert_seek(stream, STREAM_SEEK_END, -4, S_OK, 6);
    assert_seek(stream, STREAM_SEEK_END, 5, S_OK, 15); /* beyond the end is allowed */
    assert_seek(stream, STREAM_SEEK_SET, most, S_OK, (ULONGLONG)most);
    assert_seek(stream, STREAM_SEEK_SET, -1, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, STREAM_SEEK_CUR, -4, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, STREAM_SEEK_END, -11, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, STREAM_SEEK_END, most, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, STREAM_SEEK_CUR, (LONGLONG)0x8000000000000000, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, 3, 0, STG_E_INVALIDFUNCTION, 0);
    assert_seek(stream, 0xFFFFFFFF, 0, STG_E_INVALIDFUNCTION, 0);

    assert_int_equal(stream_read_at(stream, 8, bytes, 16), 2);
    assert_int_equal(stream_position(stream), 10);
    assert_hr(IStream_Read(stream, bytes, 16, &got), S_OK);
    assert_int_equal(got, 0);
    assert_int_equal(stream_read_at(stream, (ULONGLONG)most, bytes, 16), 0);
    assert_int_equal(stream_read_at(stream, 4, bytes, 0), 0);
    assert_hr(IStream_Read(stream, bytes, 3, NULL), S_OK); /* the count need not be wanted */
    assert_int_equal(stream_position(stream), 7);
    assert_hr(IStream_Seek(stream, (LARGE_INTEGER){.QuadPart = 1}, STREAM_SEEK_SET, NULL), S_OK);
    assert_int_equal(stream_position(stream), 1);
}

void assert_stream_refuses(IStream *stream, const WCHAR *source)
{
    ULARGE_INTEGER some = {.QuadPart = 1}, read = {.QuadPart = 5}, wrote = {.QuadPart = 5};
    STATSTG statistics;
    BYTE byte = 1;
    ULONG count = 99;
    IDispatch *dispatch;

    assert_hr(IStream_Read(stream, NULL, 1, &count), STG_E_INVALIDPOINTER);
    assert_int_equal(count, 0);
    assert_error_says(source, L"0x80030009", L"A NULL pointer", NULL);
    count = 99;
    assert_hr(IStream_Write(stream, &byte, 1, &count), STG_E_ACCESSDENIED);
    assert_int_equal(count, 0);
    assert_error_says(source, L"0x80030005", L"can only be read", NULL);
    assert_hr(IStream_Write(stream, &byte, 1, NULL), STG_E_ACCESSDENIED);
    assert_hr(IStream_CopyTo(stream, NULL, some, &read, &wrote), STG_E_INVALIDPOINTER);
    assert_int_equal(read.QuadPart, 0);
    assert_int_equal(wrote.QuadPart, 0);
    assert_hr(IStream_LockRegion(stream, some, some, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    assert_hr(IStream_UnlockRegion(stream, some, some, LOCK_WRITE), STG_E_INVALIDFUNCTION);
    assert_hr(IStream_Stat(stream, NULL, STATFLAG_NONAME), STG_E_INVALIDPOINTER);
    assert_hr(IStream_Stat(stream, &statistics, 4), STG_E_INVALIDFLAG);
    assert_hr(IStream_Clone(stream, NULL), STG_E_INVALIDPOINTER);
    assert_error_says(source, L"Cloning the stream", L"0x80030009", NULL);
    assert_hr(IStream_Commit(stream, STGC_DEFAULT), S_OK);
    assert_no_error_info();
    assert_hr(IStream_Revert(stream), S_OK);
    /* No script speaks to a stream. */
    assert_hr(IStream_QueryInterface(stream, &IID_IDispatch, (void **)&dispatch), E_NOINTERFACE);
    assert_null(dispatch);
}

void assert_stream_uninitialized(IStream *stream, const WCHAR *source)
{
    ULARGE_INTEGER some = {.QuadPart = 1}, read = {.QuadPart = 5}, wrote = {.QuadPart = 5};
    IStream *clone = stream;
    struct client_stream target;
    STATSTG statistics;
    ULONGLONG position;
    ULONG count = 99;
    BYTE byte;

    client_stream_begin(&target, 0, 0);
    assert_hr(IStream_Read(stream, &byte, 1, &count), E_UNEXPECTED);
    assert_int_equal(count, 0);
    assert_error_says(source, L"0x8000FFFF", L"has not been initialized", NULL);
    assert_hr(stream_seek(stream, 0, STREAM_SEEK_SET, &position), E_UNEXPECTED);
    assert_int_equal(position, 0);
    memset(&statistics, 0x5A, sizeof statistics);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), E_UNEXPECTED);
    assert_int_equal(statistics.cbSize.QuadPart, 0);
    assert_int_equal(statistics.type, 0);
    assert_hr(IStream_Clone(stream, &clone), E_UNEXPECTED);
    assert_null(clone);
    assert_hr(IStream_CopyTo(stream, &target.IStream_iface, some, &read, &wrote), E_UNEXPECTED);
    assert_int_equal(read.QuadPart + wrote.QuadPart + target.writes, 0);
    assert_hr(IStream_SetSize(stream, some), STG_E_ACCESSDENIED);
    assert_error_says(source, L"0x80030005", NULL);
}
