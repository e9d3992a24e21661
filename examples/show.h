/* For the examples in C: prints the result of a call and frees it, or prints why the call failed. */
#include <stdio.h>
#include <imapi2.h>

static void show(const char *label, HRESULT hr, const wchar_t *text)
{
    IErrorInfo *info;
    BSTR why = NULL;

    if (FAILED(hr) && GetErrorInfo(0, &info) == S_OK) { /* the server's own words */
        IErrorInfo_GetDescription(info, &why);
        IErrorInfo_Release(info);
    }
    if (FAILED(hr)) {
        printf("    %s: %ls (%08lX)\n", label, why ? why : L"failed", (unsigned long)hr);
    } else {
        printf("    %s: %ls\n", label, text ? text : L"");
    }
    SysFreeString(why);
}

static inline void show_text(const char *label, HRESULT hr, BSTR *text)
{
    show(label, hr, SUCCEEDED(hr) ? *text : NULL);
    if (SUCCEEDED(hr)) SysFreeString(*text);
}

static inline void show_numbers(const char *label, HRESULT hr, SAFEARRAY **numbers)
{
    ULONG i;

    if (FAILED(hr)) {
        show(label, hr, NULL);
        return;
    }
    printf("    %s:", label);
    for (i = 0; i < (*numbers)->rgsabound[0].cElements; i++)
        printf(" %lXh", ((VARIANT *)(*numbers)->pvData)[i].ulVal);
    puts("");
    SafeArrayDestroy(*numbers);
}
