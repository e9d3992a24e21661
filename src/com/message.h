/* The text of a result code. */
#ifndef OPENIMAPI2_COM_MESSAGE_H
#define OPENIMAPI2_COM_MESSAGE_H

#include <windows.h>

#include "base/text.h"

enum { COM_MESSAGE_INSERTS_MAX = 3 };

/* Append a space and the text of hr, on one line: our own text for a general code, else that of this module's message
 * table, else the system's. Nothing is appended if none of them has a text.
 * inserts  strings for %1 to %3 in a text of the module; NULL: the text has none, or they stay as they are. Inserts in
 *          a text of the system always stay; after such a text, and after one of our own, the first string is appended
 *          in quotation marks, unless it is empty.
 */
void com_message_append(struct text *text, HRESULT hr, const WCHAR *const inserts[COM_MESSAGE_INSERTS_MAX]);

#endif
