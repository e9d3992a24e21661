/* Erases the disc in a recorder, in a single-threaded apartment, with its progress.
 *     erase_c [RECORDER, counted from 0] [full]
 */
#define COBJMACROS
#include <stdlib.h>
#include <initguid.h>
#include "show.h"
#include "sink.h"
#include "recorder.h"

static void tell(VARIANT *arguments)
{
    printf("    %ld of about %ld s\n", (long)V_I4(&arguments[1]), (long)V_I4(&arguments[0]));
}

int main(int argc, char **argv)
{
    LONG number = argc > 1 ? atoi(argv[1]) : 0;
    VARIANT_BOOL full = argc > 2 ? VARIANT_TRUE : VARIANT_FALSE;
    IDiscFormat2Erase *eraser;
    IDiscRecorder2 *recorder;
    BSTR name = SysAllocString(L"erase.c");
    HRESULT hr;

    CoInitialize(NULL);
    hr = open_recorder(number, &recorder);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftDiscFormat2Erase, NULL, CLSCTX_ALL, &IID_IDiscFormat2Erase, (void **)&eraser);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_put_Recorder(eraser, recorder);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_put_ClientName(eraser, name);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_put_FullErase(eraser, full);
    if (SUCCEEDED(hr)) hr = hear(eraser, &IID_DDiscFormat2EraseEvents);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_EraseMedia(eraser);
    show("Erasing", hr, L"done");
    SysFreeString(name);
    return FAILED(hr);
}
