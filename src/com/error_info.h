/* IErrorInfo of the calling thread. Every method clears it first, so that a method that succeeds leaves none behind. */
#ifndef OPENIMAPI2_COM_ERROR_INFO_H
#define OPENIMAPI2_COM_ERROR_INFO_H

#include <windows.h>

void com_error_clear(void);

/* Report the failure of a method of interface `iid`.
 * source       ProgID of the class, shown as Err.Source.
 * description  UTF-8; the failure in words.
 * returns      hr, always. If memory for the text is lacking, the thread has no error object.
 */
HRESULT com_error_set(HRESULT hr, REFIID iid, const WCHAR *source, const char *description);

#endif
