/* burn: burns an image or a folder to a disc, with progress, verification and Ctrl-C. */
#include "discctl/verbs.h"

#include <string.h>

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/burn_plan.h"
#include "discctl/burn_report.h"
#include "discctl/control.h"
#include "discctl/ending_stream.h"
#include "discctl/files.h"
#include "discctl/folder_image.h"
#include "discctl/image_stream.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/progress.h"
#include "discctl/recorders.h"
#include "discctl/sink.h"
#include "discctl/write_speed.h"
#include "discctl/writers.h"

static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

/* The burn of this process, for its events. */
static struct {
    struct sink sink;
    struct progress progress;
    struct burn_report report;
    IDiscFormat2Data *writer;
    IOpenDiscFormat2Data *extension; /* of the same object, where it is needed; else NULL */
    IDiscRecorder2 *recorder;
} burn = {.sink = SINK_BEGIN(&IID_DDiscFormat2DataEvents, on_update)};

/* Update (IDispatch *object, IDispatch *progress); arguments come last one first. A write is cancelled from here. */
static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    IDiscFormat2DataEventArgs *arguments;
    IDispatch *progress;

    (void)sink;
    if (member != DISPID_DDISCFORMAT2DATAEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    if (parameters->cArgs != 2) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[0]) != VT_DISPATCH || !V_DISPATCH(&parameters->rgvarg[0])) return DISP_E_TYPEMISMATCH;
    if (control_is_cancelled()) IDiscFormat2Data_CancelWrite(burn.writer);
    progress = V_DISPATCH(&parameters->rgvarg[0]);
    if (FAILED(IDispatch_QueryInterface(progress, &IID_IDiscFormat2DataEventArgs, (void **)&arguments))) return S_OK;
    progress_of_burn(&burn.progress, arguments, burn.recorder);
    burn_report_update(&burn.report, arguments, burn.recorder);
    IDiscFormat2DataEventArgs_Release(arguments);
    return S_OK;
}

/* What is burned. */
struct input {
    IStream *stream;
    uint64_t bytes;
    bool is_image_file;         /* the stream is image_stream.h's */
    struct folder_image folder; /* else it reads this one's */
    bool overwrites;            /* what is on the disc, as --new of a folder does */
};

struct wishes {
    IMAPI_BURN_VERIFICATION_LEVEL verification;
    struct write_speed speed;
    bool is_adjusted; /* set when the drive took another one */
};

/* Returns 0, or EXIT_USAGE. */
static int read_wishes(const struct arguments *arguments, struct wishes *wishes)
{
    memset(wishes, 0, sizeof *wishes);
    wishes->verification = IMAPI_BURN_VERIFICATION_NONE;
    if (arguments->given & OPTION_CLOSE && arguments->given & OPTION_KEEP_OPEN) {
        return arguments_refuse("burn", "--close and --keep-open contradict each other");
    }
    if (arguments->given & OPTION_NEW && arguments->given & OPTION_APPEND)
        return arguments_refuse("burn", "--new and --append contradict each other");
    if (arguments->given & (OPTION_NEW | OPTION_APPEND | OPTION_LABEL) && !file_is_folder(arguments->positional))
        return arguments_refuse("burn", "--new, --append and --label are for a folder, and %s is not a folder",
                                arguments->positional);
    if (arguments->given & OPTION_OVERWRITE && file_is_folder(arguments->positional))
        return arguments_refuse("burn", "--overwrite is for an image; for a folder use --new");
    if (arguments->given & OPTION_VERIFY && arguments->given & OPTION_TEST_WRITE) {
        return arguments_refuse("burn", "--verify cannot be used with --test-write, which writes no data");
    }
    if (arguments->given & OPTION_REPORT && arguments->given & OPTION_DRY_RUN)
        return arguments_refuse("burn", "--report cannot be used with --dry-run, which writes no data");
    if (arguments->verify && strcmp(arguments->verify, "quick") == 0) {
        wishes->verification = IMAPI_BURN_VERIFICATION_QUICK;
    } else if (arguments->verify && strcmp(arguments->verify, "full") == 0) {
        wishes->verification = IMAPI_BURN_VERIFICATION_FULL;
    } else if (arguments->verify) {
        return arguments_refuse("burn", "--verify takes quick or full, not \"%s\"", arguments->verify);
    }
    return write_speed_read("burn", arguments->speed, &wishes->speed);
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
    HRESULT hr = S_OK;

    if (!wishes->speed.value) return S_OK;
    if (wishes->speed.is_multiple) hr = IDiscFormat2Data_get_CurrentPhysicalMediaType(writer, &type);
    if (FAILED(hr)) return hr;
    hr = IDiscFormat2Data_SetWriteSpeed(writer, write_speed_for(&wishes->speed, (LONG)type), VARIANT_FALSE);
    wishes->is_adjusted = SUCCEEDED(hr) && hr != S_OK;
    return hr;
}

static HRESULT set_up(IDiscFormat2Data *writer, const struct arguments *arguments, const struct input *input,
                      struct wishes *wishes)
{
    HRESULT hr = set_speed(writer, wishes);

    if (SUCCEEDED(hr) && wishes->verification != IMAPI_BURN_VERIFICATION_NONE)
        hr = set_verification(writer, wishes->verification);
    if (SUCCEEDED(hr) && arguments->given & OPTION_TEST_WRITE)
        hr = IOpenDiscFormat2Data_put_TestWrite(burn.extension, VARIANT_TRUE);
    if (SUCCEEDED(hr) && arguments->given & OPTION_CLOSE)
        hr = IDiscFormat2Data_put_ForceMediaToBeClosed(writer, VARIANT_TRUE);
    if (SUCCEEDED(hr) && arguments->given & OPTION_KEEP_OPEN) {
        hr = IDiscFormat2Data_put_ForceMediaToBeClosed(writer, VARIANT_FALSE);
        if (SUCCEEDED(hr)) /* which a DVD+R minds alone: else it is closed, for players */
            hr = IDiscFormat2Data_put_DisableConsumerDvdCompatibilityMode(writer, VARIANT_TRUE);
    }
    if (SUCCEEDED(hr) && (arguments->given & OPTION_OVERWRITE || input->overwrites))
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

/* What this command line can be given more, where the disc is not blank. For a folder, find_way took it for blank. */
static const char *not_blank_advice(const struct arguments *arguments, const struct input *input)
{
    if (input->is_image_file)
        return arguments->given & OPTION_OVERWRITE
                   ? ""
                   : " Use --overwrite to write the image anyway; the present content of the disc is lost.";
    if (arguments->given & OPTION_NEW) return " The disc looked blank before: run the command again.";
    if (arguments->given & OPTION_APPEND) return " Use --new to replace the content of the disc, which is lost.";
    return " Use --append to add the folder to the content of the disc, or --new to replace that content, which is "
           "lost.";
}

/* Put behind the words what is known of the image and of the disc, and what to do. */
static void add_disc(struct failure *failure, IDiscFormat2Data *writer, const struct arguments *arguments,
                     const struct input *input)
{
    struct failure plain = *failure;
    char *disc = writer_disc_text(writer);
    const char *more = "";

    if (input->is_image_file && image_stream_has_failed(input->stream)) {
        more = " The image cannot be read, or has become shorter since the burn began.";
    } else if (plain.hresult == E_IMAPI_DF2DATA_MEDIA_NOT_BLANK) {
        more = not_blank_advice(arguments, input);
    }
    *failure = failure_say(plain.hresult, "%s%s%s", plain.text, more, disc);
    failure_free(&plain);
    memory_free(disc);
}

/* The page is written before anything is said: a complaint about it is the last line but one. */
static int report_failure(const struct arguments *arguments, struct failure *failure)
{
    output_progress_end();
    burn_report_end(&burn.report, failure->hresult, failure->text);
    return failure_report(failure, arguments->json);
}

/* A report that could not be written is a failure, though the disc is burned. */
static int report(const struct arguments *arguments, const struct wishes *wishes, IDiscFormat2Data *writer,
                  uint64_t bytes)
{
    char *disc = writer_disc_text(writer);
    const char *verified = arguments->verify ? ", and verified" : "";
    const char *speed = wishes->is_adjusted ? " The drive took another speed than was asked for." : "";
    bool is_reported;
    char *text;
    int code;

    if (arguments->given & OPTION_TEST_WRITE) {
        text =
            memory_printf("The test went well: the drive took %llu bytes, with its laser off.%s%s", bytes, speed, disc);
    } else {
        text = memory_printf("%llu bytes are burned%s.%s%s", bytes, verified, speed, disc);
    }
    is_reported = burn_report_end(&burn.report, S_OK, text);
    code = failure_report_success(arguments->json, "%s", text);
    memory_free(text);
    memory_free(disc);
    return is_reported ? code : EXIT_FAILED;
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
static int burn_input(const struct arguments *arguments, struct wishes *wishes, IDiscFormat2Data *writer,
                      const struct input *input)
{
    bool plans = arguments->given & OPTION_DRY_RUN;
    struct failure failure;
    BSTR steps = NULL;
    HRESULT hr;
    int code;

    progress_begin(&burn.progress, arguments->json);
    burn.report.bytes = input->bytes;
    hr = set_up(writer, arguments, input, wishes);
    if (FAILED(hr)) {
        failure = failure_take(hr);
    } else {
        hr = write_stream(writer, input->stream, plans ? &steps : NULL, &failure);
        if (FAILED(hr) && plans && control_is_cancelled()) {
            failure_free(&failure);
            failure = failure_say(HRESULT_FROM_WIN32(ERROR_CANCELLED), "cancelled; nothing was written to the disc");
        } else if (FAILED(hr)) {
            add_disc(&failure, writer, arguments, input);
        }
    }
    output_progress_end();
    burn_report_close(&burn.report, writer);
    if (FAILED(hr)) {
        code = report_failure(arguments, &failure);
    } else if (plans) {
        code = report_plan(arguments, writer, steps, input->bytes);
    } else {
        code = report(arguments, wishes, writer, input->bytes);
    }
    SysFreeString(steps);
    return code;
}

/* How a folder gets onto the disc. */
struct way {
    bool appends;    /* to the files that are there */
    bool overwrites; /* what can be overwritten */
    LONG start;      /* block of a session of its own behind those that stay; 0: there is none */
};

/* A blank disc begins anew, an appendable one is continued; what else there is has to be said. False, and failure is
 * set.
 */
static bool find_way(const struct arguments *arguments, IDiscFormat2Data *writer, struct way *way,
                     struct failure *failure)
{
    IMAPI_FORMAT2_DATA_MEDIA_STATE status = IMAPI_FORMAT2_DATA_MEDIA_STATE_UNKNOWN;
    VARIANT_BOOL is_blank = VARIANT_FALSE;
    bool is_new = arguments->given & OPTION_NEW, can_append;
    HRESULT hr;
    char *words;

    memset(way, 0, sizeof *way);
    do {
        hr = IDiscFormat2Data_get_MediaHeuristicallyBlank(writer, &is_blank);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    if (FAILED(hr)) return false;
    hr = IDiscFormat2Data_get_CurrentMediaStatus(writer, &status);
    can_append = status & IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE;
    if (SUCCEEDED(hr) && !is_blank && is_new && can_append)
        hr = IDiscFormat2Data_get_NextWritableAddress(writer, &way->start);
    if (FAILED(hr)) *failure = failure_take(hr);
    if (FAILED(hr)) return false;
    way->appends = !is_blank && !is_new;
    way->overwrites = !is_blank && is_new;
    if (is_blank || can_append || arguments->given & (OPTION_NEW | OPTION_APPEND)) return true;
    words = media_status_text(status);
    *failure = failure_say(E_IMAPI_DF2DATA_MEDIA_NOT_BLANK,
                           "The disc is %s, and not blank. With --append the folder is added to what is on it, with "
                           "--new what is on it is lost, where it can be overwritten.",
                           words);
    memory_free(words);
    return false;
}

static bool open_folder(const struct arguments *arguments, IDiscFormat2Data *writer, struct input *input,
                        struct failure *failure)
{
    char *const sources[] = {(char *)arguments->positional, NULL};
    struct folder_image *folder = &input->folder;
    struct way way;

    if (!find_way(arguments, writer, &way, failure) || !folder_image_begin(folder, arguments->json, failure))
        return false;
    if (!(way.appends ? folder_image_continue(folder, writer, failure)
                      : folder_image_choose(folder, burn.recorder, way.start, failure)) ||
        !folder_image_name(folder, arguments->label, failure) || !folder_image_add(folder, sources, failure) ||
        !folder_image_finish(folder, failure))
        return false;
    if (control_is_cancelled()) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_CANCELLED), "cancelled; nothing was written to the disc");
        return false;
    }
    input->overwrites = way.overwrites;
    if (arguments->given & OPTION_DRY_RUN) {
        input->stream = ending_stream_create(folder->stream, control_is_cancelled);
    } else { /* a write is cancelled by its events, which closes the disc */
        input->stream = folder->stream;
        IStream_AddRef(input->stream);
    }
    input->bytes = folder->bytes;
    return true;
}

static bool open_input(const struct arguments *arguments, IDiscFormat2Data *writer, struct input *input,
                       struct failure *failure)
{
    input->is_image_file = !file_is_folder(arguments->positional);
    if (!input->is_image_file) return open_folder(arguments, writer, input, failure);
    return image_stream_open(arguments->positional, control_is_cancelled, &input->stream, &input->bytes, failure);
}

static void close_input(struct input *input)
{
    if (input->stream) IStream_Release(input->stream);
    folder_image_end(&input->folder);
}

int verb_burn(const struct arguments *arguments)
{
    IDiscFormat2Data *writer = NULL;
    struct input input = {0};
    struct failure failure;
    struct wishes wishes;
    int code = read_wishes(arguments, &wishes);

    if (code) return code;
    if (!burn_report_begin(&burn.report, arguments, NULL, &failure)) return failure_report(&failure, arguments->json);
    control_heed();
    if (!writer_open(arguments->second, &writer, &failure)) return report_failure(arguments, &failure);
    burn.writer = writer;
    IDiscFormat2Data_get_Recorder(writer, &burn.recorder);
    burn_report_open(&burn.report, writer);
    if (!find_extension(arguments, writer, &failure) || !open_input(arguments, writer, &input, &failure)) {
        burn_report_close(&burn.report, writer);
        code = report_failure(arguments, &failure);
    } else {
        code = burn_input(arguments, &wishes, writer, &input);
    }
    close_input(&input);
    if (burn.recorder) IDiscRecorder2_Release(burn.recorder);
    if (burn.extension) IOpenDiscFormat2Data_Release(burn.extension);
    IDiscFormat2Data_Release(writer);
    return code;
}
