/* The text of a result code. */
#ifndef OPENIMAPI2_COM_MESSAGE_H
#define OPENIMAPI2_COM_MESSAGE_H

#include <windows.h>

#include "base/text.h"

enum { COM_MESSAGE_INSERTS_MAX = 3 };

/* Append a blank and the text on one line: ours of a general code, else that of this module's message table, else the
 * system's; nothing where none has one.
 * inserts   what stands for %1 to %3 in a text of the module, each a string; NULL: the text has none, or they stay as
 *           they are. Those of the system's texts always stay; the first insert is put behind such a text, and behind
 *           ours, in quotation marks.
 */
void com_message_append(struct text *text, HRESULT hr, const WCHAR *const inserts[COM_MESSAGE_INSERTS_MAX]);

#endif
