/* Progress in words: percent, rate, time left, this computer's buffer and the drive's. */
#include "discctl/progress.h"

#include <stdint.h>

#include "discctl/drive_buffer.h"
#include "discctl/memory.h"
#include "discctl/output.h"

enum { DATA_SECTOR_BYTES = 2048, AUDIO_SECTOR_BYTES = 2352 };
enum { STEPS_A_TRACK = 16 }; /* more than a track has actions */

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

static const char *const track_actions[] = {
    [IMAPI_FORMAT2_TAO_WRITE_ACTION_UNKNOWN]   = "waiting",
    [IMAPI_FORMAT2_TAO_WRITE_ACTION_PREPARING] = "preparing the drive",
    [IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING]   = "writing",
    [IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING] = "closing",
    [IMAPI_FORMAT2_TAO_WRITE_ACTION_VERIFYING] = "verifying",
};

static const char *const raw_actions[] = {
    [IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_UNKNOWN]   = "waiting",
    [IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_PREPARING] = "preparing the drive",
    [IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING]   = "writing",
    [IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING] = "closing",
};
/* clang-format on */

const char *progress_words(LONG action)
{
    return action >= 0 && (size_t)action < sizeof actions / sizeof actions[0] ? actions[action] : "at work";
}

const char *progress_raw_words(LONG action)
{
    return action >= 0 && (size_t)action < sizeof raw_actions / sizeof raw_actions[0] ? raw_actions[action] : "at work";
}

void progress_begin(struct progress *progress, bool is_quiet)
{
    *progress = (struct progress){.is_quiet = is_quiet, .action = -1};
}

static int percent_of(int64_t part, int64_t whole)
{
    if (whole <= 0 || part <= 0) return 0;
    return part >= whole ? 100 : (int)(part * 100 / whole);
}

static bool is_new(struct progress *progress, LONG action, int percent)
{
    bool is_other = action != progress->action || percent / 10 > progress->tenth;

    progress->action = action;
    progress->tenth = percent / 10;
    return is_other || output_has_console();
}

/* What a writer is doing, whichever it is. */
struct work {
    LONG step;         /* which action, and of which track: another one begins another line */
    const char *where; /* in front of the words: "track 2 of 3: "; "" for a disc as a whole */
    const char *words;
    bool is_writing;
    LONG left_s;
    int sector_bytes;
};

/* "writing  42 %, 11.0 MB/s, 1:23 left, buffer 87 %, drive's 95 %" */
static void show_writing(struct progress *progress, const struct work *work, LONG written, int percent, int ring,
                         IDiscRecorder2 *recorder)
{
    DWORD passed_ms = GetTickCount() - progress->writing_since_ms;
    double rate = passed_ms ? (double)(written - progress->written_before) * work->sector_bytes / 1000 / passed_ms : 0;
    LONG left_s = work->left_s > 0 ? work->left_s : 0;
    int drives = output_has_console() ? drive_buffer_percent(recorder) : -1;
    char *of_drive = drives < 0 ? memory_printf("%s", "") : memory_printf(", drive's %d %%", drives);
    char *line = memory_printf("%s%s %3d %%, %.1f MB/s, %ld:%02ld left, buffer %d %%%s", work->where, work->words,
                               percent, rate, left_s / 60, left_s % 60, ring, of_drive);

    output_progress(line);
    memory_free(line);
    memory_free(of_drive);
}

/* What a getter does not give stays 0. */
static void show_work(struct progress *progress, const struct work *work, IWriteEngine2EventArgs *arguments,
                      IDiscRecorder2 *recorder)
{
    LONG start = 0, count = 0, last = 0, total = 0, used = 0, written;
    int percent;
    char *line;

    if (work->is_writing) {
        IWriteEngine2EventArgs_get_StartLba(arguments, &start);
        IWriteEngine2EventArgs_get_SectorCount(arguments, &count);
        IWriteEngine2EventArgs_get_LastWrittenLba(arguments, &last);
        IWriteEngine2EventArgs_get_TotalSystemBuffer(arguments, &total);
        IWriteEngine2EventArgs_get_UsedSystemBuffer(arguments, &used);
        written = last >= start ? last - start : 0;
        percent = percent_of(written, count);
        if (progress->action != work->step) {
            progress->writing_since_ms = GetTickCount();
            progress->written_before = written;
        }
        if (is_new(progress, work->step, percent))
            show_writing(progress, work, written, percent, percent_of(used, total), recorder);
        return;
    }
    if (progress->action != work->step) {
        line = memory_printf("%s%s", work->where, work->words);
        output_progress(line);
        memory_free(line);
    }
    progress->action = work->step;
    progress->tenth = 0;
}

void progress_of_burn(struct progress *progress, IDiscFormat2DataEventArgs *arguments, IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_DATA_WRITE_ACTION action = IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA;
    struct work work = {.where = "", .sector_bytes = DATA_SECTOR_BYTES};

    if (progress->is_quiet) return;
    IDiscFormat2DataEventArgs_get_CurrentAction(arguments, &action);
    IDiscFormat2DataEventArgs_get_RemainingTime(arguments, &work.left_s);
    if (action < 0 || (size_t)action >= sizeof actions / sizeof actions[0]) return;
    work.step = (LONG)action;
    work.words = actions[action];
    work.is_writing = action == IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA;
    show_work(progress, &work, (IWriteEngine2EventArgs *)arguments, recorder);
}

void progress_of_track(struct progress *progress, IDiscFormat2TrackAtOnceEventArgs *arguments, size_t tracks,
                       IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_TAO_WRITE_ACTION action = IMAPI_FORMAT2_TAO_WRITE_ACTION_UNKNOWN;
    struct work work = {.sector_bytes = AUDIO_SECTOR_BYTES};
    LONG track = 0;
    char *where;

    if (progress->is_quiet) return;
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentAction(arguments, &action);
    IDiscFormat2TrackAtOnceEventArgs_get_CurrentTrackNumber(arguments, &track);
    IDiscFormat2TrackAtOnceEventArgs_get_RemainingTime(arguments, &work.left_s);
    if (action < 0 || (size_t)action >= sizeof track_actions / sizeof track_actions[0]) return;
    where = memory_printf("track %ld of %u: ", track, (unsigned)tracks);
    work.step = track * STEPS_A_TRACK + (LONG)action;
    work.where = where;
    work.words = track_actions[action];
    work.is_writing = action == IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING;
    show_work(progress, &work, (IWriteEngine2EventArgs *)arguments, recorder);
    memory_free(where);
}

void progress_of_raw(struct progress *progress, IDiscFormat2RawCDEventArgs *arguments, IDiscRecorder2 *recorder)
{
    IMAPI_FORMAT2_RAW_CD_WRITE_ACTION action = IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_UNKNOWN;
    struct work work = {.where = "", .sector_bytes = AUDIO_SECTOR_BYTES};

    if (progress->is_quiet) return;
    IDiscFormat2RawCDEventArgs_get_CurrentAction(arguments, &action);
    IDiscFormat2RawCDEventArgs_get_RemainingTime(arguments, &work.left_s);
    if (action < 0 || (size_t)action >= sizeof raw_actions / sizeof raw_actions[0]) return;
    work.step = (LONG)action;
    work.words = raw_actions[action];
    work.is_writing = action == IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING;
    show_work(progress, &work, (IWriteEngine2EventArgs *)arguments, recorder);
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
