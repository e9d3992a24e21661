/* The writers of audio CDs, with a recorder of the client's own in which a blank CD is. */
#include "hostile/by_hand.h"

#include "com/client_stream.h"
#include "hostile/by_hand_recorders.h"
#include "imapi2error.h"

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

static const struct surface_by_hand_row rows[] = {
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "put_Recorder of a client's for tracks",
     track_put_recorder, false},
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "AddAudioTrack of a client's stream", add_track, false},
    {"IDiscFormat2TrackAtOnce", &IID_IDiscFormat2TrackAtOnce, "ReleaseMedia of a client's recorder", release_media,
     false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "put_Recorder of a client's for raw", raw_put_recorder, false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "WriteMedia2 of a client's stream", write_raw, false},
    {"IDiscFormat2RawCD", &IID_IDiscFormat2RawCD, "ReleaseMedia of a client's recorder", raw_release_media, false},
};
const struct surface_by_hand_group by_hand_audio = {rows, ARRAYSIZE(rows)};
