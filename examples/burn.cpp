// Burns an image to the disc in a recorder, in the multithreaded apartment, with its progress. On an open disc with
// sessions the image becomes the next session. A rewritable disc such as a DVD+RW is overwritten without a question.
//     burn_cpp IMAGE [RECORDER, counted from 0] [open]
#include <cstdlib>
#include <shlwapi.h>
#include "show.hpp"
#include "sink.hpp"

_COM_SMARTPTR_TYPEDEF(IDiscFormat2Data, __uuidof(IDiscFormat2Data));
_COM_SMARTPTR_TYPEDEF(IStream, __uuidof(IStream));
_COM_SMARTPTR_TYPEDEF(IDiscFormat2DataEventArgs, __uuidof(IDiscFormat2DataEventArgs));

static void tell(VARIANT *arguments)
{
    IDiscFormat2DataEventArgsPtr progress(V_DISPATCH(&arguments[0]));
    IMAPI_FORMAT2_DATA_WRITE_ACTION action;
    LONG start, count, written;

    progress->get_CurrentAction(&action);
    progress->get_StartLba(&start), progress->get_SectorCount(&count), progress->get_LastWrittenLba(&written);
    if (action == IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA && count)
        std::printf("    %ld %%\n", static_cast<long>(100.0 * (written - start) / count));
}

static void burn(const char *file, LONG number, bool open)
{
    IDiscFormat2DataPtr writer(__uuidof(MsftDiscFormat2Data));
    IStreamPtr image;

    check(SHCreateStreamOnFileA(file, STGM_READ | STGM_SHARE_DENY_WRITE, &image));
    check(writer->put_Recorder(open_recorder(number)));
    check(writer->put_ClientName(_bstr_t(L"burn.cpp")));
    check(writer->put_ForceMediaToBeClosed(open ? VARIANT_FALSE : VARIANT_TRUE));
    check(writer->put_DisableConsumerDvdCompatibilityMode(open ? VARIANT_TRUE : VARIANT_FALSE)); // for DVD+R
    check(writer->put_ForceOverwrite(VARIANT_TRUE));
    Sink::hear(writer, __uuidof(DDiscFormat2DataEvents), tell);
    check(writer->Write(image));
    std::puts("    Burning: done");
}

int main(int argc, char **argv)
{
    if (argc < 2) return std::puts("burn_cpp IMAGE [RECORDER] [open]"), 2;
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    try {
        burn(argv[1], argc > 2 ? std::atoi(argv[2]) : 0, argc > 3);
    } catch (const _com_error &error) {
        return print(error), 1;
    }
    return 0;
}
