/* What is read: a block of a disc, streams, and what images are made of. */
#include "hostile/by_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "com/client_stream.h"
#include "com/com_fixture.h"
#include "imapi2/raw_cd_image_creator.h"
#include "imapi2fs.h"
#include "openimapi2.h"

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

static const struct surface_by_hand_row rows[] = {
    {"IDiscRecorder2Ex", &IID_IDiscRecorder2Ex, "SendCommandGetDataFromDevice of a block", read_block, false},
    {"IStream", &IID_IStream, "Stat", stat_stream, false},
    {"IStream", &IID_IStream, "CopyTo", copy_stream, false},
    {"IStreamConcatenate", &IID_IStreamConcatenate, "Initialize2 of streams", concatenate_streams, false},
    {"IStreamConcatenate", &IID_IStreamConcatenate, "Append2 of streams", append_streams, false},
    {"IStreamInterleave", &IID_IStreamInterleave, "Initialize of streams with turns", interleave_streams, false},
    {"IRawCDImageCreator", &IID_IRawCDImageCreator, "AddTrack of a client's stream", add_raw_track, false},
    {"IOpenCDText", &IID_IOpenCDText, "Attach of a creator", attach_creator, false},
    {"IFileSystemImage", &IID_IFileSystemImage, "AddTree of a file into the root", add_tree, true},
};
const struct surface_by_hand_group by_hand_streams = {rows, ARRAYSIZE(rows)};
