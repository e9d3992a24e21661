// For the examples in C++: smart pointers, failures as exceptions, arrays of numbers as text.
#include <cstdio>
#include <comdef.h>
#include <imapi2.h>

_COM_SMARTPTR_TYPEDEF(IDiscMaster2, __uuidof(IDiscMaster2));
_COM_SMARTPTR_TYPEDEF(IDiscRecorder2, __uuidof(IDiscRecorder2));

// Throws why a call failed, in the server's own words.
inline void check(HRESULT hr)
{
    IErrorInfo *info = nullptr;

    if (SUCCEEDED(hr)) return;
    GetErrorInfo(0, &info);
    throw _com_error(hr, info);
}

// Prints the numbers of an array, and frees it.
inline void print(const char *label, SAFEARRAY *numbers)
{
    std::printf("    %s:", label);
    for (ULONG i = 0; i < numbers->rgsabound[0].cElements; i++)
        std::printf(" %lXh", static_cast<VARIANT *>(numbers->pvData)[i].ulVal);
    std::printf("\n");
    SafeArrayDestroy(numbers);
}

// Prints what went wrong.
inline void print(const _com_error &error)
{
    _bstr_t why = error.Description();

    if (why.length()) std::printf("    %ls\n", why.GetBSTR());
    else std::printf("    %s (%08lX)\n", error.ErrorMessage(), static_cast<unsigned long>(error.Error()));
}
