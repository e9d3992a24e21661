/* imapi2fs/iso_image_manager.c, image_check.c: every member of IIsoImageManager. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/apartment.h"
#include "com/image_fixture.h"
#include "imapi2fs.h"
#include "imapi2fs/iso_image_manager.h"
#include "imapi2fserror.h"

#define SOURCE L"OpenIMAPI2.MsftIsoImageManager"

/* ECMA-119 8.4: a primary volume descriptor begins so. */
static const struct client_piece iso_volume[] = {{16 * SECTOR,
                                                  "\x01"
                                                  "CD001"
                                                  "\x01",
                                                  7},
                                                 {0, NULL, 0}};

static void begin_client(struct client_stream *client, ULONGLONG size, const struct client_piece *pieces)
{
    static const struct client_piece zeros[] = {{0, NULL, 0}};

    client_stream_begin(client, size, 0);
    client->pieces = pieces ? pieces : zeros;
}

static IIsoImageManager *create(void)
{
    IIsoImageManager *manager;

    assert_hr(iso_image_manager_create(&IID_IIsoImageManager, (void **)&manager), S_OK);
    return manager;
}

static int setup(void **state)
{
    return com_fixture_setup(state);
}

static int teardown(void **state)
{
    image_delete_all();
    return com_fixture_teardown(state);
}

static HRESULT set_path(IIsoImageManager *manager, const WCHAR *path)
{
    BSTR text = SysAllocString(path);
    HRESULT hr = IIsoImageManager_SetPath(manager, text);

    SysFreeString(text);
    return hr;
}

static void assert_path(IIsoImageManager *manager, const WCHAR *expected)
{
    BSTR path = NULL;

    assert_hr(IIsoImageManager_get_Path(manager, &path), S_OK);
    assert_bstr(path, expected);
    assert_no_error_info();
}

/* AddRef'd; NULL where there is none. */
static IStream *stream_of(IIsoImageManager *manager)
{
    IStream *stream = (IStream *)1;

    assert_hr(IIsoImageManager_get_Stream(manager, &stream), S_OK);
    assert_no_error_info();
    return stream;
}

static ULONGLONG position_of(IStream *stream)
{
    LARGE_INTEGER move = {.QuadPart = 0};
    ULARGE_INTEGER position;

    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_CUR, &position), S_OK);
    return position.QuadPart;
}

/* -------------------------------------------------------------------------------------------------- Path and Stream */

static void members__fresh_object__has_no_image(void **state)
{
    IIsoImageManager *manager = create();

    (void)state;
    assert_path(manager, L"");
    assert_null(stream_of(manager));
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB202); /* IMAPI_E_IMAGEMANAGER_NO_IMAGE */
    assert_error_says(SOURCE, L"Looking at the image failed (0xC0AAB202)", L"SetPath or SetStream", NULL);
    IIsoImageManager_Release(manager);
}

static void getters__no_pointer__is_pointer(void **state)
{
    IIsoImageManager *manager = create();

    (void)state;
    assert_hr(IIsoImageManager_get_Path(manager, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading the path of the image file failed (0x80004003)", NULL);
    assert_hr(IIsoImageManager_get_Stream(manager, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Getting the stream of the image failed (0x80004003)", NULL);
    IIsoImageManager_Release(manager);
}

static void SetPath__file__is_the_image(void **state)
{
    const WCHAR *path = image_make(L"a.iso", 20 * SECTOR, iso_volume);
    const WCHAR *other = image_make(L"b.bin", 5, NULL); /* any file will do */
    IIsoImageManager *manager = create();
    IStream *stream, *again;
    BYTE bytes[8] = {0};
    STATSTG statistics;
    LARGE_INTEGER move = {.QuadPart = 16 * SECTOR};
    ULONG got;

    (void)state;
    assert_hr(set_path(manager, path), S_OK);
    assert_no_error_info();
    assert_path(manager, path);
    stream = stream_of(manager);
    assert_int_equal(position_of(stream), 0);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, 40960);
    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IStream_Read(stream, bytes, sizeof bytes, &got), S_OK);
    assert_int_equal(got, 8);
    assert_memory_equal(bytes,
                        "\x01"
                        "CD001"
                        "\x01",
                        8);
    again = stream_of(manager);
    assert_ptr_equal(again, stream);
    IStream_Release(again);

    assert_hr(set_path(manager, other), S_OK);
    assert_path(manager, other);
    again = stream_of(manager);
    assert_ptr_not_equal(again, stream);
    assert_hr(IStream_Stat(again, &statistics, STATFLAG_NONAME), S_OK);
    assert_int_equal(statistics.cbSize.QuadPart, 5);
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK); /* the client's own reference keeps it */
    assert_int_equal(statistics.cbSize.QuadPart, 40960);
    IStream_Release(again);
    IStream_Release(stream);
    IIsoImageManager_Release(manager);
}

static void SetPath__not_a_file__is_invalid_and_changes_nothing(void **state)
{
    static const WCHAR *const wrong[] = {
        L"", L"C:\\nowhere\\image.iso", L"C:\\windows", L"C:\\windows\\*.exe", L"nowhere.iso", L"\\\\.\\nowhere",
    };
    const WCHAR *path = image_make(L"kept.iso", SECTOR, NULL);
    IIsoImageManager *manager = create();
    IStream *stream, *again;
    BSTR text;
    size_t i;

    (void)state;
    assert_hr(set_path(manager, path), S_OK);
    stream = stream_of(manager);
    for (i = 0; i < ARRAYSIZE(wrong); i++) {
        assert_hr(set_path(manager, wrong[i]), 0xC0AAB110); /* IMAPI_E_INVALID_PATH */
        assert_error_says(SOURCE, L"Setting the image file failed (0xC0AAB110)", wrong[i], NULL);
    }
    assert_hr(IIsoImageManager_SetPath(manager, NULL), 0xC0AAB110);
    assert_error_says(SOURCE, L"The path ''", NULL);
    assert_hr(set_path(manager, L"C:\\nowhere\\image.iso"), 0xC0AAB110);
    assert_error_says(SOURCE, L"'C:\\nowhere\\image.iso'", L"System error 3:", NULL);
    text = SysAllocStringLen(path, (UINT)wcslen(path) + 4); /* a NUL inside: names the file and more */
    memcpy(text + wcslen(path) + 1, L".is", 3 * sizeof(WCHAR));
    assert_hr(IIsoImageManager_SetPath(manager, text), 0xC0AAB110);
    SysFreeString(text);
    assert_path(manager, path);
    again = stream_of(manager);
    assert_ptr_equal(again, stream);
    IStream_Release(again);
    IStream_Release(stream);
    IIsoImageManager_Release(manager);
}

/* A text is bounded, whatever is put into it. */
static void SetPath__very_long_path__is_cut_in_the_text(void **state)
{
    IIsoImageManager *manager = create();
    WCHAR path[4000];
    size_t i;

    (void)state;
    wcscpy(path, L"C:\\begin");
    for (i = wcslen(path); i < ARRAYSIZE(path) - 1; i++)
        path[i] = L'x';
    path[i] = L'\0';
    assert_hr(set_path(manager, path), 0xC0AAB110);
    assert_error_says(SOURCE, L"C:\\beginxxx", L"xxx...'", L"System error ", NULL);
    IIsoImageManager_Release(manager);
}

/* Others may read the file meanwhile; nobody may change or delete it. */
static void SetPath__open_file__is_shared_for_reading_alone(void **state)
{
    const WCHAR *path = image_make(L"shared.iso", SECTOR, NULL);
    IIsoImageManager *manager = create();
    HANDLE file;

    (void)state;
    file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_hr(set_path(manager, path), 0xC0AAB110);       /* somebody is writing it */
    assert_error_says(SOURCE, L"System error 32:", NULL); /* ERROR_SHARING_VIOLATION */
    CloseHandle(file);

    assert_hr(set_path(manager, path), S_OK);
    file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(file);
    file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_int_equal(GetLastError(), ERROR_SHARING_VIOLATION);
    assert_false(DeleteFileW(path));
    assert_hr(IIsoImageManager_SetStream(manager, NULL), S_OK);
    assert_true(DeleteFileW(path)); /* closed with the image */
    IIsoImageManager_Release(manager);
}

static void SetStream__clients_stream__comes_back_as_it_is(void **state)
{
    const WCHAR *path = image_make(L"first.iso", SECTOR, NULL);
    IIsoImageManager *manager = create();
    struct client_stream client, other;
    IStream *stream;

    (void)state;
    begin_client(&client, 20 * SECTOR, iso_volume);
    begin_client(&other, SECTOR, NULL);
    assert_hr(set_path(manager, path), S_OK);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    assert_no_error_info();
    assert_path(manager, L"");
    stream = stream_of(manager);
    assert_ptr_equal(stream, &client.IStream_iface);
    IStream_Release(stream);
    assert_true(client.references > 1);
    assert_hr(IIsoImageManager_SetStream(manager, &other.IStream_iface), S_OK);
    assert_int_equal(client.references, 1); /* given back */
    assert_hr(IIsoImageManager_SetStream(manager, NULL), S_OK);
    assert_int_equal(other.references, 1);
    assert_null(stream_of(manager));
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB202);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    assert_hr(set_path(manager, path), S_OK); /* the file again */
    assert_int_equal(client.references, 1);
    assert_path(manager, path);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    IIsoImageManager_Release(manager);
    assert_int_equal(client.references, 1);
}

/* --------------------------------------------------------------------------------------------------------- Validate */

/* Identifiers from sector 16 on: ECMA-119 8.1.2, ECMA-167 2/9.1.2 and 3/9.1, ECMA-168 3/9.1. */
static void Validate__volume_recognition_sequence__decides(void **state)
{
    static const struct {
        const char *identifiers[5];
        HRESULT hr;
    } rows[] = {
        {{"CD001"}, S_OK},
        {{"CD001", "CD001", "BEA01", "NSR02", "TEA01"}, S_OK},
        {{"BEA01", "NSR02", "TEA01"}, S_OK},
        {{"BEA01", "NSR03", "TEA01"}, S_OK},
        {{"BEA01", "BOOT2", "NSR03", "TEA01"}, S_OK},
        {{"BEA01", "CDW02", "TEA01"}, S_OK},
        {{"BEA01", "TEA01", "CD001"}, S_OK},
        {{"BEA01", "TEA01"}, (HRESULT)0xC0AAB201}, /* IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND */
        {{"BEA01", "?????", "NSR02"}, (HRESULT)0xC0AAB201},
        {{"\0\0\0\0\0", "CD001"}, (HRESULT)0xC0AAB201},
        {{"cd001"}, (HRESULT)0xC0AAB201},
        {{"CD002"}, (HRESULT)0xC0AAB201},
        {{"NSR04"}, (HRESULT)0xC0AAB201},
        {{NULL}, (HRESULT)0xC0AAB201},
    };
    IIsoImageManager *manager = create();
    size_t i, k;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        struct client_piece pieces[6] = {{0, NULL, 0}};
        struct client_stream client;

        for (k = 0; k < 5 && rows[i].identifiers[k]; k++) {
            pieces[k].offset = (16 + k) * SECTOR + 1;
            pieces[k].bytes = rows[i].identifiers[k];
            pieces[k].count = 5;
        }
        begin_client(&client, 30 * SECTOR, pieces);
        client.position = 77;
        client.most = 1 + (ULONG)i % 7; /* a stream may give less than it is asked for */
        assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
        assert_hr(IIsoImageManager_Validate(manager), rows[i].hr);
        assert_int_equal(client.position, 0);
        if (rows[i].hr == S_OK)
            assert_no_error_info();
        else
            assert_error_says(SOURCE, L"0xC0AAB201", L"no volume descriptor", NULL);
        assert_hr(IIsoImageManager_SetStream(manager, NULL), S_OK);
        assert_int_equal(client.references, 1);
    }
    IIsoImageManager_Release(manager);
}

/* 64 sectors from 16 on are looked at, and none behind the end of the image. */
static void Validate__long_sequence__ends(void **state)
{
    IIsoImageManager *manager = create();
    struct client_piece pieces[80] = {{0, NULL, 0}};
    struct client_stream client;
    size_t k;

    (void)state;
    for (k = 0; k < 63; k++) {
        pieces[k].offset = (16 + k) * SECTOR + 1;
        pieces[k].bytes = "BEA01";
        pieces[k].count = 5;
    }
    pieces[63] = (struct client_piece){79 * SECTOR + 1, "CD001", 5};
    begin_client(&client, 100 * SECTOR, pieces);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    assert_hr(IIsoImageManager_Validate(manager), S_OK);
    client.says = client.size = 79 * SECTOR;
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB201);
    client.says = client.size = 100 * SECTOR;
    pieces[63].bytes = "BEA01";
    pieces[64] = (struct client_piece){80 * SECTOR + 1, "CD001", 5};
    client.reads = 0;
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB201);
    assert_int_equal(client.reads, 64);
    IIsoImageManager_Release(manager);
}

static void Validate__size__is_looked_at_first(void **state)
{
    static const struct {
        ULONGLONG size;
        HRESULT hr;
    } rows[] = {
        {0, (HRESULT)0xC0AAB201},
        {SECTOR, (HRESULT)0xC0AAB201},
        {16 * SECTOR, (HRESULT)0xC0AAB201},
        {17 * SECTOR, S_OK},
        {1, (HRESULT)0xC0AAB200}, /* IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED */
        {17 * SECTOR + 1024, (HRESULT)0xC0AAB200},
        {17 * 2352, (HRESULT)0xC0AAB200}, /* raw sectors */
        {0x7FFFFFFFull * SECTOR, S_OK},
        {0x80000000ull * SECTOR, (HRESULT)0xC0AAB203}, /* IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG */
        {0x80000000ull * SECTOR + 1, (HRESULT)0xC0AAB200},
        {0xFFFFFFFFFFFFF800ull, (HRESULT)0xC0AAB203},
    };
    IIsoImageManager *manager = create();
    struct client_stream client;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        begin_client(&client, rows[i].size, iso_volume);
        client.position = 5;
        assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
        assert_hr(IIsoImageManager_Validate(manager), rows[i].hr);
        assert_int_equal(client.position, 0);
        if (rows[i].size < 17 * SECTOR) assert_int_equal(client.reads, 0); /* nothing behind the end is read */
        assert_hr(IIsoImageManager_SetStream(manager, NULL), S_OK);
    }
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    client.says = client.size = 2049;
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB200);
    assert_error_says(SOURCE, L"multiple of 2048", NULL);
    client.says = client.size = 0x80000000ull * SECTOR;
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB203);
    assert_error_says(SOURCE, L"2147483647", NULL);
    IIsoImageManager_Release(manager);
}

static void Validate__stream_fails__is_told(void **state)
{
    IIsoImageManager *manager = create();
    struct client_stream client;

    (void)state;
    begin_client(&client, 20 * SECTOR, iso_volume);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    client.stat_result = E_NOTIMPL;
    assert_hr(IIsoImageManager_Validate(manager), E_NOTIMPL);
    assert_error_says(SOURCE, L"0x80004001", NULL);
    client.stat_result = S_OK;
    client.read_result = STG_E_READFAULT;
    assert_hr(IIsoImageManager_Validate(manager), STG_E_READFAULT);
    assert_int_equal(client.position, 0);
    client.read_result = S_OK;
    client.gives_name = true; /* Stat gives a name that nobody asked for; Read claims more than there was room for */
    client.claims_more = 1000;
    assert_hr(IIsoImageManager_Validate(manager), S_OK);
    client.seek_result = STG_E_INVALIDFUNCTION;
    assert_hr(IIsoImageManager_Validate(manager), STG_E_INVALIDFUNCTION);
    IIsoImageManager_Release(manager);
    assert_int_equal(client.references, 1);
}

static void Validate__file__is_looked_at_and_rewound(void **state)
{
    const WCHAR *good = image_make(L"good.iso", 17 * SECTOR, iso_volume);
    const WCHAR *odd = image_make(L"odd.iso", 17 * SECTOR + 5, iso_volume);
    const WCHAR *zeros = image_make(L"zeros.iso", 40 * SECTOR, NULL);
    LARGE_INTEGER move = {.QuadPart = 1000};
    IIsoImageManager *manager = create();
    IStream *stream;

    (void)state;
    assert_hr(set_path(manager, good), S_OK);
    stream = stream_of(manager);
    assert_hr(IStream_Seek(stream, move, STREAM_SEEK_SET, NULL), S_OK);
    assert_hr(IIsoImageManager_Validate(manager), S_OK);
    assert_no_error_info();
    assert_int_equal(position_of(stream), 0);
    IStream_Release(stream);
    assert_hr(set_path(manager, odd), S_OK);
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB200);
    assert_hr(set_path(manager, zeros), S_OK);
    assert_hr(IIsoImageManager_Validate(manager), 0xC0AAB201);
    IIsoImageManager_Release(manager);
}

/* ----------------------------------------------------------------------------------------------------- as an object */

static void object__interfaces__are_those_of_the_class(void **state)
{
    static const IID *const has[] = {&IID_IUnknown,          &IID_IDispatch, &IID_IIsoImageManager,
                                     &IID_ISupportErrorInfo, &IID_IMarshal,  &IID_IProvideClassInfo};
    IIsoImageManager *manager = create();
    ISupportErrorInfo *support;
    IUnknown *unknown;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(has); i++) {
        assert_hr(IIsoImageManager_QueryInterface(manager, has[i], (void **)&unknown), S_OK);
        IUnknown_Release(unknown);
    }
    assert_hr(IIsoImageManager_QueryInterface(manager, &IID_IStream, (void **)&unknown), E_NOINTERFACE);
    assert_null(unknown);
    assert_hr(IIsoImageManager_QueryInterface(manager, &IID_ISupportErrorInfo, (void **)&support), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IIsoImageManager), S_OK);
    ISupportErrorInfo_Release(support);
    IIsoImageManager_Release(manager);
}

/* What a script does. The interface is not dual: IDispatch works by its vtable's description all the same. */
static HRESULT call(IIsoImageManager *manager, const WCHAR *name, WORD flags, VARIANT *argument, VARIANT *result,
                    DISPID *id, EXCEPINFO *exception)
{
    DISPPARAMS parameters = {argument, NULL, argument ? 1 : 0, 0};
    LPOLESTR names[] = {(LPOLESTR)name};

    memset(exception, 0, sizeof *exception);
    assert_hr(IIsoImageManager_GetIDsOfNames(manager, &IID_NULL, names, 1, LOCALE_NEUTRAL, id), S_OK);
    return IIsoImageManager_Invoke(manager, *id, &IID_NULL, LOCALE_NEUTRAL, flags, &parameters, result, exception,
                                   NULL);
}

static void dispatch__every_member__by_name(void **state)
{
    const WCHAR *path = image_make(L"script.iso", 20 * SECTOR, iso_volume);
    IIsoImageManager *manager = create(), *other = create();
    VARIANT argument, result;
    EXCEPINFO exception;
    IStream *stream;
    DISPID id;

    (void)state;
    V_VT(&argument) = VT_BSTR;
    V_BSTR(&argument) = SysAllocString(path);
    assert_hr(call(manager, L"setpath", DISPATCH_METHOD, &argument, NULL, &id, &exception), S_OK);
    assert_int_equal(id, 0x200);
    VariantClear(&argument);
    assert_hr(call(manager, L"PATH", DISPATCH_PROPERTYGET, NULL, &result, &id, &exception), S_OK);
    assert_int_equal(id, 0x100);
    assert_int_equal(V_VT(&result), VT_BSTR);
    assert_bstr(V_BSTR(&result), path);
    assert_hr(call(manager, L"Stream", DISPATCH_PROPERTYGET | DISPATCH_METHOD, NULL, &result, &id, &exception), S_OK);
    assert_int_equal(id, 0x101);
    assert_int_equal(V_VT(&result), VT_UNKNOWN);
    stream = stream_of(manager);
    assert_ptr_equal(V_UNKNOWN(&result), stream);
    assert_hr(call(other, L"SetStream", DISPATCH_METHOD, &result, NULL, &id, &exception), S_OK);
    assert_int_equal(id, 0x201);
    VariantClear(&result);
    IStream_Release(stream);
    assert_hr(call(other, L"Validate", DISPATCH_METHOD, NULL, NULL, &id, &exception), S_OK);
    assert_int_equal(id, 0x202);
    assert_hr(IIsoImageManager_SetStream(other, NULL), S_OK);
    assert_hr(call(other, L"Validate", DISPATCH_METHOD, NULL, NULL, &id, &exception), DISP_E_EXCEPTION);
    assert_hr(exception.scode, 0xC0AAB202);
    assert_non_null(wcsstr(exception.bstrDescription, L"Call SetPath or SetStream first."));
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrHelpFile);
    assert_hr(call(other, L"SetPath", DISPATCH_METHOD, NULL, NULL, &id, &exception), DISP_E_BADPARAMCOUNT);
    IIsoImageManager_Release(other);
    IIsoImageManager_Release(manager);
}

static HRESULT use_elsewhere(void *context)
{
    IIsoImageManager *manager = context;
    IStream *stream;
    HRESULT hr = IIsoImageManager_get_Stream(manager, &stream);

    if (FAILED(hr)) return hr;
    IStream_Release(stream);
    return IIsoImageManager_Validate(manager);
}

/* The object is agile; the client's stream is not, and is called in its own apartment. */
static void object__other_apartment__reaches_the_clients_stream(void **state)
{
    IIsoImageManager *manager = create();
    struct client_stream client;

    (void)state;
    begin_client(&client, 20 * SECTOR, iso_volume);
    assert_hr(IIsoImageManager_SetStream(manager, &client.IStream_iface), S_OK);
    assert_hr(apartment_run(COINIT_MULTITHREADED, use_elsewhere, manager), S_OK);
    assert_hr(apartment_run(COINIT_APARTMENTTHREADED, use_elsewhere, manager), S_OK);
    assert_true(client.reads > 0);
    IIsoImageManager_Release(manager);
    assert_int_equal(client.references, 1);
}

/* Every allocation of SetPath and SetStream fails once: the image stays as it was. */
static void setters__no_memory__change_nothing(void **state)
{
    const WCHAR *path = image_make(L"memory.iso", SECTOR, NULL);
    struct client_stream client;
    IIsoImageManager *manager;
    HRESULT hr;
    long nth;

    (void)state;
    begin_client(&client, SECTOR, NULL);
    manager = create();
    for (nth = 1, hr = E_OUTOFMEMORY; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = set_path(manager, path);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) {
            assert_hr(hr, E_OUTOFMEMORY);
            assert_path(manager, L"");
            assert_null(stream_of(manager));
        }
    }
    assert_true(nth > 2);
    for (nth = 1, hr = E_OUTOFMEMORY; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IIsoImageManager_SetStream(manager, &client.IStream_iface);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) {
            assert_hr(hr, E_OUTOFMEMORY);
            assert_path(manager, path);
            assert_int_equal(client.references, 1);
        }
    }
    assert_true(nth > 2);
    IIsoImageManager_Release(manager);
    base_alloc_fail_nth(1);
    assert_hr(iso_image_manager_create(&IID_IIsoImageManager, (void **)&manager), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_null(manager);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(members__fresh_object__has_no_image),
        CASE(getters__no_pointer__is_pointer),
        CASE(SetPath__file__is_the_image),
        CASE(SetPath__not_a_file__is_invalid_and_changes_nothing),
        CASE(SetPath__very_long_path__is_cut_in_the_text),
        CASE(SetPath__open_file__is_shared_for_reading_alone),
        CASE(SetStream__clients_stream__comes_back_as_it_is),
        CASE(Validate__volume_recognition_sequence__decides),
        CASE(Validate__long_sequence__ends),
        CASE(Validate__size__is_looked_at_first),
        CASE(Validate__stream_fails__is_told),
        CASE(Validate__file__is_looked_at_and_rewound),
        CASE(object__interfaces__are_those_of_the_class),
        CASE(dispatch__every_member__by_name),
        CASE(object__other_apartment__reaches_the_clients_stream),
        CASE(setters__no_memory__change_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
