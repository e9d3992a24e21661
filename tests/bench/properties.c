/* Opens one recorder and reads every property of IDiscRecorder2; the commands that it takes are counted from outside.
 *
 *     properties ID ROUNDS        ROUNDS times in one object; a failure ends the program with exit code 1
 */
#include <stdio.h>
#include <stdlib.h>

#include <windows.h>
#include <oleauto.h>

#include "imapi2.h"

static void must(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr)) return;
    fprintf(stderr, "%s: 0x%08lX\n", what, (unsigned long)hr);
    exit(1);
}

static void read_all(IDiscRecorder2 *recorder)
{
    VARIANT_BOOL can_load;
    SAFEARRAY *array;
    LONG number;
    BSTR text;

#define TEXT_OF(name)  must(IDiscRecorder2_get_##name(recorder, &text), #name), SysFreeString(text)
#define ARRAY_OF(name) must(IDiscRecorder2_get_##name(recorder, &array), #name), SafeArrayDestroy(array)
    /* In the order of the interface. */
    TEXT_OF(ActiveDiscRecorder);
    TEXT_OF(VendorId);
    TEXT_OF(ProductId);
    TEXT_OF(ProductRevision);
    TEXT_OF(VolumeName);
    ARRAY_OF(VolumePathNames);
    must(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load), "DeviceCanLoadMedia");
    must(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), "LegacyDeviceNumber");
    ARRAY_OF(SupportedFeaturePages);
    ARRAY_OF(CurrentFeaturePages);
    ARRAY_OF(SupportedProfiles);
    ARRAY_OF(CurrentProfiles);
    ARRAY_OF(SupportedModePages);
    TEXT_OF(ExclusiveAccessOwner);
}

int main(int argc, char **argv)
{
    IDiscRecorder2 *recorder;
    WCHAR id[512];
    BSTR bstr;
    int rounds;

    if (argc != 3) return 2;
    MultiByteToWideChar(CP_UTF8, 0, argv[1], -1, id, 512);
    must(CoInitialize(NULL), "CoInitialize");
    must(
        CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscRecorder2, (void **)&recorder),
        "CoCreateInstance");
    bstr = SysAllocString(id);
    must(IDiscRecorder2_InitializeDiscRecorder(recorder, bstr), "InitializeDiscRecorder");
    SysFreeString(bstr);
    for (rounds = atoi(argv[2]); rounds > 0; rounds--)
        read_all(recorder);
    IDiscRecorder2_Release(recorder);
    CoUninitialize();
    printf("done\n");
    return 0;
}
