/* IErrorInfo of the calling thread. A method clears it when it begins, so that one that succeeds leaves none behind. */
#ifndef OPENIMAPI2_COM_ERROR_INFO_H
#define OPENIMAPI2_COM_ERROR_INFO_H

#include <windows.h>

void com_error_clear(void);

/* The failure of a method of interface `iid`.
 * source        ProgID of the class, shown as Err.Source.
 * description   UTF-8; what went wrong, in words.
 * returns       hr. Without memory for the text there is none; the caller's HRESULT is what counts.
 */
HRESULT com_error_set(HRESULT hr, REFIID iid, const WCHAR *source, const char *description);

#endif
