/* Creates writers and erasers, and describes the disc that they leave. */
#include "discctl/writers.h"

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/recorders.h"

static const wchar_t client_name[] = L"discctl";

bool writer_open(const char *drive, IDiscFormat2Data **writer, struct failure *failure)
{
    IDiscRecorder2 *recorder;
    BSTR client;
    HRESULT hr;

    *writer = NULL;
    if (!recorder_find(drive, &recorder, failure)) return false;
    hr = recorders_create(&CLSID_OpenIMAPI2_MsftDiscFormat2Data, &CLSID_MsftDiscFormat2Data, &IID_IDiscFormat2Data,
                          (void **)writer);
    client = SysAllocString(client_name);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_ClientName(*writer, client);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
    } else {
        do {
            hr = IDiscFormat2Data_put_Recorder(*writer, recorder);
        } while (recorder_wait_if_becoming_ready(hr, failure));
    }
    SysFreeString(client);
    IDiscRecorder2_Release(recorder);
    if (FAILED(hr) && *writer) {
        IDiscFormat2Data_Release(*writer);
        *writer = NULL;
    }
    return SUCCEEDED(hr);
}

bool eraser_open(const char *drive, IDiscFormat2Erase **eraser, struct failure *failure)
{
    IDiscRecorder2 *recorder;
    BSTR client;
    HRESULT hr;

    *eraser = NULL;
    if (!recorder_find(drive, &recorder, failure)) return false;
    hr = recorders_create(&CLSID_OpenIMAPI2_MsftDiscFormat2Erase, &CLSID_MsftDiscFormat2Erase, &IID_IDiscFormat2Erase,
                          (void **)eraser);
    client = SysAllocString(client_name);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_put_ClientName(*eraser, client);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
    } else {
        do {
            hr = IDiscFormat2Erase_put_Recorder(*eraser, recorder);
        } while (recorder_wait_if_becoming_ready(hr, failure));
    }
    SysFreeString(client);
    IDiscRecorder2_Release(recorder);
    if (FAILED(hr) && *eraser) {
        IDiscFormat2Erase_Release(*eraser);
        *eraser = NULL;
    }
    return SUCCEEDED(hr);
}

bool track_writer_create(IDiscFormat2TrackAtOnce **writer, struct failure *failure)
{
    BSTR client = SysAllocString(client_name);
    HRESULT hr = recorders_create(&CLSID_OpenIMAPI2_MsftDiscFormat2TrackAtOnce, &CLSID_MsftDiscFormat2TrackAtOnce,
                                  &IID_IDiscFormat2TrackAtOnce, (void **)writer);

    if (SUCCEEDED(hr)) {
        hr = IDiscFormat2TrackAtOnce_put_ClientName(*writer, client);
        if (FAILED(hr)) IDiscFormat2TrackAtOnce_Release(*writer);
    }
    if (FAILED(hr)) *failure = failure_take(hr);
    SysFreeString(client);
    return SUCCEEDED(hr);
}

bool raw_writer_create(IDiscFormat2RawCD **writer, struct failure *failure)
{
    BSTR client = SysAllocString(client_name);
    HRESULT hr = recorders_create(&CLSID_OpenIMAPI2_MsftDiscFormat2RawCD, &CLSID_MsftDiscFormat2RawCD,
                                  &IID_IDiscFormat2RawCD, (void **)writer);

    if (SUCCEEDED(hr)) {
        hr = IDiscFormat2RawCD_put_ClientName(*writer, client);
        if (FAILED(hr)) IDiscFormat2RawCD_Release(*writer);
    }
    if (FAILED(hr)) *failure = failure_take(hr);
    SysFreeString(client);
    return SUCCEEDED(hr);
}

char *writer_disc_text(IDiscFormat2Data *writer)
{
    IMAPI_FORMAT2_DATA_MEDIA_STATE status = IMAPI_FORMAT2_DATA_MEDIA_STATE_UNKNOWN;
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    struct failure failure;
    char *words, *text;
    HRESULT hr;

    do {
        hr = IDiscFormat2Data_get_CurrentMediaStatus(writer, &status);
    } while (recorder_wait_if_becoming_ready(hr, &failure));
    if (FAILED(hr)) {
        failure_free(&failure);
        return memory_printf(
            "%s", hr == E_IMAPI_RECORDER_MEDIA_NO_MEDIA ? "" : " The present state of the disc cannot be read.");
    }
    IDiscFormat2Data_get_CurrentPhysicalMediaType(writer, &type);
    words = media_status_text(status);
    text = memory_printf(" The disc (%s) is now %s.", media_type_text(type), words);
    memory_free(words);
    return text;
}
