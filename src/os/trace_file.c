/* Opens the trace file that the user asked for, and appends complete records to it from all processes. */
#include "os/trace_file.h"

#include <wchar.h>

#include "base/alloc.h"
#include "base/text.h"
#include "os/elevation.h"
#include "os/secure_path.h"

enum { PATH_MAX_CHARS = 32767 };

/* Appending is one step on Windows. On Wine it is two, so writers take turns, by a lock far behind the end that keeps
 * nobody from reading. One that is stopped while it holds the lock holds nobody up for long. On Windows, too: it costs
 * two system calls, and what serves a network share need not append in one step.
 */
enum { TURN_PAUSE_MS = 2, TURN_ATTEMPTS = 250 };
static const DWORD turn_at_high = 0x7fffffff;

struct trace_file {
    struct scsi_trace_sink sink;
    CRITICAL_SECTION section; /* over what follows */
    HANDLE file;
    bool is_broken;      /* a record could not be written: nothing more is */
    LONG drives;         /* how many tags were made */
    LARGE_INTEGER per_s; /* not changed after opening */
};

static const char first_line[] = "# OpenIMAPI2 trace, format 1: docs/trace.md. Contents of discs are left out.\n";

/* ---- where ---- */

static wchar_t *take_text(size_t chars)
{
    return base_alloc_array(chars + 1, sizeof(wchar_t));
}

static wchar_t *take_from_variable(void)
{
    DWORD chars = GetEnvironmentVariableW(TRACE_VARIABLE, NULL, 0);
    wchar_t *path;

    if (chars < 2 || chars > PATH_MAX_CHARS) return NULL; /* with the NUL */
    path = take_text(chars);
    if (path && GetEnvironmentVariableW(TRACE_VARIABLE, path, chars) != chars - 1) path[0] = L'\0';
    return path;
}

static wchar_t *take_from_registry(HKEY root)
{
    wchar_t *path = NULL;
    DWORD type = 0, size = 0;
    HKEY key;

    if (RegOpenKeyExW(root, TRACE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key)) return NULL;
    if (!RegQueryValueExW(key, TRACE_VALUE, NULL, &type, NULL, &size) && type == REG_SZ &&
        size <= PATH_MAX_CHARS * sizeof *path) {
        path = take_text(size / sizeof *path + 1);
        if (path && (RegQueryValueExW(key, TRACE_VALUE, NULL, &type, (BYTE *)path, &size) || type != REG_SZ))
            path[0] = L'\0';
    }
    RegCloseKey(key);
    return path;
}

/* The same file whatever folder the program changes to; frees `path`. */
static wchar_t *take_full(wchar_t *path)
{
    DWORD chars = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *full = chars ? take_text(chars) : NULL;

    if (full && GetFullPathNameW(path, chars, full, NULL) >= chars) {
        base_free(full);
        full = NULL;
    }
    base_free(path);
    return full;
}

wchar_t *trace_file_take_path(void)
{
    size_t i, count;
    const HKEY *roots = os_settings_roots(&count);
    wchar_t *path = os_is_elevated() ? NULL : take_from_variable();

    for (i = 0; i < count && !(path && path[0]); i++) {
        base_free(path);
        path = take_from_registry(roots[i]);
    }
    if (path && path[0]) return take_full(path);
    base_free(path);
    return NULL;
}

/* ---- the sink ---- */

static struct trace_file *file_from(struct scsi_trace_sink *sink)
{
    return CONTAINING_RECORD(sink, struct trace_file, sink);
}

static void complain(const char *what, DWORD error)
{
    char line[128];
    struct text text = text_in(line, sizeof line);

    text_printf(&text, "OpenIMAPI2: %s (error %lu); nothing more is traced\n", what, error);
    OutputDebugStringA(line);
}

static void file_get_stamp(struct scsi_trace_sink *sink, char stamp[TRANSCRIPT_STAMP_SIZE])
{
    struct text text = text_in(stamp, TRANSCRIPT_STAMP_SIZE);
    SYSTEMTIME now;

    (void)sink;
    GetSystemTime(&now);
    text_printf(&text, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute,
                now.wSecond, now.wMilliseconds);
}

static void file_make_tag(struct scsi_trace_sink *sink, char tag[TRANSCRIPT_TAG_SIZE])
{
    struct text text = text_in(tag, TRANSCRIPT_TAG_SIZE);

    text_printf(&text, "%lu.%ld", GetCurrentProcessId(), InterlockedIncrement(&file_from(sink)->drives));
}

static uint64_t file_now_us(struct scsi_trace_sink *sink)
{
    uint64_t per_s = (uint64_t)file_from(sink)->per_s.QuadPart;
    LARGE_INTEGER now;
    uint64_t ticks;

    QueryPerformanceCounter(&now);
    ticks = (uint64_t)now.QuadPart;
    return ticks / per_s * 1000000 + ticks % per_s * 1000000 / per_s;
}

static bool take_turn(HANDLE file)
{
    int attempt;

    for (attempt = 0; attempt < TURN_ATTEMPTS; attempt++) {
        OVERLAPPED at = {.OffsetHigh = turn_at_high};

        if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)) return true;
        /* Only a lock that another holds is worth waiting for: a share may have none at all. */
        if (GetLastError() != ERROR_LOCK_VIOLATION && GetLastError() != ERROR_IO_PENDING) return false;
        Sleep(TURN_PAUSE_MS);
    }
    return false;
}

static void end_turn(HANDLE file)
{
    OVERLAPPED at = {.OffsetHigh = turn_at_high};

    UnlockFileEx(file, 0, 1, 0, &at);
}

static bool is_empty(HANDLE file)
{
    LARGE_INTEGER size;

    return GetFileSizeEx(file, &size) && !size.QuadPart;
}

/* is_first: only where nothing is in the file yet, which is known while the turn is had. */
static void append(struct trace_file *trace, const char *record, size_t length, bool is_first)
{
    DWORD written = 0;
    bool is_turn, is_wanted;

    EnterCriticalSection(&trace->section);
    if (!trace->is_broken) {
        is_turn = take_turn(trace->file);
        is_wanted = !is_first || is_empty(trace->file);
        if (is_wanted && (!WriteFile(trace->file, record, (DWORD)length, &written, NULL) || written != length)) {
            trace->is_broken = true;
            complain("the trace cannot be written", GetLastError());
        }
        if (is_turn) end_turn(trace->file);
    }
    LeaveCriticalSection(&trace->section);
}

static void file_append(struct scsi_trace_sink *sink, const char *record, size_t length)
{
    append(file_from(sink), record, length, false);
}

static void file_close(struct scsi_trace_sink *sink)
{
    struct trace_file *trace = file_from(sink);

    CloseHandle(trace->file);
    DeleteCriticalSection(&trace->section);
    base_free(trace);
}

/* ---- open ---- */

static struct trace_file *create(HANDLE file)
{
    static const struct scsi_trace_sink_ops ops = {file_get_stamp, file_make_tag, file_now_us, file_append, file_close};
    struct trace_file *trace = base_alloc(sizeof *trace);

    if (!trace) return NULL;
    if (!InitializeCriticalSectionAndSpinCount(&trace->section, 0)) {
        base_free(trace);
        return NULL;
    }
    trace->sink.ops = &ops;
    trace->file = file;
    if (!QueryPerformanceFrequency(&trace->per_s) || trace->per_s.QuadPart <= 0) trace->per_s.QuadPart = 1;
    return trace;
}

/* Sets *file to NULL where no trace is wanted. Reading is for the lock alone; without the right to write elsewhere,
 * each write goes to the end.
 */
static DWORD open_file(HANDLE *file)
{
    wchar_t *path = trace_file_take_path();
    DWORD error;

    *file = NULL;
    if (!path) return ERROR_SUCCESS;
    error = secure_path_open(path, GENERIC_READ | FILE_APPEND_DATA,
                             FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, OPEN_ALWAYS, file);
    base_free(path);
    return error;
}

struct scsi_trace_sink *trace_file_open(void)
{
    struct trace_file *trace;
    HANDLE file;
    DWORD error = open_file(&file);

    if (!error && !file) return NULL;
    trace = error ? NULL : create(file);
    if (!trace) {
        complain("the trace cannot be opened", error ? error : ERROR_NOT_ENOUGH_MEMORY);
        if (!error) CloseHandle(file);
        return NULL;
    }
    if (is_empty(file)) append(trace, first_line, sizeof first_line - 1, true);
    return &trace->sink;
}

DWORD trace_file_try(void)
{
    HANDLE file;
    DWORD error = open_file(&file);

    if (!error && file) CloseHandle(file);
    return error;
}
