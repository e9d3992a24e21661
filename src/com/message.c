/* Looks for the text of a result code among our own, in the module's message table and in the system's. */
#include "com/message.h"

#include <wchar.h>

#include "com/module.h"

enum { MESSAGE_CHARS = 1024 };

/* clang-format off */

/* General codes whose text in the system says nothing of what to do here. */
static const struct {
    HRESULT hr;
    const char *text;
} general[] = {
    {E_POINTER,    "A NULL pointer was given where an object, or a place for the result, is needed."},
    {E_INVALIDARG, "An argument is not valid."},
    {E_FAIL,       "The operation did not succeed."},
    {E_OUTOFMEMORY,"There is not enough memory."},
    {E_ACCESSDENIED, "Access is denied."},
    {E_NOTIMPL,    "The value is not available."},
    {E_UNEXPECTED, "The object has not been initialized."},
    {STG_E_INVALIDPOINTER,  "A NULL pointer was given."},
    {STG_E_ACCESSDENIED,    "The stream can only be read."},
    {STG_E_INVALIDFUNCTION, "The stream cannot do this."},
    {STG_E_INVALIDFLAG,     "A flag is not valid."},
    {STG_E_READFAULT,       "A stream ended before the size that it reported, or returned more bytes than were requested."},
    {STG_E_MEDIUMFULL,      "The target took fewer bytes than it was given."},
};

/* clang-format on */

/* Both message tables end their texts with a line break. */
static DWORD find(HRESULT hr, DWORD source, WCHAR *wide)
{
    DWORD chars;

    chars = FormatMessageW(source | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
                           com_module_instance(), (DWORD)hr, 0, wide, MESSAGE_CHARS, NULL);
    while (chars && wide[chars - 1] <= L' ')
        chars--;
    wide[chars] = L'\0';
    return chars;
}

static void append_wide(struct text *text, const WCHAR *wide, size_t chars)
{
    char utf8[3 * MESSAGE_CHARS + 1];
    int bytes = 0;

    if (chars > MESSAGE_CHARS) chars = MESSAGE_CHARS;
    if (chars) bytes = WideCharToMultiByte(CP_UTF8, 0, wide, (int)chars, utf8, sizeof utf8 - 1, NULL, NULL);
    utf8[bytes] = '\0';
    text_append(text, utf8);
}

/* The number of the insert that stands here, from 1, and the end of it: "%1", "%2!I64d!". 0: there is none. */
static size_t insert_at(const WCHAR *at, const WCHAR **end)
{
    const WCHAR *close;

    if (at[0] != L'%' || at[1] < L'1' || at[1] > L'0' + COM_MESSAGE_INSERTS_MAX) return 0;
    *end = at + 2;
    if (at[2] == L'!' && (close = wcschr(at + 3, L'!')) != NULL) *end = close + 1;
    return (size_t)(at[1] - L'0');
}

/* The format behind an insert's number says how FormatMessage would print it; here it is a string already, since a list
 * of values of several widths cannot be made for every processor.
 */
static void append_inserted(struct text *text, const WCHAR *wide, const WCHAR *const *inserts)
{
    const WCHAR *from = wide, *at = wide, *end;
    size_t number;

    while (*at) {
        number = insert_at(at, &end);
        if (!number) {
            at++;
            continue;
        }
        append_wide(text, from, (size_t)(at - from));
        append_wide(text, inserts[number - 1], wcslen(inserts[number - 1]));
        from = at = end;
    }
    append_wide(text, from, (size_t)(at - from));
}

/* What the text is about, where it has no place for that itself. */
static void append_subject(struct text *text, const WCHAR *const *inserts)
{
    if (!inserts || !inserts[0][0]) return;
    text_append(text, " \"");
    append_wide(text, inserts[0], wcslen(inserts[0]));
    text_append(text, "\"");
}

void com_message_append(struct text *text, HRESULT hr, const WCHAR *const inserts[COM_MESSAGE_INSERTS_MAX])
{
    WCHAR wide[MESSAGE_CHARS + 1];
    DWORD chars;
    size_t i;

    for (i = 0; i < ARRAYSIZE(general); i++) {
        if (general[i].hr != hr) continue;
        text_printf(text, " %s", general[i].text);
        append_subject(text, inserts);
        return;
    }
    chars = find(hr, FORMAT_MESSAGE_FROM_HMODULE, wide);
    if (chars && inserts) {
        text_append(text, " ");
        append_inserted(text, wide, inserts);
        return;
    }
    if (!chars) chars = find(hr, FORMAT_MESSAGE_FROM_SYSTEM, wide);
    if (!chars) return;
    text_append(text, " ");
    append_wide(text, wide, chars);
    append_subject(text, inserts);
}
