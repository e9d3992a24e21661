/* erase: erases a rewritable disc. */
#include "discctl/verbs.h"

#include "discctl/control.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/progress.h"
#include "discctl/sink.h"
#include "discctl/writers.h"

static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

/* The erase of this process, for its events. */
static struct {
    struct sink sink;
    struct progress progress;
} erase = {.sink = SINK_BEGIN(&IID_DDiscFormat2EraseEvents, on_update)};

/* Update (IDispatch *object, LONG elapsedSeconds, LONG estimatedTotalSeconds); arguments come last one first. */
static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    (void)sink;
    if (member != DISPID_IDISCFORMAT2ERASEEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    if (parameters->cArgs != 3) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_I4 || V_VT(&parameters->rgvarg[1]) != VT_I4) return DISP_E_TYPEMISMATCH;
    progress_of_erase(&erase.progress, V_I4(&parameters->rgvarg[1]), V_I4(&parameters->rgvarg[0]));
    return S_OK;
}

/* What the disc is, by the data writer; "" where that cannot be asked. */
static char *disc_text(const char *drive)
{
    IDiscFormat2Data *writer;
    struct failure failure;
    char *text;

    if (!writer_open(drive, &writer, &failure)) {
        failure_free(&failure);
        return memory_printf("%s", "");
    }
    text = writer_disc_text(writer);
    IDiscFormat2Data_Release(writer);
    return text;
}

int verb_erase(const struct arguments *arguments)
{
    IDiscFormat2Erase *eraser;
    struct failure failure;
    char *disc;
    HRESULT hr;
    int code;

    if (!eraser_open(arguments->positional, &eraser, &failure)) return failure_report(&failure, arguments->json);
    /* A drive goes on with an erase whatever becomes of the program, and nobody else may take it meanwhile. */
    control_refuse("an erase cannot be cancelled");
    progress_begin(&erase.progress, arguments->json);
    hr = IDiscFormat2Erase_put_FullErase(eraser, arguments->given & OPTION_FULL ? VARIANT_TRUE : VARIANT_FALSE);
    if (SUCCEEDED(hr)) hr = sink_connect(&erase.sink, (IUnknown *)eraser);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Erase_EraseMedia(eraser);
    if (FAILED(hr)) failure = failure_take(hr);
    sink_disconnect(&erase.sink);
    output_progress_end();
    IDiscFormat2Erase_Release(eraser);
    disc = disc_text(arguments->positional);
    if (FAILED(hr)) {
        struct failure plain = failure;

        failure = failure_say(hr, "%s%s", plain.text, disc);
        failure_free(&plain);
        code = failure_report(&failure, arguments->json);
    } else {
        code = failure_report_success(arguments->json, "The disc is erased.%s", disc);
    }
    memory_free(disc);
    return code;
}
