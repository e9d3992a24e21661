/* Burns an image to the disc in a recorder, in a single-threaded apartment, with its progress. On an open disc with
 * sessions the image becomes the next session. A rewritable disc such as a DVD+RW is overwritten without a question.
 *     burn_c IMAGE [RECORDER, counted from 0] [open] [verify]
 * open leaves the disc open for another session; verify reads back and compares all that was written.
 */
#define COBJMACROS
#include <stdlib.h>
#include <string.h>
#include <initguid.h>
#include <shlwapi.h>
#include "show.h"
#include "sink.h"
#include "recorder.h"

static void tell(VARIANT *arguments)
{
    IDiscFormat2DataEventArgs *progress;
    IMAPI_FORMAT2_DATA_WRITE_ACTION action;
    LONG start, count, written;

    if (FAILED(IDispatch_QueryInterface(V_DISPATCH(&arguments[0]), &IID_IDiscFormat2DataEventArgs, (void **)&progress)))
        return;
    IDiscFormat2DataEventArgs_get_CurrentAction(progress, &action);
    IDiscFormat2DataEventArgs_get_StartLba(progress, &start);
    IDiscFormat2DataEventArgs_get_SectorCount(progress, &count);
    IDiscFormat2DataEventArgs_get_LastWrittenLba(progress, &written);
    if (action == IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA && count)
        printf("    %ld %%\n", (long)(100.0 * (written - start) / count));
    IDiscFormat2DataEventArgs_Release(progress);
}

/* Write fails with E_IMAPI_BURN_VERIFICATION_FAILED where the disc differs from the stream. */
static HRESULT verify_all(IDiscFormat2Data *writer)
{
    IBurnVerification *verification;
    HRESULT hr;

    hr = IDiscFormat2Data_QueryInterface(writer, &IID_IBurnVerification, (void **)&verification);
    if (FAILED(hr)) return hr;
    hr = IBurnVerification_put_BurnVerificationLevel(verification, IMAPI_BURN_VERIFICATION_FULL);
    IBurnVerification_Release(verification);
    return hr;
}

static BOOL has_word(int argc, char **argv, const char *word)
{
    for (int i = 3; i < argc; i++)
        if (strcmp(argv[i], word) == 0) return TRUE;
    return FALSE;
}

int main(int argc, char **argv)
{
    LONG number = argc > 2 ? atoi(argv[2]) : 0;
    VARIANT_BOOL open = has_word(argc, argv, "open") ? VARIANT_TRUE : VARIANT_FALSE;
    IDiscFormat2Data *writer;
    IDiscRecorder2 *recorder;
    IStream *image;
    BSTR name = SysAllocString(L"burn.c");
    HRESULT hr;

    if (argc < 2) return puts("burn_c IMAGE [RECORDER] [open] [verify]"), 2;
    CoInitialize(NULL);
    hr = SHCreateStreamOnFileA(argv[1], STGM_READ | STGM_SHARE_DENY_WRITE, &image);
    if (SUCCEEDED(hr)) hr = open_recorder(number, &recorder);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_ALL, &IID_IDiscFormat2Data, (void **)&writer);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_Recorder(writer, recorder);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_ClientName(writer, name);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_ForceMediaToBeClosed(writer, (VARIANT_BOOL)~open);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_DisableConsumerDvdCompatibilityMode(writer, open); /* for DVD+R */
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_ForceOverwrite(writer, VARIANT_TRUE);
    if (SUCCEEDED(hr) && has_word(argc, argv, "verify")) hr = verify_all(writer);
    if (SUCCEEDED(hr)) hr = hear(writer, &IID_DDiscFormat2DataEvents);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_Write(writer, image);
    show("Burning", hr, L"done");
    SysFreeString(name);
    return FAILED(hr);
}
