/* Progress in words: percent, rate, time left, this computer's buffer and the drive's. */
#include "discctl/progress.h"

#include <stdint.h>

#include "discctl/memory.h"
#include "discctl/output.h"

enum { SECTOR_BYTES = 2048, BUFFER_CAPACITY_BYTES = 12, BUFFER_TIMEOUT_S = 5 };

/* clang-format off */
static const char *const actions[] = {
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA]      = "looking at the disc",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_FORMATTING_MEDIA]      = "formatting",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_INITIALIZING_HARDWARE] = "preparing the drive",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_CALIBRATING_POWER]     = "calibrating the laser",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA]          = "writing",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_FINALIZATION]          = "closing",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED]             = "done",
    [IMAPI_FORMAT2_DATA_WRITE_ACTION_VERIFYING]             = "verifying",
};
/* clang-format on */

void progress_begin(struct progress *progress, bool is_quiet)
{
    *progress = (struct progress){.is_quiet = is_quiet, .action = -1};
}

static int percent_of(int64_t part, int64_t whole)
{
    if (whole <= 0 || part <= 0) return 0;
    return part >= whole ? 100 : (int)(part * 100 / whole);
}

/* READ BUFFER CAPACITY (MMC-6): bytes 4-7 the buffer's length, 8-11 what of it is free. -1 where it does not say. */
static int drive_buffer_percent(IDiscRecorder2 *recorder)
{
    BYTE cdb[10] = {0x5C, [8] = BUFFER_CAPACITY_BYTES};
    BYTE reply[BUFFER_CAPACITY_BYTES] = {0}, sense[18];
    ULONG received = 0, length, blank;
    IDiscRecorder2Ex *ex;
    HRESULT hr;

    if (!recorder || FAILED(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex))) return -1;
    hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, sizeof cdb, sense, BUFFER_TIMEOUT_S, reply,
                                                       sizeof reply, &received);
    IDiscRecorder2Ex_Release(ex);
    if (hr != S_OK || received < sizeof reply) return -1;
    length = (ULONG)reply[4] << 24 | (ULONG)reply[5] << 16 | (ULONG)reply[6] << 8 | reply[7];
    blank = (ULONG)reply[8] << 24 | (ULONG)reply[9] << 16 | (ULONG)reply[10] << 8 | reply[11];
    return length && blank <= length ? percent_of(length - blank, length) : -1;
}

static bool is_new(struct progress *progress, LONG action, int percent)
{
    bool is_other = action != progress->action || percent / 10 > progress->tenth;

    progress->action = action;
    progress->tenth = percent / 10;
    return is_other || output_has_console();
}

/* "writing  42 %, 11.0 MB/s, 1:23 left, buffer 87 %, drive's 95 %" */
static void show_writing(struct progress *progress, LONG written, int percent, LONG left_s, int ring,
                         IDiscRecorder2 *recorder)
{
    DWORD passed_ms = GetTickCount() - progress->writing_since_ms;
    double rate = passed_ms ? (double)(written - progress->written_before) * SECTOR_BYTES / 1000 / passed_ms : 0;
    int drives = output_has_console() ? drive_buffer_percent(recorder) : -1;
    char *of_drive = drives < 0 ? memory_printf("%s", "") : memory_printf(", drive's %d %%", drives);
    char *line = memory_printf("writing %3d %%, %.1f MB/s, %ld:%02ld left, buffer %d %%%s", percent, rate, left_s / 60,
                               left_s % 60, ring, of_drive);

    output_progress(line);
    memory_free(line);
    memory_free(of_drive);
}

/* What a getter does not give stays 0. */
void progress_of_burn(struct progress *progress, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_DATA_WRITE_ACTION action = IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA;
    LONG start = 0, count = 0, last = 0, left_s = 0, total = 0, used = 0, written;
    int percent = 0;

    if (progress->is_quiet) return;
    IDiscFormat2DataEventArgs_get_CurrentAction(arguments, &action);
    if (action == IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA) {
        IDiscFormat2DataEventArgs_get_StartLba(arguments, &start);
        IDiscFormat2DataEventArgs_get_SectorCount(arguments, &count);
        IDiscFormat2DataEventArgs_get_LastWrittenLba(arguments, &last);
        IDiscFormat2DataEventArgs_get_RemainingTime(arguments, &left_s);
        IDiscFormat2DataEventArgs_get_TotalSystemBuffer(arguments, &total);
        IDiscFormat2DataEventArgs_get_UsedSystemBuffer(arguments, &used);
        written = last >= start ? last - start : 0;
        percent = percent_of(written, count);
        if (progress->action != (LONG)action) {
            progress->writing_since_ms = GetTickCount();
            progress->written_before = written;
        }
        if (is_new(progress, action, percent)) {
            show_writing(progress, written, percent, left_s > 0 ? left_s : 0, percent_of(used, total), recorder);
        }
        return;
    }
    if (action < 0 || action > IMAPI_FORMAT2_DATA_WRITE_ACTION_VERIFYING) return;
    if (progress->action != (LONG)action) output_progress(actions[action]);
    progress->action = (LONG)action;
    progress->tenth = 0;
}

void progress_of_erase(struct progress *progress, LONG elapsed_s, LONG total_s)
{
    int percent = percent_of(elapsed_s, total_s);
    LONG left_s = total_s > elapsed_s ? total_s - elapsed_s : 0;
    char *line;

    if (progress->is_quiet || !is_new(progress, 0, percent)) return;
    line = memory_printf("erasing %3d %%, %ld:%02ld left", percent, left_s / 60, left_s % 60);
    output_progress(line);
    memory_free(line);
}
