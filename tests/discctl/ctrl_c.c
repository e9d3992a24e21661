/* Presses Ctrl-C for test_lock.py: GenerateConsoleCtrlEvent reaches every program of the same console.
 *
 *     ctrl_c console COMMAND...   runs COMMAND in a console of its own, which Ctrl-C does not end; the exit code is
 *     COMMAND's
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
    for (wait = 0; wait < 500 && !presses; wait++)
        Sleep(10);
    puts(presses ? "pressed" : "nothing came");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    return 7;
}

static int run_in_console(void)
{
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    wchar_t *command = wcsstr(GetCommandLineW(), L" console ");
    DWORD code = 1;

    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    FreeConsole();
    if (!command || !AllocConsole()) return 1;
    SetConsoleCtrlHandler(count_press, TRUE);
    if (!CreateProcessW(NULL, command + wcslen(L" console "), NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))
        return 1;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "press") == 0) return press();
    if (argc > 2 && strcmp(argv[1], "console") == 0) return run_in_console();
    return 2;
}
