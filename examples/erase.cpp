// Erases the disc in a recorder, in the multithreaded apartment, with its progress.
//     erase_cpp [RECORDER, counted from 0] [full]
#include <cstdlib>
#include "show.hpp"
#include "sink.hpp"

_COM_SMARTPTR_TYPEDEF(IDiscFormat2Erase, __uuidof(IDiscFormat2Erase));

static void erase(LONG number, bool full)
{
    IDiscFormat2ErasePtr eraser(__uuidof(MsftDiscFormat2Erase));

    check(eraser->put_Recorder(open_recorder(number)));
    check(eraser->put_ClientName(_bstr_t(L"erase.cpp")));
    check(eraser->put_FullErase(full ? VARIANT_TRUE : VARIANT_FALSE));
    Sink::hear(eraser, __uuidof(DDiscFormat2EraseEvents), [](VARIANT *arguments) {
        std::printf("    %ld of about %ld s\n", static_cast<long>(V_I4(&arguments[1])), static_cast<long>(V_I4(&arguments[0])));
    });
    check(eraser->EraseMedia());
    std::puts("    Erasing: done");
}

int main(int argc, char **argv)
{
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    try {
        erase(argc > 1 ? std::atoi(argv[1]) : 0, argc > 2);
    } catch (const _com_error &error) {
        return print(error), 1;
    }
    return 0;
}
