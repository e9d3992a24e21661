/* Which host this is. */
#ifndef OPENIMAPI2_OS_WINE_H
#define OPENIMAPI2_OS_WINE_H

#include <stdbool.h>

#include <windows.h>

/* Is this Wine? Asked where Wine answers otherwise than Windows and the answer itself does not tell. Cheap enough to
 * ask each time.
 */
bool os_is_wine(void);

enum { OS_WINE_NAME_CHARS = 520 };

/* Under Wine alone: the name of an open file or device with every link of Linux resolved, the same for all handles of
 * one (\??\Z:\dev\sr0). False, and L"", where it cannot be had.
 */
bool os_wine_name_of(HANDLE handle, wchar_t name[OS_WINE_NAME_CHARS]);

#endif
