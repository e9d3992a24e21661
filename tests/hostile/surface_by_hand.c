/* The calls that no type library describes: QueryInterface, enumerators, connection points, factories. */
#include "hostile/surface_by_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <ocidl.h>
#include <cmocka.h>

#include "com/client_stream.h"
#include "com/com_fixture.h"
#include "com/foreign_recorder.h"
#include "imapi2/raw_cd_image_creator.h"
#include "imapi2error.h"
#include "imapi2fs.h"
#include "openimapi2.h"
#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "support/event_sink.h"
#include "support/memory_parts.h"

enum { NONSENSE = 0x5A5A5A5A };

static void *const nonsense = (void *)(uintptr_t)NONSENSE;

static void undefined(struct surface_result *result, struct text *text, const char *what)
{
    result->is_defined = false;
    text_printf(text, "<%s>", what);
}

/* An interface that came out, or did not. */
static void finish_interface(HRESULT hr, void *out, struct surface_result *result, struct text *text)
{
    if (FAILED(hr)) {
        if (out) undefined(result, text, "an interface is left");
    } else {
        text_append(text, out ? "object" : "none");
        if (out) IUnknown_Release((IUnknown *)out);
    }
}

static HRESULT query(IUnknown *iface, struct surface_result *result, struct text *text)
{
    /* Nobody's. */
    static const IID other = {0x6A1F3C52, 0x2B7E, 0x4E0D, {0x9C, 0x41, 0x5D, 0x88, 0x17, 0xE6, 0x03, 0xB9}};
    void *out = nonsense, *none = nonsense;
    HRESULT hr, refused;

    surface_armed(true);
    hr = IUnknown_QueryInterface(iface, &IID_IUnknown, &out);
    refused = IUnknown_QueryInterface(iface, &other, &none);
    surface_armed(false);
    if (refused != E_NOINTERFACE || none) undefined(result, text, "an interface that nobody has");
    finish_interface(hr, out, result, text);
    return hr;
}

/* Made when it is first asked for. */
static HRESULT query_marshal(IUnknown *iface, struct surface_result *result, struct text *text)
{
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IUnknown_QueryInterface(iface, &IID_IMarshal, &out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT lock_server(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IClassFactory *factory = (IClassFactory *)iface;
    HRESULT hr, unlocked = S_OK;

    surface_armed(true);
    hr = IClassFactory_LockServer(factory, TRUE);
    if (SUCCEEDED(hr)) unlocked = IClassFactory_LockServer(factory, FALSE);
    surface_armed(false);
    if (FAILED(unlocked)) undefined(result, text, "the server is left locked");
    return hr;
}

/* ------------------------------------------------------------------------------------------------------- automation */

/* A method of the object's own dual interface, from the table: its own type information may be what is to be read
 * first.
 */
static BSTR name_of_a_method(IUnknown *iface)
{
    size_t i, count;
    const struct surface_interface *interfaces = surface_interfaces(&count);

    for (i = 0; i < count; i++) {
        const char *name = interfaces[i].method_count ? interfaces[i].methods[0].name : "";
        WCHAR wide[SURFACE_NAME_SIZE];
        IUnknown *dual;

        if (!interfaces[i].method_count || !interfaces[i].methods[0].dispatch) continue;
        if (FAILED(IUnknown_QueryInterface(iface, &interfaces[i].iid, (void **)&dual))) continue;
        IUnknown_Release(dual);
        if (strncmp(name, "get_", 4) == 0 || strncmp(name, "put_", 4) == 0) name += 4;
        swprintf(wide, ARRAYSIZE(wide), L"%hs", name);
        return SysAllocString(wide);
    }
    return SysAllocString(L"Count");
}

static HRESULT ids_of_names(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IDispatch *dispatch = (IDispatch *)iface;
    DISPID id = NONSENSE;
    BSTR name;
    HRESULT hr;

    name = name_of_a_method(iface);
    assert_non_null(name);
    surface_armed(true);
    hr = IDispatch_GetIDsOfNames(dispatch, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id);
    surface_armed(false);
    SysFreeString(name);
    if (FAILED(hr) && id != DISPID_UNKNOWN) undefined(result, text, "a number is left");
    if (SUCCEEDED(hr)) text_printf(text, "%ld", (long)id);
    return hr;
}

static HRESULT source_guid(IUnknown *iface, struct surface_result *result, struct text *text)
{
    GUID guid;
    HRESULT hr;

    memset(&guid, 0x5A, sizeof guid);
    surface_armed(true);
    hr = IProvideClassInfo2_GetGUID((IProvideClassInfo2 *)iface, GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid);
    surface_armed(false);
    if (FAILED(hr) && !IsEqualGUID(&guid, &GUID_NULL)) undefined(result, text, "a GUID is left");
    if (SUCCEEDED(hr)) text_printf(text, "%08lx", (unsigned long)guid.Data1);
    return hr;
}

/* ------------------------------------------------------------------------------------------------------ marshalling */

static IStream *new_stream(void)
{
    IStream *stream;

    assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &stream), S_OK);
    return stream;
}

static void rewind_stream(IStream *stream)
{
    LARGE_INTEGER start = {.QuadPart = 0};

    assert_hr(IStream_Seek(stream, start, STREAM_SEEK_SET, NULL), S_OK);
}

static HRESULT unmarshal_class(IUnknown *iface, struct surface_result *result, struct text *text)
{
    CLSID clsid = {0};
    HRESULT hr;

    (void)result;
    surface_armed(true);
    hr = IMarshal_GetUnmarshalClass((IMarshal *)iface, &IID_IUnknown, iface, MSHCTX_INPROC, NULL, MSHLFLAGS_NORMAL,
                                    &clsid);
    surface_armed(false);
    text_printf(text, "%08lx", (unsigned long)clsid.Data1);
    return hr;
}

static HRESULT marshal_size(IUnknown *iface, struct surface_result *result, struct text *text)
{
    DWORD size = 0;
    HRESULT hr;

    (void)result;
    surface_armed(true);
    hr = IMarshal_GetMarshalSizeMax((IMarshal *)iface, &IID_IUnknown, iface, MSHCTX_INPROC, NULL, MSHLFLAGS_NORMAL,
                                    &size);
    surface_armed(false);
    text_printf(text, "%lu", (unsigned long)size);
    return hr;
}

static HRESULT marshal_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = new_stream();
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_MarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, iface, MSHCTX_INPROC, NULL,
                                   MSHLFLAGS_NORMAL);
    surface_armed(false);
    rewind_stream(stream);
    if (SUCCEEDED(hr)) assert_hr(IMarshal_ReleaseMarshalData((IMarshal *)iface, stream), S_OK);
    IStream_Release(stream);
    return hr;
}

static IStream *marshalled(IUnknown *iface)
{
    IStream *stream = new_stream();

    assert_hr(IMarshal_MarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, iface, MSHCTX_INPROC, NULL,
                                        MSHLFLAGS_NORMAL),
              S_OK);
    rewind_stream(stream);
    return stream;
}

static HRESULT unmarshal_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = marshalled(iface);
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IMarshal_UnmarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, &out);
    surface_armed(false);
    if (FAILED(hr)) {
        rewind_stream(stream);
        assert_hr(IMarshal_ReleaseMarshalData((IMarshal *)iface, stream), S_OK);
    }
    IStream_Release(stream);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT release_marshal_data(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = marshalled(iface);
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_ReleaseMarshalData((IMarshal *)iface, stream);
    surface_armed(false);
    IStream_Release(stream);
    return hr;
}

static HRESULT disconnect_object(IUnknown *iface, struct surface_result *result, struct text *text)
{
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_DisconnectObject((IMarshal *)iface, 0);
    surface_armed(false);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- events */

static IID events_of(IConnectionPoint *point)
{
    IID iid;

    assert_hr(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK);
    return iid;
}

static HRESULT find_point(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IConnectionPointContainer *container = (IConnectionPointContainer *)iface;
    IEnumConnectionPoints *points;
    IConnectionPoint *point;
    void *out = nonsense;
    HRESULT hr;
    IID iid;

    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &points), S_OK);
    assert_hr(IEnumConnectionPoints_Next(points, 1, &point, NULL), S_OK);
    iid = events_of(point);
    IConnectionPoint_Release(point);
    IEnumConnectionPoints_Release(points);
    surface_armed(true);
    hr = IConnectionPointContainer_FindConnectionPoint(container, &iid, (IConnectionPoint **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT connection_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    HRESULT hr;
    IID iid;

    memset(&iid, 0x5A, sizeof iid);
    surface_armed(true);
    hr = IConnectionPoint_GetConnectionInterface((IConnectionPoint *)iface, &iid);
    surface_armed(false);
    if (FAILED(hr) && !IsEqualGUID(&iid, &GUID_NULL)) undefined(result, text, "an IID is left");
    if (SUCCEEDED(hr)) text_printf(text, "%08lx", (unsigned long)iid.Data1);
    return hr;
}

struct connection {
    IConnectionPoint *point;
    struct event_sink sink;
    IID events;
    DWORD cookie;
};

static void begin_connection(struct connection *connection, IUnknown *iface)
{
    connection->point = (IConnectionPoint *)iface;
    connection->events = events_of(connection->point);
    connection->cookie = 0;
    sink_begin(&connection->sink, &connection->events, SINK_BOTH);
}

static HRESULT connect_sink(struct connection *connection)
{
    return IConnectionPoint_Advise(connection->point, (IUnknown *)&connection->sink.IDispatch_iface,
                                   &connection->cookie);
}

/* Nobody may hold the sink any more. */
/* What the method said of its failure stays said. */
static void end_connection(struct connection *connection, struct surface_result *result, struct text *text)
{
    IErrorInfo *info = NULL;

    (void)GetErrorInfo(0, &info);
    if (connection->cookie) assert_hr(IConnectionPoint_Unadvise(connection->point, connection->cookie), S_OK);
    SetErrorInfo(0, info);
    if (info) IErrorInfo_Release(info);
    if (connection->sink.references != 1) undefined(result, text, "the sink is held");
}

static HRESULT advise(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    HRESULT hr;

    begin_connection(&connection, iface);
    connection.cookie = (DWORD)NONSENSE;
    surface_armed(true);
    hr = connect_sink(&connection);
    surface_armed(false);
    if (FAILED(hr) && connection.cookie) {
        undefined(result, text, "a cookie is left");
        connection.cookie = 0;
    }
    if (SUCCEEDED(hr) && !connection.cookie) undefined(result, text, "no cookie");
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT unadvise(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    surface_armed(true);
    hr = IConnectionPoint_Unadvise(connection.point, connection.cookie);
    surface_armed(false);
    if (SUCCEEDED(hr)) connection.cookie = 0;
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT enum_connections(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct connection connection;
    void *out = nonsense;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    surface_armed(true);
    hr = IConnectionPoint_EnumConnections(connection.point, (IEnumConnections **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    end_connection(&connection, result, text);
    return hr;
}

/* A method of the enumerator of a point with one connection. */
static HRESULT with_enumerator(IUnknown *iface,
                               HRESULT (*call)(IEnumConnections *, struct surface_result *, struct text *),
                               struct surface_result *result, struct text *text)
{
    static struct connection connection;
    IEnumConnections *connections;
    HRESULT hr;

    begin_connection(&connection, iface);
    assert_hr(connect_sink(&connection), S_OK);
    assert_hr(IConnectionPoint_EnumConnections(connection.point, &connections), S_OK);
    hr = call(connections, result, text);
    IEnumConnections_Release(connections);
    end_connection(&connection, result, text);
    return hr;
}

static HRESULT call_next(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    CONNECTDATA data = {(IUnknown *)nonsense, (DWORD)NONSENSE};
    ULONG fetched = (ULONG)NONSENSE;
    HRESULT hr;

    surface_armed(true);
    hr = IEnumConnections_Next(connections, 1, &data, &fetched);
    surface_armed(false);
    if (hr == S_OK) {
        text_printf(text, "%lu", (unsigned long)fetched);
        IUnknown_Release(data.pUnk);
    } else if (FAILED(hr) && (fetched || data.pUnk || data.dwCookie)) {
        undefined(result, text, "a connection is left");
    }
    return hr;
}

static HRESULT call_skip(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IEnumConnections_Skip(connections, 1);
    surface_armed(false);
    return hr;
}

static HRESULT call_clone(IEnumConnections *connections, struct surface_result *result, struct text *text)
{
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IEnumConnections_Clone(connections, (IEnumConnections **)&out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT connections_next(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_next, result, text);
}

static HRESULT connections_skip(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_skip, result, text);
}

static HRESULT connections_clone(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return with_enumerator(iface, call_clone, result, text);
}

/* --------------------------------------------------------------------------------------------------------- commands */

/* READ(10) of block 0: the one command here that needs what lies on the disc (the image of a virtual recorder). */
static HRESULT read_block(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static BYTE buffer[2048];
    BYTE cdb[10] = {0x28, [8] = 1}, sense[18];
    ULONG fetched = (ULONG)NONSENSE;
    HRESULT hr;

    memset(buffer, 0x5A, sizeof buffer);
    memset(sense, 0x5A, sizeof sense);
    surface_armed(true);
    hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice((IDiscRecorder2Ex *)iface, cdb, sizeof cdb, sense, 10, buffer,
                                                       sizeof buffer, &fetched);
    surface_armed(false);
    if (FAILED(hr) && fetched) undefined(result, text, "a count is left");
    if (SUCCEEDED(hr)) {
        text_printf(text, "%lu %02x/%02x %02x%02x%02x%02x", (unsigned long)fetched, sense[2] & 15, sense[12], buffer[0],
                    buffer[1], buffer[2046], buffer[2047]);
    }
    return hr;
}

/* ---------------------------------------------------------------------------------------------------------- streams */

enum { CLIENT_STREAMS = 2, CLIENT_STREAM_BYTES = 5 };

/* For as long as anybody holds them. */
static struct client_stream client_streams[CLIENT_STREAMS];

static IStream **begin_streams(void)
{
    static IStream *list[CLIENT_STREAMS];
    size_t i;

    for (i = 0; i < CLIENT_STREAMS; i++) {
        if (client_streams[i].references <= 1) client_stream_begin(&client_streams[i], CLIENT_STREAM_BYTES, (BYTE)i);
        list[i] = &client_streams[i].IStream_iface;
    }
    return list;
}

/* A method that fails holds none of them. */
static HRESULT end_streams(HRESULT hr, const LONG before[CLIENT_STREAMS], struct surface_result *result,
                           struct text *text)
{
    size_t i;

    for (i = 0; i < CLIENT_STREAMS; i++) {
        if (FAILED(hr) && client_streams[i].references != before[i]) undefined(result, text, "a stream is held");
    }
    return hr;
}

/* Initialize2, or Append2. */
static HRESULT give_streams(IUnknown *iface, HRESULT(WINAPI *method)(IStreamConcatenate *, IStream **, ULONG),
                            struct surface_result *result, struct text *text)
{
    IStream **list = begin_streams();
    LONG before[CLIENT_STREAMS] = {client_streams[0].references, client_streams[1].references};
    HRESULT hr;

    surface_armed(true);
    hr = method((IStreamConcatenate *)iface, list, CLIENT_STREAMS);
    surface_armed(false);
    return end_streams(hr, before, result, text);
}

static HRESULT concatenate_streams(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return give_streams(iface, ((IStreamConcatenate *)iface)->lpVtbl->Initialize2, result, text);
}

static HRESULT append_streams(IUnknown *iface, struct surface_result *result, struct text *text)
{
    return give_streams(iface, ((IStreamConcatenate *)iface)->lpVtbl->Append2, result, text);
}

/* A track of four seconds, the shortest there is. */
static HRESULT add_raw_track(IUnknown *iface, struct surface_result *result, struct text *text)
{
    static struct client_stream track;
    LONG before, index = NONSENSE;
    HRESULT hr;

    if (track.references <= 1) client_stream_begin(&track, 300 * 2352, 0);
    before = track.references;
    surface_armed(true);
    hr = IRawCDImageCreator_AddTrack((IRawCDImageCreator *)iface, IMAPI_CD_SECTOR_AUDIO, &track.IStream_iface, &index);
    surface_armed(false);
    if (FAILED(hr) && (track.references != before || index != 0)) undefined(result, text, "a stream is held");
    return hr;
}

/* Of an image with a track. */
static HRESULT attach_creator(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IOpenCDText *cd_text = (IOpenCDText *)iface;
    LONG before = 0, after = 0, index;
    IRawCDImageCreator *creator;
    struct client_stream track;
    HRESULT hr;

    assert_hr(raw_cd_image_creator_create(&IID_IRawCDImageCreator, (void **)&creator), S_OK);
    client_stream_begin(&track, 300 * 2352, 0);
    assert_hr(IRawCDImageCreator_AddTrack(creator, IMAPI_CD_SECTOR_AUDIO, &track.IStream_iface, &index), S_OK);
    assert_hr(IOpenCDText_get_ImageSectors(cd_text, &before), S_OK);
    surface_armed(true);
    hr = IOpenCDText_Attach(cd_text, (IUnknown *)creator);
    surface_armed(false);
    IRawCDImageCreator_Release(creator);
    client_stream_end(&track);
    assert_hr(IOpenCDText_get_ImageSectors(cd_text, &after), S_OK);
    if (after != (FAILED(hr) ? before : 22650 + 300 + 6750)) undefined(result, text, "another number of sectors");
    return hr;
}

/* A file of this computer in the image: the same one again replaces it. */
static HRESULT add_tree(IUnknown *iface, struct surface_result *result, struct text *text)
{
    BSTR path = SysAllocString(L"C:\\windows\\system.ini");
    IFsiDirectoryItem *root;
    LONG before, after;
    HRESULT hr;

    assert_non_null(path);
    assert_hr(IFileSystemImage_get_FileCount((IFileSystemImage *)iface, &before), S_OK);
    assert_hr(IFileSystemImage_get_Root((IFileSystemImage *)iface, &root), S_OK);
    surface_armed(true);
    hr = IFsiDirectoryItem_AddTree(root, path, VARIANT_FALSE);
    surface_armed(false);
    IFsiDirectoryItem_Release(root);
    SysFreeString(path);
    assert_hr(IFileSystemImage_get_FileCount((IFileSystemImage *)iface, &after), S_OK);
    if (FAILED(hr) && after != before) undefined(result, text, "a file is added");
    return hr;
}

static HRESULT interleave_streams(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream **list = begin_streams();
    LONG before[CLIENT_STREAMS] = {client_streams[0].references, client_streams[1].references};
    ULONG turns[CLIENT_STREAMS] = {2, 3};
    HRESULT hr;

    surface_armed(true);
    hr = IStreamInterleave_Initialize((IStreamInterleave *)iface, list, turns, CLIENT_STREAMS);
    surface_armed(false);
    return end_streams(hr, before, result, text);
}

static HRESULT stat_stream(IUnknown *iface, struct surface_result *result, struct text *text)
{
    STATSTG statistics;
    HRESULT hr;

    memset(&statistics, 0x5A, sizeof statistics);
    surface_armed(true);
    hr = IStream_Stat((IStream *)iface, &statistics, STATFLAG_DEFAULT);
    surface_armed(false);
    if (FAILED(hr) && (statistics.cbSize.QuadPart || statistics.pwcsName)) undefined(result, text, "a size is left");
    if (SUCCEEDED(hr)) {
        text_printf(text, "%llu %ls", statistics.cbSize.QuadPart, statistics.pwcsName ? statistics.pwcsName : L"-");
        CoTaskMemFree(statistics.pwcsName);
    }
    return hr;
}

/* To a stream that takes all. */
static HRESULT copy_stream(IUnknown *iface, struct surface_result *result, struct text *text)
{
    ULARGE_INTEGER all = {.QuadPart = ~0ull}, got = {.QuadPart = NONSENSE}, written = {.QuadPart = NONSENSE};
    static struct client_stream target;
    HRESULT hr;

    client_stream_begin(&target, 0, 0);
    surface_armed(true);
    hr = IStream_CopyTo((IStream *)iface, &target.IStream_iface, all, &got, &written);
    surface_armed(false);
    if (target.references != 1) undefined(result, text, "the target is held");
    if (written.QuadPart != target.position) undefined(result, text, "a count that is not true");
    text_printf(text, "%llu %llu", got.QuadPart, written.QuadPart);
    return hr;
}

/* --------------------------------------------------------------------------------------------------------- writers */

/* GET CONFIGURATION of a CD writer: Profile List, Core and CD Track at Once. */
static const BYTE cd_writer[] = {0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00, 0x03, 0x00,
                                 0x00, 0x2D, 0x01, 0x04, 0x46, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

/* A recorder of the client's own: what a writer does with it sends our drive nothing. Every question gets the same
 * answer.
 */
static struct foreign_recorder *client_recorder(void)
{
    static struct foreign_recorder foreign;

    if (foreign.references <= 1) {
        foreign_begin(&foreign, NULL);
        memcpy(foreign.data, cd_writer, sizeof cd_writer);
        foreign.fetched = sizeof cd_writer;
    }
    return &foreign;
}

static uint32_t no_blocks(struct sim_store *store)
{
    (void)store;
    return 0;
}

/* A recorder of the client's own with a drive in software. */
struct blank_cd {
    struct foreign_recorder foreign;
    struct sim_disc_memory disc;
    struct sim_state state;
    struct sim_store store;
    struct memory_parts parts;
    struct sim_drive drive;
};

/* A blank CD is in it, new for each object that gets the recorder. blocks: it has; 0: as one is bought. */
static struct foreign_recorder *blank_cd_recorder(struct blank_cd *cd, const WCHAR *id, uint32_t blocks)
{
    if (cd->foreign.references > 1) return &cd->foreign;
    memory_parts_end(&cd->parts);
    memory_parts_begin(&cd->parts, &cd->store);
    cd->store.get_blocks = no_blocks; /* audio is kept in the parts */
    memset(&cd->disc, 0, sizeof cd->disc);
    sim_state_reset(&cd->state, SIM_MEDIUM_CD_R);
    cd->drive.state = &cd->state;
    cd->drive.store = &cd->store;
    cd->drive.disc = &cd->disc;
    cd->drive.options.blocks = blocks;
    foreign_begin(&cd->foreign, NULL);
    cd->foreign.id = id;
    cd->foreign.drive = &cd->drive;
    return &cd->foreign;
}

static struct foreign_recorder *track_recorder(void)
{
    static struct blank_cd cd;

    return blank_cd_recorder(&cd, L"foreign with a blank CD", 0);
}

/* The lead-in of so small a disc has two seconds. */
static struct foreign_recorder *raw_recorder(void)
{
    static struct blank_cd cd;

    return blank_cd_recorder(&cd, L"foreign with a small CD", SIM_CD_SMALL);
}

bool surface_is_clients(IUnknown *object)
{
    return object == (IUnknown *)&client_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&client_recorder()->IDiscRecorder2Ex_iface ||
           object == (IUnknown *)&track_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&track_recorder()->IDiscRecorder2Ex_iface ||
           object == (IUnknown *)&raw_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&raw_recorder()->IDiscRecorder2Ex_iface;
}

static HRESULT held_only_by(HRESULT hr, const struct foreign_recorder *foreign, LONG before,
                            struct surface_result *result, struct text *text)
{
    if (FAILED(hr) && foreign->references != before) undefined(result, text, "the recorder is held");
    return hr;
}

static HRESULT engine_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    HRESULT hr;

    surface_armed(true);
    hr = IWriteEngine2_put_Recorder((IWriteEngine2 *)iface, &foreign->IDiscRecorder2Ex_iface);
    surface_armed(false);
    return held_only_by(hr, foreign, before, result, text);
}

static HRESULT sector_bytes(IUnknown *iface, struct surface_result *result, struct text *text)
{
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IWriteEngine2_put_BytesPerSector((IWriteEngine2 *)iface, 2048);
    surface_armed(false);
    return hr;
}

/* Two WRITEs. */
static HRESULT write_section(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct client_stream stream;
    LONG before = client_recorder()->references;
    HRESULT hr;

    client_stream_begin(&stream, 100000, 1);
    surface_armed(true);
    hr = IWriteEngine2_WriteSection((IWriteEngine2 *)iface, &stream.IStream_iface, 0, 40);
    surface_armed(false);
    if (stream.references != 1) undefined(result, text, "the stream is held");
    if (client_recorder()->references != before) undefined(result, text, "the recorder is held");
    return hr;
}

static HRESULT erase_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2Erase_put_Recorder((IDiscFormat2Erase *)iface, &foreign->IDiscRecorder2_iface);
    surface_armed(false);
    return held_only_by(hr, foreign, before, result, text);
}

static HRESULT data_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2Data_put_Recorder((IDiscFormat2Data *)iface, &foreign->IDiscRecorder2_iface);
    surface_armed(false);
    return held_only_by(hr, foreign, before, result, text);
}

/* What the call said, kept from the questions that follow it. */
static IErrorInfo *take_error_info(void)
{
    IErrorInfo *info = NULL;

    GetErrorInfo(0, &info);
    return info;
}

static void put_error_info_back(IErrorInfo *info)
{
    SetErrorInfo(0, info);
    if (info) IErrorInfo_Release(info);
}

/* Whatever it ends with, everything is given back. */
static HRESULT write_stream(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    struct client_stream stream;
    IErrorInfo *said;
    HRESULT hr;

    client_stream_begin(&stream, 100 * 2048, 1);
    surface_armed(true);
    hr = IDiscFormat2Data_Write((IDiscFormat2Data *)iface, &stream.IStream_iface);
    surface_armed(false);
    if (stream.references != 1) undefined(result, text, "the stream is held");
    if (foreign->references != before) undefined(result, text, "the recorder is held");
    if (foreign->acquires != foreign->releases) undefined(result, text, "the drive is held");
    said = take_error_info();
    if (IDiscFormat2Data_CancelWrite((IDiscFormat2Data *)iface) != E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS) {
        undefined(result, text, "it is busy");
    }
    put_error_info_back(said);
    return hr;
}

/* --------------------------------------------------------------------------------------- tracks of audio at once */

static HRESULT track_put_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = track_recorder();
    LONG before = foreign->references;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2TrackAtOnce_put_Recorder((IDiscFormat2TrackAtOnce *)iface, &foreign->IDiscRecorder2_iface);
    surface_armed(false);
    return held_only_by(hr, foreign, before, result, text);
}

/* One sector: the shortest track there is, 300 with its silence. Whatever it ends with, the stream is given back, and
 * the object is idle or prepared as before.
 */
static HRESULT add_track(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IDiscFormat2TrackAtOnce *tao = (IDiscFormat2TrackAtOnce *)iface;
    struct foreign_recorder *foreign = track_recorder();
    LONG before = foreign->references, held = foreign->acquires - foreign->releases;
    struct client_stream stream;
    IErrorInfo *said;
    HRESULT hr;

    client_stream_begin(&stream, 2352, 1);
    surface_armed(true);
    hr = IDiscFormat2TrackAtOnce_AddAudioTrack(tao, &stream.IStream_iface);
    surface_armed(false);
    if (stream.references != 1) undefined(result, text, "the stream is held");
    if (foreign->references != before) undefined(result, text, "the recorder is held");
    if (foreign->acquires - foreign->releases != held) undefined(result, text, "exclusive access has changed");
    said = take_error_info();
    if (IDiscFormat2TrackAtOnce_CancelAddTrack(tao) != E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS) {
        undefined(result, text, "it is busy");
    }
    put_error_info_back(said);
    return hr;
}

/* Idle, and all that was taken is given back, whatever it ends with. */
static HRESULT release_media(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IDiscFormat2TrackAtOnce *tao = (IDiscFormat2TrackAtOnce *)iface;
    struct foreign_recorder *foreign = track_recorder();
    LONG number;
    IErrorInfo *said;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2TrackAtOnce_ReleaseMedia(tao);
    surface_armed(false);
    said = take_error_info();
    if (IDiscFormat2TrackAtOnce_get_FreeSectorsOnMedia(tao, &number) != E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED) {
        undefined(result, text, "it is still prepared");
    }
    put_error_info_back(said);
    if (foreign->acquires != foreign->releases) undefined(result, text, "the drive is held");
    return hr;
}

/* ------------------------------------------------------------------------------------------------------------- raw */

static HRESULT raw_put_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = raw_recorder();
    LONG before = foreign->references;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2RawCD_put_Recorder((IDiscFormat2RawCD *)iface, &foreign->IDiscRecorder2_iface);
    surface_armed(false);
    return held_only_by(hr, foreign, before, result, text);
}

/* The lead-in of the small disc, and ten sectors; as add_track. */
static HRESULT write_raw(IUnknown *iface, struct surface_result *result, struct text *text)
{
    enum { LEAD_IN_SECTORS = 150, SECTORS = 10, SECTOR_BYTES = 2448 };
    IDiscFormat2RawCD *raw = (IDiscFormat2RawCD *)iface;
    struct foreign_recorder *foreign = raw_recorder();
    LONG before = foreign->references, held = foreign->acquires - foreign->releases;
    struct client_stream stream;
    IErrorInfo *said;
    HRESULT hr;

    client_stream_begin(&stream, (LEAD_IN_SECTORS + SECTORS) * SECTOR_BYTES, 1);
    surface_armed(true);
    hr = IDiscFormat2RawCD_WriteMedia2(raw, &stream.IStream_iface, LEAD_IN_SECTORS);
    surface_armed(false);
    if (stream.references != 1) undefined(result, text, "the stream is held");
    if (foreign->references != before) undefined(result, text, "the recorder is held");
    if (foreign->acquires - foreign->releases != held) undefined(result, text, "exclusive access has changed");
    said = take_error_info();
    if (IDiscFormat2RawCD_CancelWrite(raw) != E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS) {
        undefined(result, text, "it is busy");
    }
    put_error_info_back(said);
    return hr;
}

/* As release_media. */
static HRESULT raw_release_media(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IDiscFormat2RawCD *raw = (IDiscFormat2RawCD *)iface;
    struct foreign_recorder *foreign = raw_recorder();
    IErrorInfo *said;
    LONG number;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2RawCD_ReleaseMedia(raw);
    surface_armed(false);
    said = take_error_info();
    if (IDiscFormat2RawCD_get_StartOfNextSession(raw, &number) != E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED) {
        undefined(result, text, "it is still prepared");
    }
    put_error_info_back(said);
    if (foreign->acquires != foreign->releases) undefined(result, text, "the drive is held");
    return hr;
}

static HRESULT supports_recorder(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    VARIANT_BOOL value = (VARIANT_BOOL)NONSENSE;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2_IsRecorderSupported((IDiscFormat2 *)iface, &foreign->IDiscRecorder2_iface, &value);
    surface_armed(false);
    if (FAILED(hr) && value) undefined(result, text, "a value is left");
    if (SUCCEEDED(hr)) text_printf(text, "%d", value);
    if (foreign->references != before) undefined(result, text, "the recorder is held");
    return hr;
}

static HRESULT supports_media(IUnknown *iface, struct surface_result *result, struct text *text)
{
    struct foreign_recorder *foreign = client_recorder();
    LONG before = foreign->references;
    VARIANT_BOOL value = (VARIANT_BOOL)NONSENSE;
    HRESULT hr;

    surface_armed(true);
    hr = IDiscFormat2_IsCurrentMediaSupported((IDiscFormat2 *)iface, &foreign->IDiscRecorder2_iface, &value);
    surface_armed(false);
    if (FAILED(hr) && value) undefined(result, text, "a value is left");
    if (SUCCEEDED(hr)) text_printf(text, "%d", value);
    if (foreign->references != before) undefined(result, text, "the recorder is held");
    return hr;
}

const struct surface_by_hand_row surface_by_hand_rows[] = {
    {"IUnknown", &IID_IUnknown, "QueryInterface", query, false},
    {"IUnknown", &IID_IUnknown, "QueryInterface of IMarshal", query_marshal, false},
    {"IClassFactory", &IID_IClassFactory, "LockServer", lock_server, false},
    {"IDispatch", &IID_IDispatch, "GetIDsOfNames", ids_of_names, false},
    {"IProvideClassInfo2", &IID_IProvideClassInfo2, "GetGUID", source_guid, false},
    {"IMarshal", &IID_IMarshal, "GetUnmarshalClass", unmarshal_class, false},
    {"IMarshal", &IID_IMarshal, "GetMarshalSizeMax", marshal_size, false},
    {"IMarshal", &IID_IMarshal, "MarshalInterface", marshal_interface, false},
    {"IMarshal", &IID_IMarshal, "UnmarshalInterface", unmarshal_interface, false},
    {"IMarshal", &IID_IMarshal, "ReleaseMarshalData", release_marshal_data, false},
    {"IMarshal", &IID_IMarshal, "DisconnectObject", disconnect_object, false},
    {"IConnectionPointContainer", &IID_IConnectionPointContainer, "FindConnectionPoint", find_point, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "GetConnectionInterface", connection_interface, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "Advise", advise, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "Unadvise", unadvise, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "EnumConnections of a sink", enum_connections, false},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Next of a sink", connections_next, true},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Skip of a sink", connections_skip, true},
    {"IConnectionPoint", &IID_IConnectionPoint, "IEnumConnections::Clone of a sink", connections_clone, true},
    {"IDiscRecorder2Ex", &IID_IDiscRecorder2Ex, "SendCommandGetDataFromDevice of a block", read_block, false},
    {"IStream", &IID_IStream, "Stat", stat_stream, false},
    {"IStream", &IID_IStream, "CopyTo", copy_stream, false},
    {"IStreamConcatenate", &IID_IStreamConcatenate, "Initialize2 of streams", concatenate_streams, false},
    {"IStreamConcatenate", &IID_IStreamConcatenate, "Append2 of streams", append_streams, false},
    {"IStreamInterleave", &IID_IStreamInterleave, "Initialize of streams with turns", interleave_streams, false},
    {"IRawCDImageCreator", &IID_IRawCDImageCreator, "AddTrack of a client's stream", add_raw_track, false},
    {"IOpenCDText", &IID_IOpenCDText, "Attach of a creator", attach_creator, false},
    {"IFileSystemImage", &IID_IFileSystemImage, "AddTree of a file into the root", add_tree, true},
    {"IWriteEngine2", &IID_IWriteEngine2, "put_Recorder of the client's own", engine_recorder, false},
    {"IWriteEngine2", &IID_IWriteEngine2, "put_BytesPerSector of 2048", sector_bytes, false},
    {"IWriteEngine2", &IID_IWriteEngine2, "WriteSection of a client's stream", write_section, false},
    {"IDiscFormat2", &IID_IDiscFormat2, "IsRecorderSupported of the client's own", supports_recorder, false},
    {"IDiscFormat2", &IID_IDiscFormat2, "IsCurrentMediaSupported of the client's own", supports_media, false},
    {"IDiscFormat2Erase", &IID_IDiscFormat2Erase, "put_Recorder of a client's for erasing", erase_recorder, false},
    {"IDiscFormat2Data", &IID_IDiscFormat2Data, "put_Recorder of a client's for writing", data_recorder, false},
    {"IDiscFormat2Data", &IID_IDiscFormat2Data, "Write of a client's stream", write_stream, false},
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "put_Recorder of a client's for tracks",
     track_put_recorder, false},
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "AddAudioTrack of a client's stream", add_track, false},
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "ReleaseMedia of a client's recorder", release_media,
     false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "put_Recorder of a client's for raw", raw_put_recorder, false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "WriteMedia2 of a client's stream", write_raw, false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "ReleaseMedia of a client's recorder", raw_release_media, false},
};
const size_t surface_by_hand_count = ARRAYSIZE(surface_by_hand_rows);
