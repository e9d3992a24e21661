/* Looks for the text of a result code among our own, in the module's message table and in the system's. */
#include "com/message.h"

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
    {STG_E_READFAULT,       "A stream ended before its end, or gave more than it was asked for."},
    {STG_E_MEDIUMFULL,      "The target took fewer bytes than it was given."},
};

/* clang-format on */

/* Both message tables end their texts with a line break. */
static DWORD find(HRESULT hr, DWORD source, const WCHAR *const *inserts, WCHAR *wide)
{
    DWORD flags = inserts ? FORMAT_MESSAGE_ARGUMENT_ARRAY : FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD chars;

    chars = FormatMessageW(source | flags | FORMAT_MESSAGE_MAX_WIDTH_MASK, com_module_instance(), (DWORD)hr, 0, wide,
                           MESSAGE_CHARS, (va_list *)inserts);
    while (chars && wide[chars - 1] <= L' ')
        chars--;
    return chars;
}

void com_message_append(struct text *text, HRESULT hr, const WCHAR *const inserts[COM_MESSAGE_INSERTS_MAX])
{
    char utf8[3 * MESSAGE_CHARS + 1];
    WCHAR wide[MESSAGE_CHARS];
    DWORD chars;
    int bytes;
    size_t i;

    for (i = 0; i < ARRAYSIZE(general); i++) {
        if (general[i].hr != hr) continue;
        text_printf(text, " %s", general[i].text);
        return;
    }
    chars = find(hr, FORMAT_MESSAGE_FROM_HMODULE, inserts, wide);
    if (!chars) chars = find(hr, FORMAT_MESSAGE_FROM_SYSTEM, NULL, wide);
    if (!chars) return;
    bytes = WideCharToMultiByte(CP_UTF8, 0, wide, (int)chars, utf8, sizeof utf8 - 1, NULL, NULL);
    utf8[bytes] = '\0';
    text_printf(text, " %s", utf8);
}
