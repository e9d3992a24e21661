/* Lists the recorders in both ways and prints their IDs; whether that sends commands to a drive is observed from
 * outside. IsSupportedEnvironment is left out: by its documentation it asks drives.
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

int main(void)
{
    IEnumVARIANT *enumerator;
    IDiscMaster2 *master;
    LONG count, i, walked = 0;
    VARIANT item;
    BSTR id;

    must(CoInitialize(NULL), "CoInitialize");
    must(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscMaster2, (void **)&master),
         "CoCreateInstance");
    must(IDiscMaster2_get_Count(master, &count), "Count");
    for (i = 0; i < count; i++) {
        must(IDiscMaster2_get_Item(master, i, &id), "Item");
        printf("%ls\n", id);
        SysFreeString(id);
    }
    must(IDiscMaster2_get__NewEnum(master, &enumerator), "_NewEnum");
    VariantInit(&item);
    while (IEnumVARIANT_Next(enumerator, 1, &item, NULL) == S_OK) {
        walked++;
        VariantClear(&item);
    }
    IEnumVARIANT_Release(enumerator);
    IDiscMaster2_Release(master);
    CoUninitialize();
    return walked == count ? 0 : 1;
}
