/* Console control handler; the system runs it on a thread of its own. */
#include "discctl/control.h"

#include <windows.h>

#include "discctl/output.h"

static struct {
    HANDLE ended;        /* set by control_end(); NULL before a verb heeds */
    const char *refusal; /* NULL: what is done can be cancelled */
    volatile LONG is_cancelled;
} control;

static BOOL WINAPI on_control(DWORD event)
{
    bool is_key = event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;

    if (control.refusal) {
        if (is_key) output_complain("%s", control.refusal);
    } else if (!InterlockedExchange(&control.is_cancelled, TRUE)) {
        output_complain("cancelling");
    } else if (is_key) {
        return FALSE;
    }
    if (!is_key) WaitForSingleObject(control.ended, INFINITE);
    return TRUE;
}

void control_heed(void)
{
    control.ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_control, TRUE);
}

void control_refuse(const char *words)
{
    control.refusal = words;
    control_heed();
}

bool control_is_cancelled(void)
{
    return control.is_cancelled != 0;
}

void control_end(void)
{
    if (control.ended) SetEvent(control.ended);
}
