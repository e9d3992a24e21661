/* For the examples in C: opens a recorder. */
#include <imapi2.h>

/* Opens the recorder of this number, counted from 0. */
static HRESULT open_recorder(LONG number, IDiscRecorder2 **recorder)
{
    IDiscMaster2 *master;
    BSTR id = NULL;
    HRESULT hr;

    hr = CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master);
    if (FAILED(hr)) return hr;
    hr = IDiscMaster2_get_Item(master, number, &id);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)recorder);
    if (SUCCEEDED(hr)) hr = IDiscRecorder2_InitializeDiscRecorder(*recorder, id);
    SysFreeString(id);
    IDiscMaster2_Release(master);
    return hr;
}
