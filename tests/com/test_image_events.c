/* imapi2fs/image_events.c: what the sinks of an image hear, and when AddFile and AddTree tell them. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/error_info.h"
#include "com/sink_advise.h"
#include "com/image_fixture.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/image_events.h"

enum { HEARD_SIZE = 512 };

/* An object with the events of an image. */
struct source {
    struct com_object object;
    struct image_events events;
};

static void source_destroy(struct com_object *object)
{
    image_events_destroy(&CONTAINING_RECORD(object, struct source, object)->events);
}

static IUnknown *begin_source(struct source *source, IDispatch *image)
{
    static const struct com_interface interfaces[] = {
        {&IID_IConnectionPointContainer, offsetof(struct source, events.container.IConnectionPointContainer_iface)},
    };
    static const struct com_class class = {NULL, true, interfaces, ARRAYSIZE(interfaces), source_destroy};

    memset(source, 0, sizeof *source);
    image_events_init(&source->events, &source->object, image);
    com_object_init(&source->object, &class);
    return (IUnknown *)&source->events.container.IConnectionPointContainer_iface;
}

/* The files that image_make makes have a name of their own in front. */
static bool is_made(const VARIANT *argument)
{
    return !wcsncmp(V_BSTR(argument), L"\\openimapi2-", 12);
}

static const WCHAR *path_of(const VARIANT *argument)
{
    return V_BSTR(argument) + (is_made(argument) ? 12 : 0);
}

/* Every call as "id:type value, ...;", in the order of the event's declaration. An object shows as its type alone. */
static HRESULT note(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    char *heard = sink->context, *end = heard + strlen(heard);
    UINT i = parameters->cArgs;

    assert_int_equal(parameters->cNamedArgs, 0);
    end += sprintf(end, "%lx:", (unsigned long)event);
    while (i--) {
        const VARIANT *argument = &parameters->rgvarg[i];

        if (V_VT(argument) == VT_DISPATCH) sink->object = V_DISPATCH(argument);
        if (V_VT(argument) == VT_BSTR)
            end += sprintf(end, " %ls%ls", is_made(argument) ? L"\\" : L"", path_of(argument));
        if (V_VT(argument) == VT_I4) end += sprintf(end, " %ld", (long)V_I4(argument));
    }
    sprintf(end, ";");
    assert_true(strlen(heard) < HEARD_SIZE - 64);
    return E_FAIL; /* which nobody minds */
}

static void begin_sink(struct event_sink *sink, const IID *events, char heard[HEARD_SIZE])
{
    sink_begin(sink, events, SINK_DISPATCH_ONLY);
    sink->react = note;
    sink->context = heard;
    heard[0] = 0;
}

/* A sink that fails with words leaves them on the thread. */
static HRESULT leave_error(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)sink, (void)event, (void)parameters;
    return com_error_set(E_FAIL, &IID_IDispatch, L"Sink", "The sink's own affair.");
}

/* ------------------------------------------------------------------------------------------------------ of an image */

static IFileSystemImage3 *create_image(void)
{
    IFileSystemImage3 *image;

    assert_hr(file_system_image_create(&IID_IFileSystemImage3, (void **)&image), S_OK);
    return image;
}

static IFsiDirectoryItem *root_of(IFileSystemImage3 *image)
{
    IFsiDirectoryItem *root;

    assert_hr(IFileSystemImage3_get_Root(image, &root), S_OK);
    return root;
}

static void AddFile__sink_leaves_its_error__is_not_found_behind_a_success(void **state)
{
    IFileSystemImage3 *image = create_image();
    IFsiDirectoryItem *root = root_of(image);
    BSTR path = SysAllocString(L"\\a");
    struct client_stream client;
    struct event_sink sink;
    IErrorInfo *info;

    (void)state;
    client_stream_begin(&client, 1, 1);
    sink_begin(&sink, &IID_DFileSystemImageEvents, SINK_DISPATCH_ONLY);
    sink.react = leave_error;
    sink_advise((IUnknown *)image, &sink);
    assert_hr(IFsiDirectoryItem_AddFile(root, path, &client.IStream_iface), S_OK);
    assert_int_equal(sink.calls, 2);
    assert_hr(GetErrorInfo(0, &info), S_FALSE);
    IFsiDirectoryItem_Release(root);
    IFileSystemImage3_Release(image);
    client_stream_end(&client);
    SysFreeString(path);
}

/* "every megabyte, and once at the end" (the page of DFileSystemImageEvents::Update). */
static const struct {
    ULONGLONG size;
    const char *expected;
} files[] = {
    {0, "100: \\a 0 0;"},
    {1, "100: \\a 0 1;100: \\a 1 1;"},
    {2049, "100: \\a 0 2;100: \\a 2 2;"},
    {1048576, "100: \\a 0 512;100: \\a 512 512;"},
    {1048577, "100: \\a 0 513;100: \\a 512 513;100: \\a 513 513;"},
    {2621441, "100: \\a 0 1281;100: \\a 512 1281;100: \\a 1024 1281;100: \\a 1281 1281;"},
};

static void AddFile__sizes__are_told_in_megabytes(void **state)
{
    BSTR path = SysAllocString(L"\\a");
    char heard[HEARD_SIZE];
    struct event_sink sink;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(files); i++) {
        IFileSystemImage3 *image = create_image();
        IFsiDirectoryItem *root = root_of(image);
        struct client_stream client;

        client_stream_begin(&client, files[i].size, 1);
        begin_sink(&sink, &IID_DFileSystemImageEvents, heard);
        sink_advise((IUnknown *)image, &sink);
        assert_hr(IFsiDirectoryItem_AddFile(root, path, &client.IStream_iface), S_OK);
        assert_string_equal(heard, files[i].expected);
        assert_ptr_equal(sink.object, image);
        assert_int_equal(sink.thread, GetCurrentThreadId());
        IFsiDirectoryItem_Release(root);
        IFileSystemImage3_Release(image);
        client_stream_end(&client);
        assert_int_equal(sink.references, 1);
    }
    SysFreeString(path);
}

static void AddTree__sizes__are_told_in_megabytes(void **state)
{
    char heard[HEARD_SIZE];
    struct event_sink sink;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(files); i++) {
        BSTR source = SysAllocString(image_make(L"a", files[i].size, NULL));
        IFileSystemImage3 *image = create_image();
        IFsiDirectoryItem *root = root_of(image);

        begin_sink(&sink, &IID_DFileSystemImageEvents, heard);
        sink_advise((IUnknown *)image, &sink);
        assert_hr(IFsiDirectoryItem_AddTree(root, source, VARIANT_FALSE), S_OK);
        assert_string_equal(heard, files[i].expected);
        IFsiDirectoryItem_Release(root);
        IFileSystemImage3_Release(image);
        image_delete_all();
        SysFreeString(source);
    }
}

static IFsiItem *new_item(IFileSystemImage3 *image, BSTR name, IStream *data)
{
    IFsiDirectoryItem *directory;
    IFsiFileItem *file;

    if (!data) {
        assert_hr(IFileSystemImage3_CreateDirectoryItem(image, name, &directory), S_OK);
        return (IFsiItem *)directory;
    }
    assert_hr(IFileSystemImage3_CreateFileItem(image, name, &file), S_OK);
    assert_hr(IFsiFileItem_put_Data(file, data), S_OK);
    return (IFsiItem *)file;
}

/* An item that was filled before: its file is told as any other, a directory and a refusal are not. */
static void Add__file__is_told_and_a_directory_is_not(void **state)
{
    BSTR names[] = {SysAllocString(L"a"), SysAllocString(L"d"), SysAllocString(L"e")};
    IFileSystemImage3 *image = create_image();
    IFsiDirectoryItem *root = root_of(image);
    struct client_stream client;
    char heard[HEARD_SIZE];
    struct event_sink sink;
    IFsiItem *items[4];
    LONG used;
    size_t i;

    (void)state;
    client_stream_begin(&client, 1048577, 1);
    items[0] = new_item(image, names[0], &client.IStream_iface);
    items[1] = new_item(image, names[1], NULL);
    items[2] = new_item(image, names[0], &client.IStream_iface);
    items[3] = new_item(image, names[2], &client.IStream_iface);
    begin_sink(&sink, &IID_DFileSystemImageEvents, heard);
    sink_advise((IUnknown *)image, &sink);
    assert_hr(IFsiDirectoryItem_Add(root, items[1]), S_OK);
    assert_string_equal(heard, "");
    assert_hr(IFsiDirectoryItem_Add(root, items[0]), S_OK);
    assert_string_equal(heard, "100: \\a 0 513;100: \\a 512 513;100: \\a 513 513;");
    heard[0] = 0;
    assert_hr(IFsiDirectoryItem_Add(root, items[2]), (HRESULT)0xC0AAB112); /* the name is taken */
    assert_string_equal(heard, "");
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &used), S_OK);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, used + 10), S_OK);
    assert_hr(IFsiDirectoryItem_Add(root, items[3]), (HRESULT)0xC0AAB120); /* too large: begun, and not ended */
    assert_string_equal(heard, "100: \\e 0 513;");
    for (i = 0; i < ARRAYSIZE(items); i++)
        IFsiItem_Release(items[i]);
    IFsiDirectoryItem_Release(root);
    IFileSystemImage3_Release(image);
    client_stream_end(&client);
    for (i = 0; i < ARRAYSIZE(names); i++)
        SysFreeString(names[i]);
}

/* A sink that changes the image in the middle of a change, and reads it. */
static HRESULT meddle(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    IFileSystemImage3 *image = sink->context;
    IFsiDirectoryItem *root = root_of(image);
    BSTR name = SysAllocString(L"\\b");
    LONG count = 0;

    (void)event, (void)parameters;
    assert_hr(IFileSystemImage3_get_DirectoryCount(image, &count), S_OK);
    assert_int_equal(count, 1);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, name), 0xC0AAB102); /* IMAPI_E_READONLY */
    IFsiDirectoryItem_Release(root);
    SysFreeString(name);
    return S_OK;
}

static void AddTree__sink_calls_the_image__is_answered(void **state)
{
    BSTR source = SysAllocString(image_make(L"a", 1, NULL)), name = SysAllocString(L"\\b");
    IFileSystemImage3 *image = create_image();
    IFsiDirectoryItem *root = root_of(image);
    struct event_sink sink;

    (void)state;
    sink_begin(&sink, &IID_DFileSystemImageEvents, SINK_BOTH);
    sink.react = meddle;
    sink.context = image;
    sink_advise((IUnknown *)image, &sink);
    assert_hr(IFsiDirectoryItem_AddTree(root, source, VARIANT_FALSE), S_OK);
    assert_int_equal(sink.calls, 2);
    assert_hr(IFsiDirectoryItem_AddDirectory(root, name), S_OK);
    IFsiDirectoryItem_Release(root);
    IFileSystemImage3_Release(image);
    image_delete_all();
    SysFreeString(source);
    SysFreeString(name);
}

/* A sink that lets go of all that the client has. */
struct client {
    IFileSystemImage3 *image;
    IFsiDirectoryItem *root;
};

static HRESULT let_go(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct client *client = sink->context;

    (void)event, (void)parameters;
    if (client->root) IFsiDirectoryItem_Release(client->root);
    if (client->image) IFileSystemImage3_Release(client->image);
    client->root = NULL;
    client->image = NULL;
    return S_OK;
}

static void begin_client(struct client *client, struct event_sink *sink)
{
    client->image = create_image();
    client->root = root_of(client->image);
    sink_begin(sink, &IID_DFileSystemImageEvents, SINK_BOTH);
    sink->react = let_go;
    sink->context = client;
    sink_advise((IUnknown *)client->image, sink);
}

static void Add__sink_lets_go_of_the_image__ends_the_call_first(void **state)
{
    BSTR source = SysAllocString(image_make(L"a", 1048577, NULL)), name = SysAllocString(L"a");
    struct client_stream stream;
    struct event_sink sink;
    struct client client;
    IFsiItem *item;

    (void)state;
    begin_client(&client, &sink);
    assert_hr(IFsiDirectoryItem_AddTree(client.root, source, VARIANT_FALSE), S_OK);
    assert_int_equal(sink.references, 1); /* the image is gone */
    assert_int_equal(sink.calls, 3);
    client_stream_begin(&stream, 1048577, 1);
    begin_client(&client, &sink);
    assert_hr(IFsiDirectoryItem_AddFile(client.root, name, &stream.IStream_iface), S_OK);
    assert_int_equal(sink.references, 1);
    begin_client(&client, &sink);
    item = new_item(client.image, name, &stream.IStream_iface);
    assert_hr(IFsiDirectoryItem_Add(client.root, item), S_OK);
    assert_true(sink.references > 1); /* the item keeps the image */
    IFsiItem_Release(item);
    assert_int_equal(sink.references, 1);
    client_stream_end(&stream);
    image_delete_all();
    SysFreeString(source);
    SysFreeString(name);
}

/* ---------------------------------------------------------------------------------------------------- of any object */

static void update__values__are_arguments_in_their_order(void **state)
{
    BSTR path = SysAllocString(L"\\d\\a");
    struct event_sink image, sink;
    char heard[HEARD_SIZE];
    struct source source;

    (void)state;
    sink_begin(&image, NULL, SINK_DISPATCH_ONLY);
    begin_sink(&sink, &IID_DFileSystemImageEvents, heard);
    sink_advise(begin_source(&source, &image.IDispatch_iface), &sink);
    image_events_update(&source.events, path, 512, 2147483647);
    assert_string_equal(heard, "100: \\d\\a 512 2147483647;");
    assert_ptr_equal(sink.object, &image.IDispatch_iface);
    assert_int_equal(com_object_release(&source.object), 0);
    assert_int_equal(sink.references, 1);
    assert_int_equal(image.references, 1);
    SysFreeString(path);
}

static void import__item__is_told_to_its_sink_alone(void **state)
{
    struct image_import_progress progress = {FsiFileSystemUDF, SysAllocString(L"\\d\\"), 1, 2, 3, -1};
    char heard[HEARD_SIZE], other_heard[HEARD_SIZE];
    struct event_sink sink, other;
    struct source source;
    IUnknown *object;

    (void)state;
    object = begin_source(&source, NULL);
    begin_sink(&other, &IID_DFileSystemImageEvents, other_heard);
    sink_advise(object, &other);
    assert_false(image_events_has_import(&source.events));
    begin_sink(&sink, &IID_DFileSystemImageImportEvents, heard);
    sink_advise(object, &sink);
    assert_true(image_events_has_import(&source.events));
    image_events_import(&source.events, &progress);
    assert_string_equal(heard, "101: 4 \\d\\ 1 2 3 -1;");
    assert_string_equal(other_heard, "");
    assert_int_equal(com_object_release(&source.object), 0);
    SysFreeString(progress.item);
}

static void sinks__come_and_go__are_seen(void **state)
{
    BSTR path = SysAllocString(L"\\a");
    char heard[HEARD_SIZE];
    struct source source;
    struct event_sink sink;
    IUnknown *object;
    DWORD cookie;

    (void)state;
    object = begin_source(&source, NULL);
    begin_sink(&sink, &IID_DFileSystemImageEvents, heard);
    assert_false(image_events_has_update(&source.events));
    image_events_update(&source.events, path, 0, 1);
    cookie = sink_advise(object, &sink);
    assert_true(image_events_has_update(&source.events));
    image_events_update(&source.events, path, 0, 1);
    assert_hr(sink_unadvise(object, &IID_DFileSystemImageEvents, cookie), S_OK);
    assert_false(image_events_has_update(&source.events));
    image_events_update(&source.events, path, 0, 1);
    assert_string_equal(heard, "100: \\a 0 1;");
    assert_int_equal(com_object_release(&source.object), 0);
    SysFreeString(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(AddFile__sink_leaves_its_error__is_not_found_behind_a_success),
        CASE(AddFile__sizes__are_told_in_megabytes),
        CASE(AddTree__sizes__are_told_in_megabytes),
        CASE(Add__file__is_told_and_a_directory_is_not),
        CASE(AddTree__sink_calls_the_image__is_answered),
        CASE(Add__sink_lets_go_of_the_image__ends_the_call_first),
        CASE(update__values__are_arguments_in_their_order),
        CASE(import__item__is_told_to_its_sink_alone),
        CASE(sinks__come_and_go__are_seen),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
