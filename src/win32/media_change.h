/* The news that a drive's medium may be another one, for a system whose own lock does not tell it (Wine). */
#ifndef OPENIMAPI2_WIN32_MEDIA_CHANGE_H
#define OPENIMAPI2_WIN32_MEDIA_CHANGE_H

#include <windows.h>

/* Sends every top-level window what Windows' driver of CD-ROMs has sent at the end of exclusive access:
 * WM_DEVICECHANGE, that the medium of the volume is gone, and that it is there. Returns when they have been asked; a
 * window that hangs costs two seconds.
 * letter: A to Z.
 */
void media_change_announce(wchar_t letter);

#endif
