/* Tells whether Wine or Windows is the host. */
#ifndef OPENIMAPI2_OS_WINE_H
#define OPENIMAPI2_OS_WINE_H

#include <stdbool.h>

#include <windows.h>

/* Is this Wine? For places where Wine answers differently from Windows and the answer itself does not show it. Cheap
 * enough to call each time.
 */
bool os_is_wine(void);

enum { OS_WINE_NAME_CHARS = 520 };

/* Under Wine only: the name of an open file or device with every link of Linux resolved, so that all its handles give
 * the same name (\??\Z:\dev\sr0). False, and name is L"", when the name is not available.
 */
bool os_wine_name_of(HANDLE handle, wchar_t name[OS_WINE_NAME_CHARS]);

#endif
