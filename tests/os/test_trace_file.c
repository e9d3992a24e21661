/* os/trace_file.c: where the trace goes, and that records stay whole whoever writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "os/folder_link.h"
#include "os/own_registry.h"
#include "os/trace_file.h"
#include "support/import.h"

enum { WRITERS = 3, RECORDS = 2000, FILE_MAX = 8 << 20, DEADLINE_MS = 120000, ATTEMPTS = 100 };

static const char first_line[] = "# OpenIMAPI2 trace, format 1: docs/trace.md. Contents of discs are left out.\n";

static WCHAR file[MAX_PATH]; /* of this test, gone before and behind each case */
static char text[FILE_MAX + 1];
static char said[256]; /* to the debugger */
static long live_before;

static void set_value(HKEY root, const WCHAR *value, DWORD type)
{
    HKEY key;

    assert_int_equal(
        RegCreateKeyExW(root, L"Software\\OpenIMAPI2", 0, NULL, 0, KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL), 0);
    if (value) {
        RegSetValueExW(key, L"Trace", 0, type, (const BYTE *)value, (DWORD)(wcslen(value) + 1) * sizeof *value);
    } else {
        RegDeleteValueW(key, L"Trace");
    }
    RegCloseKey(key);
}

static int begin(void **state)
{
    WCHAR folder[MAX_PATH];

    (void)state;
    GetTempPathW(MAX_PATH, folder);
    swprintf(file, MAX_PATH, L"%lstrace-%lu.txt", folder, GetCurrentProcessId());
    DeleteFileW(file);
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", NULL);
    set_value(HKEY_CURRENT_USER, NULL, 0);
    set_value(HKEY_LOCAL_MACHINE, NULL, 0);
    said[0] = '\0';
    live_before = base_alloc_live();
    return 0;
}

static int end(void **state)
{
    long left = base_alloc_live() - live_before;

    begin(state);
    return left ? -1 : 0;
}

static void read_file(void)
{
    HANDLE handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    DWORD count = 0;

    assert_ptr_not_equal(handle, INVALID_HANDLE_VALUE);
    assert_true(ReadFile(handle, text, FILE_MAX, &count, NULL));
    CloseHandle(handle);
    text[count] = '\0';
}

/* ---- where ---- */

static void assert_path(const WCHAR *expected)
{
    WCHAR *path = trace_file_take_path();

    if (!expected) {
        assert_null(path);
        return;
    }
    assert_non_null(path);
    if (wcscmp(path, expected)) fail_msg("%ls, not %ls", path, expected);
    base_free(path);
}

static void take_path__variable_then_user_then_machine(void **state)
{
    (void)state;
    assert_path(NULL);
    set_value(HKEY_LOCAL_MACHINE, L"C:\\machine.txt", REG_SZ);
    assert_path(L"C:\\machine.txt");
    set_value(HKEY_CURRENT_USER, L"C:\\user.txt", REG_SZ);
    assert_path(L"C:\\user.txt");
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"C:\\folder\\..\\variable.txt");
    assert_path(L"C:\\variable.txt");
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"");
    assert_path(L"C:\\user.txt");
}

static void take_path__values_that_make_no_sense__are_not_there(void **state)
{
    static const WCHAR no_end[] = {L'C', L':', L'\\', L't'};
    HKEY key;

    (void)state;
    set_value(HKEY_LOCAL_MACHINE, L"C:\\machine.txt", REG_SZ);
    set_value(HKEY_CURRENT_USER, L"C:\\user.txt", REG_BINARY);
    assert_path(L"C:\\machine.txt");
    set_value(HKEY_CURRENT_USER, L"", REG_SZ);
    assert_path(L"C:\\machine.txt");
    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2", 0, KEY_WRITE | KEY_WOW64_64KEY, &key);
    RegSetValueExW(key, L"Trace", 0, REG_SZ, (const BYTE *)no_end, sizeof no_end);
    RegCloseKey(key);
    assert_path(L"C:\\t");
}

static void take_path__a_relative_one__is_made_whole(void **state)
{
    WCHAR expected[MAX_PATH + 16];

    (void)state;
    GetCurrentDirectoryW(MAX_PATH, expected);
    wcscat(expected, L"\\t.txt");
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"t.txt");
    assert_path(expected);
}

static void take_path__each_allocation_fails__is_none(void **state)
{
    long nth;

    (void)state;
    set_value(HKEY_LOCAL_MACHINE, L"C:\\machine.txt", REG_SZ);
    for (nth = 1; nth <= 2; nth++) {
        base_alloc_fail_nth(nth);
        assert_null(trace_file_take_path());
        base_alloc_fail_nth(0);
        assert_int_equal(base_alloc_live(), live_before);
    }
    assert_path(L"C:\\machine.txt");
}

/* ---- opening ---- */

/* OutputDebugString raises an exception for the debugger; without one, this meets it. */
static LONG CALLBACK hear(EXCEPTION_POINTERS *exception)
{
    const EXCEPTION_RECORD *record = exception->ExceptionRecord;

    if (record->ExceptionCode != 0x40010006 || record->NumberParameters < 2) return EXCEPTION_CONTINUE_SEARCH;
    snprintf(said, sizeof said, "%.*s", (int)record->ExceptionInformation[0],
             (const char *)record->ExceptionInformation[1]);
    return EXCEPTION_CONTINUE_EXECUTION;
}

static struct scsi_trace_sink *open_at(const WCHAR *path)
{
    void *hearing = AddVectoredExceptionHandler(1, hear);
    struct scsi_trace_sink *sink;

    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", path);
    sink = trace_file_open();
    RemoveVectoredExceptionHandler(hearing);
    return sink;
}

static void open__not_wanted__is_none_and_says_nothing(void **state)
{
    (void)state;
    assert_null(open_at(NULL));
    assert_string_equal(said, "");
}

static void open__twice__appends(void **state)
{
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct scsi_trace_sink *sink = open_at(file);

        assert_non_null(sink);
        sink->ops->append(sink, i ? "two\n" : "one\n", 4);
        sink->ops->close(sink);
    }
    assert_string_equal(said, "");
    read_file();
    assert_memory_equal(text, first_line, sizeof first_line - 1);
    assert_string_equal(text + sizeof first_line - 1, "one\ntwo\n");
}

static void try__says_what_opening_would_meet(void **state)
{
    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", NULL);
    assert_int_equal(trace_file_try(), ERROR_SUCCESS);
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", L"C:\\not\\there.txt");
    assert_int_equal(trace_file_try(), ERROR_PATH_NOT_FOUND);
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file);
    assert_int_equal(trace_file_try(), ERROR_SUCCESS);
    assert_true(DeleteFileW(file));
    assert_int_equal(base_alloc_live(), live_before);
}

/* A folder, a folder that is not there, a name of no file, a device: the calls go on without a trace, and a debugger
 * hears why.
 */
static void open__what_is_no_file__is_none_and_says_so(void **state)
{
    static const WCHAR *const paths[] = {L"C:\\windows", L"C:\\not\\there.txt", L"C:\\a|b?.txt", L"NUL"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        said[0] = '\0';
        assert_null(open_at(paths[i]));
        assert_non_null(strstr(said, "OpenIMAPI2: the trace cannot be opened (error "));
        assert_int_equal(base_alloc_live(), live_before);
    }
}

/* A link among the folders leads the trace to a file of somebody else's choice, below which it would be appended. */
static void open__link_among_the_folders__is_none_and_says_so(void **state)
{
    WCHAR folder[MAX_PATH], link[MAX_PATH], path[MAX_PATH], victim[MAX_PATH];

    (void)state;
    swprintf(folder, MAX_PATH, L"%ls.folder", file);
    swprintf(link, MAX_PATH, L"%ls.link", file);
    swprintf(path, MAX_PATH, L"%ls\\trace.txt", link);
    swprintf(victim, MAX_PATH, L"%ls\\trace.txt", folder);
    assert_true(CreateDirectoryW(folder, NULL));
    assert_true(folder_link_make(link, folder));
    assert_null(open_at(path));
    assert_string_equal(said, "OpenIMAPI2: the trace cannot be opened (error 4393); nothing more is traced\n");
    assert_int_equal(GetFileAttributesW(victim), INVALID_FILE_ATTRIBUTES);
    folder_link_remove(link);
    RemoveDirectoryW(folder);
}

static void open__each_allocation_fails__is_none(void **state)
{
    struct scsi_trace_sink *sink = NULL;
    long nth;

    (void)state;
    for (nth = 1; !sink && nth < 20; nth++) {
        base_alloc_fail_nth(nth);
        sink = open_at(file);
        base_alloc_fail_nth(0);
        if (!sink) assert_int_equal(base_alloc_live(), live_before);
    }
    assert_true(nth > 3 && sink);
    sink->ops->close(sink);
}

static void sink__stamp_and_tags__are_as_the_transcript_says(void **state)
{
    struct scsi_trace_sink *sink = open_at(file);
    char stamp[TRANSCRIPT_STAMP_SIZE], tag[TRANSCRIPT_TAG_SIZE], other[TRANSCRIPT_TAG_SIZE], expected[32];
    unsigned year, month, day, hour, minute, second, thousandths;
    uint64_t us;
    char z;

    (void)state;
    assert_non_null(sink);
    sink->ops->get_stamp(sink, stamp);
    assert_int_equal(strlen(stamp), 24);
    assert_int_equal(
        sscanf(stamp, "%4u-%2u-%2uT%2u:%2u:%2u.%3u%c", &year, &month, &day, &hour, &minute, &second, &thousandths, &z),
        8);
    assert_true(year >= 2024 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && z == 'Z');
    sink->ops->make_tag(sink, tag);
    sink->ops->make_tag(sink, other);
    snprintf(expected, sizeof expected, "%lu.1", GetCurrentProcessId());
    assert_string_equal(tag, expected);
    snprintf(expected, sizeof expected, "%lu.2", GetCurrentProcessId());
    assert_string_equal(other, expected);
    us = sink->ops->now_us(sink);
    Sleep(20);
    assert_true(sink->ops->now_us(sink) - us >= 10000);
    sink->ops->close(sink);
}

/* ---- several writers ---- */

/* A program of its own, which writes records. */
static HANDLE waits; /* set when it waits for its turn */
static bool is_writer;

typedef BOOL(WINAPI *lock_file)(HANDLE, DWORD, DWORD, DWORD, DWORD, OVERLAPPED *);

/* A turn that does not come for half a second is given up, and then records may mix. Another writer may be stopped for
 * longer than that: of so many attempts without success, the last one waits as long as it takes.
 */
static BOOL WINAPI lock_patiently(HANDLE handle, DWORD flags, DWORD reserved, DWORD low, DWORD high, OVERLAPPED *at)
{
    static int attempts;
    lock_file real = (lock_file)(void *)GetProcAddress(GetModuleHandleA("kernel32"), "LockFileEx");
    DWORD error;

    if (is_writer && ++attempts == ATTEMPTS) flags &= ~(DWORD)LOCKFILE_FAIL_IMMEDIATELY;
    if (real(handle, flags, reserved, low, high, at)) {
        attempts = 0;
        return TRUE;
    }
    error = GetLastError();
    if (waits) SetEvent(waits);
    SetLastError(error);
    return FALSE;
}

extern void *const import_of_lock_file IMPORT(LockFileEx, 24);
void *const import_of_lock_file = (void *)lock_patiently;

/* A record of several lines, of a length of its own, all of one letter: a mixture shows. */
static void write_records(char letter)
{
    struct scsi_trace_sink *sink = trace_file_open();
    char record[4096];
    size_t i, j, length;

    if (!sink) exit(3);
    for (i = 0; i < RECORDS; i++) {
        length = 40 + (i * 37 + (size_t)letter) % 1900;
        for (j = 0; j < length; j++)
            record[j] = j % 40 == 39 ? '\n' : letter;
        record[0] = '[';
        record[length - 2] = ']';
        record[length - 1] = '\n';
        sink->ops->append(sink, record, length);
    }
    sink->ops->close(sink);
}

/* Has the turn in the file, which it makes, until it is closed. */
static HANDLE take_turn(void)
{
    OVERLAPPED at = {.OffsetHigh = 0x7fffffff};
    HANDLE turn = CreateFileW(file, GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_ALWAYS, 0, NULL);

    assert_ptr_not_equal(turn, INVALID_HANDLE_VALUE);
    assert_true(LockFileEx(turn, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &at));
    return turn;
}

/* One that waits for its turn, while this program has it. */
static HANDLE start_writer(char letter)
{
    WCHAR self[MAX_PATH], command[MAX_PATH + 96], event[64];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    HANDLE either[2];

    swprintf(event, ARRAYSIZE(event), L"openimapi2-trace-waits-%lu-%c", GetCurrentProcessId(), letter);
    either[0] = CreateEventW(NULL, TRUE, FALSE, event);
    assert_non_null(either[0]);
    GetModuleFileNameW(NULL, self, MAX_PATH);
    swprintf(command, ARRAYSIZE(command), L"\"%ls\" write %c %ls", self, letter, event);
    assert_true(CreateProcessW(self, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    either[1] = process.hProcess;
    assert_int_equal(WaitForMultipleObjects(2, either, FALSE, DEADLINE_MS), WAIT_OBJECT_0);
    CloseHandle(either[0]);
    return process.hProcess;
}

static void end_writer(HANDLE writer)
{
    DWORD code;

    assert_int_equal(WaitForSingleObject(writer, DEADLINE_MS), WAIT_OBJECT_0);
    assert_true(GetExitCodeProcess(writer, &code));
    assert_int_equal(code, 0);
    CloseHandle(writer);
}

static void append__from_several_processes__records_stay_whole(void **state)
{
    unsigned counts[WRITERS] = {0};
    HANDLE writers[WRITERS], turn;
    const char *at;
    size_t i;

    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file);
    turn = take_turn();
    for (i = 0; i < WRITERS; i++)
        writers[i] = start_writer((char)('a' + i));
    CloseHandle(turn); /* now, all at once */
    for (i = 0; i < WRITERS; i++)
        end_writer(writers[i]);
    read_file();
    at = text;
    while (*at == '#') /* of each that found the file empty */
        at = strchr(at, '\n') + 1;
    while (*at) {
        char letter = at[1];

        assert_int_equal(*at, '[');
        assert_true(letter >= 'a' && letter < 'a' + WRITERS);
        for (at++; *at == letter || *at == '\n'; at++) {
        }
        assert_memory_equal(at, "]\n", 2);
        at += 2;
        counts[letter - 'a']++;
    }
    for (i = 0; i < WRITERS; i++)
        assert_int_equal(counts[i], RECORDS);
}

/* A writer that was stopped in its turn holds up the others' records for a while, and none for ever. */
static void append__somebody_keeps_the_turn__is_written_all_the_same(void **state)
{
    struct scsi_trace_sink *sink = open_at(file);
    HANDLE turn;

    (void)state;
    assert_non_null(sink);
    turn = take_turn();
    sink->ops->append(sink, "late\n", 5);
    CloseHandle(turn);
    sink->ops->close(sink);
    read_file();
    assert_string_equal(text + sizeof first_line - 1, "late\n");
}

/* A program that finds the file empty waits for its turn, and another's record is there before it has that. */
static void open__another_is_faster__first_line_is_not_in_the_middle(void **state)
{
    HANDLE writer, turn;
    DWORD written;

    (void)state;
    SetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file);
    turn = take_turn();
    writer = start_writer('a');
    assert_true(WriteFile(turn, "first\n", 6, &written, NULL));
    CloseHandle(turn);
    end_writer(writer);
    read_file();
    assert_memory_equal(text, "first\n[", 7);
    assert_null(strchr(text, '#'));
}

int main(int argc, char **argv)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(take_path__variable_then_user_then_machine),
        CASE(take_path__values_that_make_no_sense__are_not_there),
        CASE(take_path__a_relative_one__is_made_whole),
        CASE(take_path__each_allocation_fails__is_none),
        CASE(open__not_wanted__is_none_and_says_nothing),
        CASE(open__twice__appends),
        CASE(try__says_what_opening_would_meet),
        CASE(open__what_is_no_file__is_none_and_says_so),
        CASE(open__link_among_the_folders__is_none_and_says_so),
        CASE(open__each_allocation_fails__is_none),
        CASE(sink__stamp_and_tags__are_as_the_transcript_says),
        CASE(open__another_is_faster__first_line_is_not_in_the_middle),
        CASE(append__from_several_processes__records_stay_whole),
        CASE(append__somebody_keeps_the_turn__is_written_all_the_same),
    };

    if (argc == 4 && strcmp(argv[1], "write") == 0) {
        is_writer = true;
        waits = OpenEventA(EVENT_MODIFY_STATE, FALSE, argv[3]);
        write_records(argv[2][0]);
        return 0;
    }
    return cmocka_run_group_tests_name("trace_file", tests, own_registry_begin, own_registry_end);
}
