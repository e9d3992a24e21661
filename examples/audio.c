/* Burns an audio CD, track by track, to the blank CD in a recorder, in a single-threaded apartment, with its progress.
 *     audio_c RECORDER FILE...
 * RECORDER is counted from 0. FILE has samples without a header (44100 Hz, 16 bits, left and right, low byte first), a
 * multiple of 2352 bytes: ffmpeg -i song.mp3 -f s16le -ar 44100 -ac 2 song.raw, then truncate -s %2352 song.raw.
 * "discctl audio" takes WAV files as they are.
 */
#define COBJMACROS
#include <stdlib.h>
#include <initguid.h>
#include <shlwapi.h>
#include "show.h"
#include "sink.h"
#include "recorder.h"

static void tell(VARIANT *arguments)
{
    IDiscFormat2TrackAtOnceEventArgs *progress;
    IMAPI_FORMAT2_TAO_WRITE_ACTION action;
    LONG track, start, count, written;

    if (FAILED(IDispatch_QueryInterface(V_DISPATCH(&arguments[0]), &IID_IDiscFormat2TrackAtOnceEventArgs,
                                        (void **)&progress)))
        return;
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentAction(progress, &action);
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentTrackNumber(progress, &track);
    IDiscFormat2TrackAtOnceEventArgs_get_StartLba(progress, &start);
    IDiscFormat2TrackAtOnceEventArgs_get_SectorCount(progress, &count);
    IDiscFormat2TrackAtOnceEventArgs_get_LastWrittenLba(progress, &written);
    if (action == IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING && count)
        printf("    track %ld: %ld %%\n", track, (long)(100.0 * (written - start) / count));
    IDiscFormat2TrackAtOnceEventArgs_Release(progress);
}

static HRESULT add_track(IDiscFormat2TrackAtOnce *writer, const char *path)
{
    IStream *samples;
    HRESULT hr = SHCreateStreamOnFileA(path, STGM_READ | STGM_SHARE_DENY_WRITE, &samples);

    if (FAILED(hr)) return hr;
    hr = IDiscFormat2TrackAtOnce_AddAudioTrack(writer, samples);
    IStream_Release(samples);
    return hr;
}

int main(int argc, char **argv)
{
    IDiscFormat2TrackAtOnce *writer;
    IDiscRecorder2 *recorder;
    BSTR name = SysAllocString(L"audio.c");
    HRESULT hr, of_release;
    int i;

    if (argc < 3) return puts("audio_c RECORDER FILE..."), 2;
    CoInitialize(NULL);
    hr = open_recorder(atoi(argv[1]), &recorder);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftDiscFormat2TrackAtOnce, NULL, CLSCTX_ALL, &IID_IDiscFormat2TrackAtOnce,
                              (void **)&writer);
    if (SUCCEEDED(hr)) hr = IDiscFormat2TrackAtOnce_put_Recorder(writer, recorder);
    if (SUCCEEDED(hr)) hr = IDiscFormat2TrackAtOnce_put_ClientName(writer, name);
    if (SUCCEEDED(hr)) hr = hear(writer, &IID_DDiscFormat2TrackAtOnceEvents);
    if (SUCCEEDED(hr)) hr = IDiscFormat2TrackAtOnce_PrepareMedia(writer);
    show("Preparing", hr, L"done");
    SysFreeString(name);
    if (FAILED(hr)) return 1;

    for (i = 2; i < argc && SUCCEEDED(hr); i++) {
        hr = add_track(writer, argv[i]);
        show(argv[i], hr, L"done");
    }
    of_release = IDiscFormat2TrackAtOnce_ReleaseMedia(writer); /* whatever happened: the drive is free afterwards */
    show("Closing", of_release, L"done");
    if (SUCCEEDED(hr)) hr = of_release;
    puts(SUCCEEDED(hr) ? "burned" : "not burned");
    return FAILED(hr);
}
