/* The end of a method's call: an error object says what was tried, what the result code means, and why. */
#include "imapi2fs/call.h"

#include <wchar.h>

#include "com/error_info.h"
#include "com/message.h"

enum {
    TEXT_SIZE = 4096,
    INSERT_CHARS = 260, /* of a longer one, the beginning is shown */
};

void imapifs_call_begin(struct imapifs_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt)
{
    com_error_clear();
    call->prog_id = prog_id;
    call->iid = iid;
    call->attempt = attempt;
    call->insert = NULL;
    call->system_error = 0;
}

static void cut(const WCHAR *insert, WCHAR out[INSERT_CHARS + 4])
{
    size_t length = wcslen(insert);

    if (length > INSERT_CHARS) length = INSERT_CHARS;
    wmemcpy(out, insert, length);
    wcscpy(out + length, insert[length] ? L"..." : L"");
}

HRESULT imapifs_call_done(const struct imapifs_call *call, HRESULT hr)
{
    WCHAR insert[INSERT_CHARS + 4] = L"";
    const WCHAR *inserts[COM_MESSAGE_INSERTS_MAX] = {insert, L"", L""};
    char buffer[TEXT_SIZE];
    struct text text = text_in(buffer, sizeof buffer);

    if (SUCCEEDED(hr)) return hr;
    if (call->insert) cut(call->insert, insert);
    text_printf(&text, "%s failed (0x%08lX).", call->attempt, (unsigned long)hr);
    com_message_append(&text, hr, inserts);
    if (call->system_error) {
        text_printf(&text, " System error %lu:", (unsigned long)call->system_error);
        com_message_append(&text, HRESULT_FROM_WIN32(call->system_error), NULL);
    }
    return com_error_set(hr, call->iid, call->prog_id, buffer);
}
