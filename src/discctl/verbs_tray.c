/* eject, close: the tray. */
#include "discctl/verbs.h"

#include "discctl/output.h"
#include "discctl/recorders.h"

static int move_tray(const struct arguments *arguments, HRESULT (*move)(IDiscRecorder2 *), const char *done)
{
    IDiscRecorder2 *recorder;
    struct failure failure;
    HRESULT hr;

    if (!recorder_find(arguments->positional, &recorder, &failure)) return failure_report(&failure, arguments->json);
    do {
        hr = move(recorder);
    } while (recorder_wait_if_becoming_ready(hr, &failure));
    IDiscRecorder2_Release(recorder);
    return FAILED(hr) ? failure_report(&failure, arguments->json) : failure_report_success(arguments->json, "%s", done);
}

static HRESULT eject(IDiscRecorder2 *recorder)
{
    return IDiscRecorder2_EjectMedia(recorder);
}

static HRESULT load(IDiscRecorder2 *recorder)
{
    return IDiscRecorder2_CloseTray(recorder);
}

int verb_eject(const struct arguments *arguments)
{
    return move_tray(arguments, eject, "The tray is open.");
}

int verb_close(const struct arguments *arguments)
{
    return move_tray(arguments, load, "The tray is closed.");
}
