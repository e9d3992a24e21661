/* Presses Ctrl-C for tests of this folder: GenerateConsoleCtrlEvent reaches every program of the same console.
 *
 *     ctrl_c console COMMAND...   runs COMMAND in a console of its own, which Ctrl-C does not end; the exit code is
 *     COMMAND's
 *     ctrl_c at FILE COMMAND...   likewise, and presses Ctrl-C when FILE is there
 *     ctrl_c press                presses it, survives it, says "pressed", and ends with 7 when its input ends
 */
#include <stdio.h>
#include <string.h>

#include <windows.h>

static volatile LONG presses;

static BOOL WINAPI count_press(DWORD event)
{
    (void)event;
    InterlockedIncrement(&presses);
    return TRUE;
}

static int press(void)
{
    int wait;

    SetConsoleCtrlHandler(count_press, TRUE);
    if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) return 1;
    for (wait = 0; wait < 12000 && !presses; wait++)
        Sleep(10);
    puts(presses ? "pressed" : "nothing came");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    return 7;
}

/* Until the file is there, or the program has ended. Whether it is there. */
static BOOL wait_for(const char *file, HANDLE process)
{
    while (GetFileAttributesA(file) == INVALID_FILE_ATTRIBUTES) {
        if (WaitForSingleObject(process, 10) != WAIT_TIMEOUT) return FALSE;
    }
    return TRUE;
}

/* file: when it is there, Ctrl-C is pressed; NULL: never. */
static int run_in_console(const wchar_t *command_line, const char *file)
{
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    wchar_t command[4096];
    DWORD code = 1;

    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    FreeConsole();
    if (!command_line || wcslen(command_line) >= sizeof command / sizeof *command || !AllocConsole()) return 1;
    wcscpy(command, command_line);
    SetConsoleCtrlHandler(count_press, TRUE);
    if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) return 1;
    if (file && wait_for(file, process.hProcess)) GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}

/* What stands behind this word and a blank in the command line; NULL where it does not stand there. */
static const wchar_t *behind(const wchar_t *word)
{
    const wchar_t *at = wcsstr(GetCommandLineW(), word);

    return at ? at + wcslen(word) : NULL;
}

int main(int argc, char **argv)
{
    const wchar_t *rest;

    if (argc == 2 && strcmp(argv[1], "press") == 0) return press();
    if (argc > 2 && strcmp(argv[1], "console") == 0) return run_in_console(behind(L" console "), NULL);
    if (argc > 3 && strcmp(argv[1], "at") == 0) {
        rest = behind(L" at ");
        rest = rest ? wcschr(rest, L' ') : NULL;
        return run_in_console(rest ? rest + 1 : NULL, argv[2]);
    }
    return 2;
}
