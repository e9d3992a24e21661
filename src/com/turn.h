/* A turn, which one thread has at a time: to move the position of a client's stream and read from there, say. A thread
 * that waits for it lets calls into its apartment through, since the one that has it may be calling a stream that lives
 * there; a thread that has it may take it again, when the client calls back.
 */
#ifndef OPENIMAPI2_COM_TURN_H
#define OPENIMAPI2_COM_TURN_H

#include <windows.h>
#include <objbase.h>

/* To be closed with CloseHandle. NULL: no memory. */
HANDLE com_turn_create(void);

/* Whoever had it may have died with it. A failure is that of the wait; then the turn is not had. */
HRESULT com_turn_take(HANDLE turn);
void com_turn_give(HANDLE turn);

#endif
