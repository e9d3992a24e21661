/* A turn, implemented as a mutex. */
#include "com/turn.h"

HANDLE com_turn_create(void)
{
    return CreateMutexW(NULL, FALSE, NULL);
}

HRESULT com_turn_take(HANDLE turn)
{
    DWORD index;
    HRESULT hr;

    if (WaitForSingleObject(turn, 0) != WAIT_TIMEOUT) return S_OK; /* one that was abandoned is had, too */
    hr = CoWaitForMultipleHandles(0, INFINITE, 1, &turn, &index);
    return SUCCEEDED(hr) ? S_OK : hr;
}

void com_turn_give(HANDLE turn)
{
    ReleaseMutex(turn);
}
