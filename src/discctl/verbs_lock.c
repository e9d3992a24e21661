/* lock, owner: exclusive access. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/properties.h"
#include "discctl/recorders.h"

/* One argument so that the C runtime of the started program reads it back as it is ("Parsing C command-line
 * arguments"): in double quotes; backslashes count double only in front of a quote.
 */
static void append_quoted(struct bytes *line, const char *argument)
{
    size_t backslashes = 0, i;

    if (line->count) bytes_append(line, " ", 1);
    if (*argument && !strpbrk(argument, " \t\n\v\"")) {
        bytes_append(line, argument, strlen(argument));
        return;
    }
    bytes_append(line, "\"", 1);
    for (; *argument; argument++) {
        if (*argument == '"') {
            for (i = 0; i < backslashes + 1; i++)
                bytes_append(line, "\\", 1);
        }
        backslashes = *argument == '\\' ? backslashes + 1 : 0;
        bytes_append(line, argument, 1);
    }
    for (i = 0; i < backslashes; i++)
        bytes_append(line, "\\", 1);
    bytes_append(line, "\"", 1);
}

static HANDLE given_back; /* set when the drive is free again */

/* Ctrl-C goes to COMMAND, too, which may have a use for it: the drive is held until COMMAND ends. At the console's end
 * the system ends both programs after some seconds, whatever is said here.
 */
static BOOL WINAPI on_control(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) WaitForSingleObject(given_back, INFINITE);
    return TRUE;
}

/* Run it to its end. Returns 0 and sets exit_code, or the system's error number. */
static DWORD run_command(char **command, DWORD *exit_code)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    struct bytes line = {0};
    wchar_t *wide;
    DWORD error = 0;

    for (; *command; command++)
        append_quoted(&line, *command);
    bytes_append(&line, "", 1);
    wide = memory_wide((const char *)line.data);
    /* Handles are inherited so that redirected input and output reach the command; the drive's own are not inheritable.
     */
    if (CreateProcessW(NULL, wide, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, exit_code);
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
    } else {
        error = GetLastError();
    }
    memory_free(wide);
    memory_free(line.data);
    return error;
}

int verb_lock(const struct arguments *arguments)
{
    VARIANT_BOOL force = arguments->given & OPTION_FORCE ? VARIANT_TRUE : VARIANT_FALSE;
    IDiscRecorder2 *recorder;
    struct failure failure;
    DWORD error, exit_code = EXIT_FAILED;
    wchar_t *wide;
    BSTR client;
    HRESULT hr;

    if (!arguments->client) return arguments_refuse("lock", "--client NAME is missing: who holds the drive?");
    if (!arguments->command || !*arguments->command) return arguments_refuse("lock", "-- COMMAND is missing");
    if (!recorder_find(arguments->positional, &recorder, &failure)) return failure_report(&failure, arguments->json);
    wide = memory_wide(arguments->client);
    client = SysAllocString(wide);
    memory_free(wide);
    hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, force, client);
    SysFreeString(client);
    if (FAILED(hr)) {
        failure = failure_take(hr);
        IDiscRecorder2_Release(recorder);
        return failure_report(&failure, arguments->json);
    }
    given_back = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_control, TRUE);
    error = run_command(arguments->command, &exit_code);
    hr = IDiscRecorder2_ReleaseExclusiveAccess(recorder);
    SetEvent(given_back);
    if (error) {
        failure = failure_say(HRESULT_FROM_WIN32(error), "cannot run %s: error %lu of the system",
                              arguments->command[0], (unsigned long)error);
    } else if (FAILED(hr)) {
        failure = failure_take(hr);
    }
    IDiscRecorder2_Release(recorder);
    return error || FAILED(hr) ? failure_report(&failure, arguments->json) : (int)exit_code;
}

int verb_owner(const struct arguments *arguments)
{
    IDiscRecorder2 *recorder;
    struct failure failure;
    BSTR owner = NULL;
    cJSON *object;
    char *utf8;
    HRESULT hr;

    if (!recorder_find(arguments->positional, &recorder, &failure)) return failure_report(&failure, arguments->json);
    hr = IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner);
    if (FAILED(hr)) failure = failure_take(hr);
    IDiscRecorder2_Release(recorder);
    if (FAILED(hr)) return failure_report(&failure, arguments->json);
    utf8 = memory_utf8(owner);
    SysFreeString(owner);
    if (arguments->json) {
        object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "ExclusiveAccessOwner", utf8);
        output_json(object);
    } else {
        output_print("%s\n", *utf8 ? utf8 : "nobody");
    }
    memory_free(utf8);
    return EXIT_DONE;
}
