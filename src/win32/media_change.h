/* Announces that a drive's medium may have changed, on a system whose own lock does not announce it (Wine). */
#ifndef OPENIMAPI2_WIN32_MEDIA_CHANGE_H
#define OPENIMAPI2_WIN32_MEDIA_CHANGE_H

#include <windows.h>

/* Sends every top-level window the messages that Windows' CD-ROM driver causes when exclusive access ends:
 * WM_DEVICECHANGE, first that the medium of the volume is gone, then that it is present. Returns when the windows have
 * received them; a window that hangs delays it by two seconds.
 * letter: A to Z.
 */
void media_change_announce(wchar_t letter);

#endif
