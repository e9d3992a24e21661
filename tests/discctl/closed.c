/* discctl_closed.exe: discctl in a console whose window is closed, which Wine's consoles do not pass on: its own
 * SetConsoleCtrlHandler keeps the handler, and calls it in a thread when standard input has a line, which it says on
 * standard error. When the handler returns, Windows ends the program ("HandlerRoutine callback function").
 *
 * OPENIMAPI2_CLOSED=before: the verb begins when it has been told already.
 */
#include <stdio.h>
#include <stdlib.h>

#include <windows.h>

#include "discctl/control.h"
#include "support/import.h"

static PHANDLER_ROUTINE kept;

static DWORD WINAPI close_console(void *unused)
{
    static const char word[] = "closed\n";
    DWORD written;

    (void)unused;
    getchar();
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), word, sizeof word - 1, &written, NULL);
    kept(CTRL_CLOSE_EVENT);
    TerminateProcess(GetCurrentProcess(), 3);
    return 0;
}

static BOOL WINAPI keep_handler(PHANDLER_ROUTINE handler, BOOL adds)
{
    HANDLE thread;

    if (!adds) return FALSE;
    kept = handler;
    thread = CreateThread(NULL, 0, close_console, NULL, 0, NULL);
    if (!thread) return FALSE;
    CloseHandle(thread);
    while (getenv("OPENIMAPI2_CLOSED") && !control_is_cancelled())
        Sleep(1);
    return TRUE;
}

extern void *const import_of_handler IMPORT(SetConsoleCtrlHandler, 8);
void *const import_of_handler = (void *)keep_handler;
