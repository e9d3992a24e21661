/* Lists the recorders, shows what each one is and can, and opens and closes its tray. */
#define COBJMACROS
#include <initguid.h>
#include "show.h"

static void inspect(IDiscRecorder2 *recorder, BSTR id)
{
    SAFEARRAY *numbers;
    BSTR text;

    show("Recorder", IDiscRecorder2_InitializeDiscRecorder(recorder, id), id);
    show_text("Vendor", IDiscRecorder2_get_VendorId(recorder, &text), &text);
    show_text("Product", IDiscRecorder2_get_ProductId(recorder, &text), &text);
    show_numbers("Features", IDiscRecorder2_get_SupportedFeaturePages(recorder, &numbers), &numbers);
    show_numbers("Profiles", IDiscRecorder2_get_SupportedProfiles(recorder, &numbers), &numbers);
    show_numbers("Mode pages", IDiscRecorder2_get_SupportedModePages(recorder, &numbers), &numbers);
    show_text("Held by", IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &text), &text);
    show("Open tray", IDiscRecorder2_EjectMedia(recorder), L"done");
    show("Close tray", IDiscRecorder2_CloseTray(recorder), L"done"); /* some drives cannot: DeviceCanLoadMedia */
}

int main(void)
{
    IDiscMaster2 *master;
    IDiscRecorder2 *recorder;
    BSTR id;

    CoInitialize(NULL);
    if (FAILED(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master)))
        return puts("IMAPI2 is not here: run regsvr32 imapi2.dll"), 1;
    for (LONG i = 0; SUCCEEDED(IDiscMaster2_get_Item(master, i, &id)); i++) {
        CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder);
        inspect(recorder, id);
        IDiscRecorder2_Release(recorder);
        SysFreeString(id);
    }
    IDiscMaster2_Release(master);
    return 0;
}
