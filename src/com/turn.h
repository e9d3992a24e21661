/* A turn, held by one thread at a time, for example while it moves the position of a client's stream and reads. A
 * thread that waits for the turn lets calls into its apartment through, since the holder may be calling a stream that
 * lives there. The holder may take the turn again when the client calls back.
 */
#ifndef OPENIMAPI2_COM_TURN_H
#define OPENIMAPI2_COM_TURN_H

#include <windows.h>
#include <objbase.h>

/* Close with CloseHandle. NULL: no memory. */
HANDLE com_turn_create(void);

/* Also succeeds if the previous holder's thread ended without giving the turn back. A failure is that of the wait; then
 * the turn is not taken.
 */
HRESULT com_turn_take(HANDLE turn);
void com_turn_give(HANDLE turn);

#endif
