/* burn: an image to a disc, with progress, verification and Ctrl-C. */
#include "discctl/verbs.h"

#include <limits.h>
#include <string.h>

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/burn_plan.h"
#include "discctl/image_stream.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/progress.h"
#include "discctl/sink.h"
#include "discctl/writers.h"

static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

/* The burn of this process, for its events and for Ctrl-C. */
static struct {
    struct sink sink;
    struct progress progress;
    IDiscFormat2Data *writer;
    IOpenDiscFormat2Data *extension; /* of the same object, where it is needed; else NULL */
    IDiscRecorder2 *recorder;
    volatile LONG is_cancelled;
} burn = {.sink = SINK_BEGIN(&IID_DDiscFormat2DataEvents, on_update)};

static bool is_cancelled(void)
{
    return burn.is_cancelled != 0;
}

/* The second Ctrl-C is the system's: it ends the program. */
static BOOL WINAPI on_control(DWORD event)
{
    (void)event;
    if (InterlockedExchange(&burn.is_cancelled, TRUE)) return FALSE;
    output_complain("cancelling");
    return TRUE;
}

/* Update (IDispatch *object, IDispatch *progress); arguments come last one first. A write is cancelled from here. */
static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    IDiscFormat2DataEventArgs *arguments;
    IDispatch *progress;

    (void)sink;
    if (member != DISPID_DDISCFORMAT2DATAEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    if (parameters->cArgs != 2) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_DISPATCH || !V_DISPATCH(&parameters->rgvarg[0])) return DISP_E_TYPEMISMATCH;
    if (is_cancelled()) IDiscFormat2Data_CancelWrite(burn.writer);
    progress = V_DISPATCH(&parameters->rgvarg[0]);
    if (FAILED(IDispatch_QueryInterface(progress, &IID_IDiscFormat2DataEventArgs, (void **)&arguments))) return S_OK;
    progress_of_burn(&burn.progress, arguments, burn.recorder);
    IDiscFormat2DataEventArgs_Release(arguments);
    return S_OK;
}

struct wishes {
    IMAPI_BURN_VERIFICATION_LEVEL verification;
    unsigned long speed; /* 0: the fastest */
    bool is_multiple;    /* of 1x; else sectors per second */
    bool is_adjusted;    /* set when the drive took another one */
};

static bool read_speed(const char *text, struct wishes *wishes)
{
    size_t length = strlen(text);
    char *number;
    bool is_number;

    wishes->is_multiple = length && (text[length - 1] == 'x' || text[length - 1] == 'X');
    number = memory_printf("%.*s", (int)(length - (wishes->is_multiple ? 1 : 0)), text);
    is_number = arguments_number(number, 1000000, &wishes->speed) && wishes->speed;
    memory_free(number);
    return is_number;
}

/* Returns 0, or EXIT_USAGE. */
static int read_wishes(const struct arguments *arguments, struct wishes *wishes)
{
    memset(wishes, 0, sizeof *wishes);
    wishes->verification = IMAPI_BURN_VERIFICATION_NONE;
    if (arguments->given & OPTION_CLOSE && arguments->given & OPTION_KEEP_OPEN) {
        return arguments_refuse("burn", "--close and --keep-open contradict each other");
    }
    if (arguments->given & OPTION_VERIFY && arguments->given & OPTION_TEST_WRITE) {
        return arguments_refuse("burn", "--test-write leaves nothing that --verify could read");
    }
    if (arguments->verify && strcmp(arguments->verify, "quick") == 0) {
        wishes->verification = IMAPI_BURN_VERIFICATION_QUICK;
    } else if (arguments->verify && strcmp(arguments->verify, "full") == 0) {
        wishes->verification = IMAPI_BURN_VERIFICATION_FULL;
    } else if (arguments->verify) {
        return arguments_refuse("burn", "--verify takes quick or full, not \"%s\"", arguments->verify);
    }
    if (arguments->speed && !read_speed(arguments->speed, wishes)) {
        return arguments_refuse("burn", "--speed takes sectors per second or a multiple such as 8x, not \"%s\"",
                                arguments->speed);
    }
    return 0;
}

static HRESULT set_verification(IDiscFormat2Data *writer, IMAPI_BURN_VERIFICATION_LEVEL level)
{
    IBurnVerification *verification;
    HRESULT hr = IDiscFormat2Data_QueryInterface(writer, &IID_IBurnVerification, (void **)&verification);

    if (FAILED(hr)) return hr;
    hr = IBurnVerification_put_BurnVerificationLevel(verification, level);
    IBurnVerification_Release(verification);
    return hr;
}

static HRESULT set_speed(IDiscFormat2Data *writer, struct wishes *wishes)
{
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    unsigned long speed = wishes->speed;
    LONG of_1x;
    HRESULT hr;

    if (!speed) return S_OK;
    if (wishes->is_multiple) {
        hr = IDiscFormat2Data_get_CurrentPhysicalMediaType(writer, &type);
        if (FAILED(hr)) return hr;
        of_1x = media_speed_of_1x(type);
        if (!of_1x) of_1x = IMAPI_SECTORS_PER_SECOND_AT_1X_CD;
        speed = speed > (unsigned long)(LONG_MAX / of_1x) ? LONG_MAX : speed * (unsigned long)of_1x;
    }
    hr = IDiscFormat2Data_SetWriteSpeed(writer, (LONG)speed, VARIANT_FALSE);
    wishes->is_adjusted = SUCCEEDED(hr) && hr != S_OK;
    return hr;
}

static HRESULT set_up(IDiscFormat2Data *writer, const struct arguments *arguments, struct wishes *wishes)
{
    HRESULT hr = set_speed(writer, wishes);

    if (SUCCEEDED(hr) && wishes->verification != IMAPI_BURN_VERIFICATION_NONE)
        hr = set_verification(writer, wishes->verification);
    if (SUCCEEDED(hr) && arguments->given & OPTION_TEST_WRITE)
        hr = IOpenDiscFormat2Data_put_TestWrite(burn.extension, VARIANT_TRUE);
    if (SUCCEEDED(hr) && arguments->given & OPTION_CLOSE)
        hr = IDiscFormat2Data_put_ForceMediaToBeClosed(writer, VARIANT_TRUE);
    if (SUCCEEDED(hr) && arguments->given & OPTION_KEEP_OPEN)
        hr = IDiscFormat2Data_put_ForceMediaToBeClosed(writer, VARIANT_FALSE);
    if (SUCCEEDED(hr) && arguments->given & OPTION_OVERWRITE)
        hr = IDiscFormat2Data_put_ForceOverwrite(writer, VARIANT_TRUE);
    return hr;
}

/* What IMAPI2 itself does not have. False, and failure is set: it is another's implementation. */
static bool find_extension(const struct arguments *arguments, IDiscFormat2Data *writer, struct failure *failure)
{
    HRESULT hr = S_OK;

    if (arguments->given & (OPTION_DRY_RUN | OPTION_TEST_WRITE))
        hr = IDiscFormat2Data_QueryInterface(writer, &IID_IOpenDiscFormat2Data, (void **)&burn.extension);
    if (FAILED(hr))
        *failure =
            failure_say(hr, "--dry-run and --test-write need OpenIMAPI2, and another implementation is registered");
    return SUCCEEDED(hr);
}

/* Write, or with `steps` plan. The failure is taken at once: the next call that succeeds takes its words away. */
static HRESULT write_stream(IDiscFormat2Data *writer, IStream *stream, BSTR *steps, struct failure *failure)
{
    HRESULT hr = sink_connect(&burn.sink, (IUnknown *)writer);

    if (SUCCEEDED(hr) && steps) {
        hr = IOpenDiscFormat2Data_Plan(burn.extension, stream, steps);
    } else if (SUCCEEDED(hr)) {
        hr = IDiscFormat2Data_Write(writer, stream);
    }
    if (FAILED(hr)) *failure = failure_take(hr);
    sink_disconnect(&burn.sink);
    return hr;
}

/* Put behind the words what is known of the image and of the disc, and what to do. */
static void add_disc(struct failure *failure, IDiscFormat2Data *writer, IStream *stream)
{
    struct failure plain = *failure;
    char *disc = writer_disc_text(writer);
    const char *more = "";

    if (image_stream_has_failed(stream)) {
        more = " The image cannot be read, or has become shorter since the burn began.";
    } else if (plain.hresult == E_IMAPI_DF2DATA_MEDIA_NOT_BLANK) {
        more = " With --overwrite it is written all the same, and what is on it is lost.";
    }
    *failure = failure_say(plain.hresult, "%s%s%s", plain.text, more, disc);
    failure_free(&plain);
    memory_free(disc);
}

static int report(const struct arguments *arguments, const struct wishes *wishes, IDiscFormat2Data *writer,
                  uint64_t bytes)
{
    char *disc = writer_disc_text(writer);
    const char *verified = arguments->verify ? ", and verified" : "";
    const char *speed = wishes->is_adjusted ? " The drive took another speed than was asked for." : "";
    int code;

    if (arguments->given & OPTION_TEST_WRITE) {
        code = failure_report_success(arguments->json,
                                      "The test went well: the drive took %llu bytes, with its laser off.%s%s", bytes,
                                      speed, disc);
    } else {
        code = failure_report_success(arguments->json, "%llu bytes are burned%s.%s%s", bytes, verified, speed, disc);
    }
    memory_free(disc);
    return code;
}

static int report_plan(const struct arguments *arguments, IDiscFormat2Data *writer, BSTR steps, uint64_t bytes)
{
    char *disc = writer_disc_text(writer);
    char *text = memory_printf("%llu bytes were read, and nothing was written.%s", bytes, disc);
    int code = burn_plan_report(arguments->json, steps, text);

    memory_free(text);
    memory_free(disc);
    return code;
}

/* With everything open. */
static int burn_stream(const struct arguments *arguments, struct wishes *wishes, IDiscFormat2Data *writer,
                       IStream *stream, uint64_t bytes)
{
    bool plans = arguments->given & OPTION_DRY_RUN;
    struct failure failure;
    BSTR steps = NULL;
    HRESULT hr;
    int code;

    progress_begin(&burn.progress, arguments->json);
    hr = set_up(writer, arguments, wishes);
    if (FAILED(hr)) {
        failure = failure_take(hr);
    } else {
        hr = write_stream(writer, stream, plans ? &steps : NULL, &failure);
        if (FAILED(hr)) add_disc(&failure, writer, stream);
    }
    output_progress_end();
    if (FAILED(hr)) {
        code = failure_report(&failure, arguments->json);
    } else if (plans) {
        code = report_plan(arguments, writer, steps, bytes);
    } else {
        code = report(arguments, wishes, writer, bytes);
    }
    SysFreeString(steps);
    return code;
}

int verb_burn(const struct arguments *arguments)
{
    IDiscFormat2Data *writer = NULL;
    IStream *stream = NULL;
    struct failure failure;
    struct wishes wishes;
    uint64_t bytes;
    int code = read_wishes(arguments, &wishes);

    if (code) return code;
    SetConsoleCtrlHandler(on_control, TRUE);
    if (!writer_open(arguments->second, &writer, &failure)) return failure_report(&failure, arguments->json);
    if (!find_extension(arguments, writer, &failure) ||
        !image_stream_open(arguments->positional, is_cancelled, &stream, &bytes, &failure)) {
        code = failure_report(&failure, arguments->json);
    } else {
        burn.writer = writer;
        IDiscFormat2Data_get_Recorder(writer, &burn.recorder);
        code = burn_stream(arguments, &wishes, writer, stream, bytes);
        if (burn.recorder) IDiscRecorder2_Release(burn.recorder);
        IStream_Release(stream);
    }
    if (burn.extension) IOpenDiscFormat2Data_Release(burn.extension);
    IDiscFormat2Data_Release(writer);
    return code;
}
