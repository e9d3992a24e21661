/* The writers of blocks, and the eraser, with a recorder of the client's own. */
#include "hostile/by_hand.h"

#include "com/client_stream.h"
#include "hostile/by_hand_recorders.h"
#include "imapi2error.h"

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

static const struct surface_by_hand_row rows[] = {
    {"IWriteEngine2", &IID_IWriteEngine2, "put_Recorder of the client's own", engine_recorder, false},
    {"IWriteEngine2", &IID_IWriteEngine2, "put_BytesPerSector of 2048", sector_bytes, false},
    {"IWriteEngine2", &IID_IWriteEngine2, "WriteSection of a client's stream", write_section, false},
    {"IDiscFormat2", &IID_IDiscFormat2, "IsRecorderSupported of the client's own", supports_recorder, false},
    {"IDiscFormat2", &IID_IDiscFormat2, "IsCurrentMediaSupported of the client's own", supports_media, false},
    {"IDiscFormat2Erase", &IID_IDiscFormat2Erase, "put_Recorder of a client's for erasing", erase_recorder, false},
    {"IDiscFormat2Data", &IID_IDiscFormat2Data, "put_Recorder of a client's for writing", data_recorder, false},
    {"IDiscFormat2Data", &IID_IDiscFormat2Data, "Write of a client's stream", write_stream, false},
};
const struct surface_by_hand_group by_hand_data = {rows, ARRAYSIZE(rows)};
