/* Gathers the data of a burn. */
#include "discctl/burn_report.h"

#include <string.h>

#include "openimapi2.h"

#include "discctl/burn_page.h"
#include "discctl/drive_buffer.h"
#include "discctl/memory.h"
#include "discctl/new_file.h"
#include "discctl/output.h"

/* False: it is, or lies in it, and failure is set. */
static bool is_not_input(const char *path, const char *input, struct failure *failure)
{
    return new_file_is_apart(path, input, "the report", "burned", failure);
}

/* An image or a folder; or tracks, and the sheet with their texts. */
static bool check_inputs(const struct arguments *arguments, bool is_audio, struct failure *failure)
{
    size_t i;

    if (!is_audio) return is_not_input(arguments->report, arguments->positional, failure);
    for (i = 0; arguments->sources[i]; i++) {
        if (!is_not_input(arguments->report, arguments->sources[i], failure)) return false;
    }
    return is_not_input(arguments->report, arguments->text, failure);
}

bool burn_report_begin(struct burn_report *report, const struct arguments *arguments,
                       const struct burn_report_content *content, struct failure *failure)
{
    memset(report, 0, sizeof *report);
    if (!arguments->report) return true;
    if (!check_inputs(arguments, content != NULL, failure) || !new_file_check(arguments->report, failure)) return false;
    report->arguments = arguments;
    report->content = content;
    report->kind = content ? BURN_REPORT_TRACKS : BURN_REPORT_DATA;
    report->began_ms = GetTickCount();
    GetSystemTime(&report->began);
    burn_samples_begin(&report->samples);
    return true;
}

/* A string of the recorder's, "" where it does not tell. memory_free(). */
static char *string_of(IDiscRecorder2 *recorder, HRESULT(WINAPI *get)(IDiscRecorder2 *, BSTR *))
{
    BSTR string = NULL;
    char *text = memory_utf8(SUCCEEDED(get(recorder, &string)) ? string : NULL);

    SysFreeString(string);
    return text;
}

void burn_report_open(struct burn_report *report, IDiscFormat2Data *writer)
{
    IDiscRecorder2 *recorder;

    if (!report->arguments) return;
    media_facts_read(writer, &report->before);
    if (FAILED(IDiscFormat2Data_get_Recorder(writer, &recorder))) return;
    report->vendor = string_of(recorder, recorder->lpVtbl->get_VendorId);
    report->product = string_of(recorder, recorder->lpVtbl->get_ProductId);
    report->revision = string_of(recorder, recorder->lpVtbl->get_ProductRevision);
    report->id = string_of(recorder, recorder->lpVtbl->get_ActiveDiscRecorder);
    IDiscRecorder2_Release(recorder);
}

/* With several runs of blocks each begins anew; but tracks stand where they stand on the disc. */
static void enter_run(struct burn_report *report, LONG start, LONG count)
{
    if (report->has_run && report->run_lba == start && report->run_blocks == count) return;
    if (!report->has_run) {
        report->first_lba = start;
    } else if (report->kind == BURN_REPORT_DATA) {
        report->blocks_before += (uint32_t)report->run_blocks;
    } else {
        report->blocks_before = start > report->first_lba ? (uint32_t)(start - report->first_lba) : 0;
    }
    report->has_run = true;
    report->run_lba = start;
    report->run_blocks = count;
}

static void take_sample(struct burn_report *report, IWriteEngine2EventArgs *arguments, IDiscRecorder2 *recorder,
                        uint32_t ms)
{
    struct burn_sample sample = {.ms = ms, .ours = BURN_BUFFER_UNKNOWN};
    LONG start = 0, count = 0, read = 0, written = 0, total = 0, used = 0;

    IWriteEngine2EventArgs_get_StartLba(arguments, &start);
    IWriteEngine2EventArgs_get_SectorCount(arguments, &count);
    IWriteEngine2EventArgs_get_LastReadLba(arguments, &read);
    IWriteEngine2EventArgs_get_LastWrittenLba(arguments, &written);
    IWriteEngine2EventArgs_get_TotalSystemBuffer(arguments, &total);
    IWriteEngine2EventArgs_get_UsedSystemBuffer(arguments, &used);
    if (count <= 0) return;
    enter_run(report, start, count);
    sample.blocks = report->blocks_before + (written > start ? (uint32_t)(written - start) + 1 : 0);
    if (total > 0 && used >= 0 && used <= total) sample.ours = (int)((int64_t)used * 100 / total);
    sample.drives = drive_buffer_percent(recorder);
    sample.is_all_read = read - start >= count - 1;
    /* Between two tracks ours is empty, and the drive's runs empty: that tells nothing, as at the end. */
    if (report->kind == BURN_REPORT_TRACKS && written <= start) sample.is_all_read = true;
    burn_samples_add(&report->samples, &sample);
}

void burn_report_step(struct burn_report *report, int step)
{
    if (report->arguments) burn_samples_act(&report->samples, step, GetTickCount() - report->began_ms);
}

void burn_report_update(struct burn_report *report, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_DATA_WRITE_ACTION action = IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA;

    if (!report->arguments) return;
    IDiscFormat2DataEventArgs_get_CurrentAction(arguments, &action);
    burn_report_step(report, (int)action);
    if (action == IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA)
        take_sample(report, (IWriteEngine2EventArgs *)arguments, recorder, GetTickCount() - report->began_ms);
}

void burn_report_track_update(struct burn_report *report, IDiscFormat2TrackAtOnceEventArgs *arguments,
                              IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_TAO_WRITE_ACTION action = IMAPI_FORMAT2_TAO_WRITE_ACTION_UNKNOWN;
    LONG track = 0;

    if (!report->arguments) return;
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentAction(arguments, &action);
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentTrackNumber(arguments, &track);
    burn_report_step(report, (int)track);
    if (action == IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING)
        take_sample(report, (IWriteEngine2EventArgs *)arguments, recorder, GetTickCount() - report->began_ms);
}

void burn_report_raw_update(struct burn_report *report, IDiscFormat2RawCDEventArgs *arguments, IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_RAW_CD_WRITE_ACTION action = IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_UNKNOWN;

    if (!report->arguments) return;
    IDiscFormat2RawCDEventArgs_get_CurrentAction(arguments, &action);
    burn_report_step(report, (int)action);
    if (action == IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING)
        take_sample(report, (IWriteEngine2EventArgs *)arguments, recorder, GetTickCount() - report->began_ms);
}

void burn_report_setbacks(struct burn_report *report, IUnknown *writer)
{
    IOpenBurnSetbacks *setbacks;
    BSTR lines = NULL;

    if (!report->arguments || report->setbacks) return;
    if (FAILED(IUnknown_QueryInterface(writer, &IID_IOpenBurnSetbacks, (void **)&setbacks))) return;
    if (SUCCEEDED(IOpenBurnSetbacks_get_Setbacks(setbacks, &lines))) report->setbacks = memory_utf8(lines);
    SysFreeString(lines);
    IOpenBurnSetbacks_Release(setbacks);
}

void burn_report_close(struct burn_report *report, IDiscFormat2Data *writer)
{
    if (!report->arguments) return;
    media_facts_read(writer, &report->after);
    burn_report_setbacks(report, (IUnknown *)writer);
}

bool burn_report_end(struct burn_report *report, HRESULT hresult, const char *text)
{
    struct bytes page = {0};
    struct failure failure;
    bool is_written;

    if (!report->arguments) return true;
    burn_page_make(report, hresult, text, &page);
    is_written = new_file_write(report->arguments->report, page.data, page.count, &failure);
    if (!is_written) {
        output_complain("the report is not there: %s", failure.text);
        failure_free(&failure);
    }
    memory_free(page.data);
    memory_free(report->vendor);
    memory_free(report->product);
    memory_free(report->revision);
    memory_free(report->id);
    memory_free(report->setbacks);
    media_facts_free(&report->before);
    media_facts_free(&report->after);
    report->arguments = NULL;
    return is_written;
}
