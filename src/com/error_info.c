/* Sets and clears the IErrorInfo of the calling thread. */
#include "com/error_info.h"

#include <oleauto.h>

#include "com/values.h"

void com_error_clear(void)
{
    SetErrorInfo(0, NULL);
}

HRESULT com_error_set(HRESULT hr, REFIID iid, const WCHAR *source, const char *description)
{
    IErrorInfo *info = NULL;
    ICreateErrorInfo *create;
    BSTR text;

    if (SUCCEEDED(com_bstr_from_utf8(description, &text))) {
        if (SUCCEEDED(CreateErrorInfo(&create))) {
            ICreateErrorInfo_SetGUID(create, iid);
            ICreateErrorInfo_SetSource(create, (LPOLESTR)source);
            ICreateErrorInfo_SetDescription(create, text);
            ICreateErrorInfo_QueryInterface(create, &IID_IErrorInfo, (void **)&info);
            ICreateErrorInfo_Release(create);
        }
        SysFreeString(text);
    }
    SetErrorInfo(0, info);
    if (info) IErrorInfo_Release(info);
    return hr;
}
