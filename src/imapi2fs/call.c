/* Begins and ends a method call: the error object names the attempted action, the meaning of the result code and the
 * system's reason.
 */
#include "imapi2fs/call.h"

#include <string.h>
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
    memset(call->inserts, 0, sizeof call->inserts);
    call->system_error = 0;
}

static void cut(const WCHAR *insert, WCHAR out[INSERT_CHARS + 4])
{
    size_t length = wcslen(insert);

    if (length > INSERT_CHARS) length = INSERT_CHARS;
    wmemcpy(out, insert, length);
    wcscpy(out + length, insert[length] ? L"..." : L"");
}

void imapifs_call_number(struct imapifs_call *call, uint64_t number)
{
    size_t at = IMAPIFS_NUMBER_CHARS - 1;

    call->number[at] = L'\0';
    do {
        call->number[--at] = (WCHAR)(L'0' + number % 10);
        number /= 10;
    } while (number);
    call->inserts[0] = call->number + at;
}

HRESULT imapifs_call_done(const struct imapifs_call *call, HRESULT hr)
{
    WCHAR insert[COM_MESSAGE_INSERTS_MAX][INSERT_CHARS + 4];
    const WCHAR *inserts[COM_MESSAGE_INSERTS_MAX];
    char buffer[TEXT_SIZE];
    struct text text = text_in(buffer, sizeof buffer);
    size_t i;

    if (SUCCEEDED(hr)) {
        com_error_clear(); /* sinks and streams that were called may have left theirs */
        return hr;
    }
    for (i = 0; i < COM_MESSAGE_INSERTS_MAX; i++) {
        cut(call->inserts[i] ? call->inserts[i] : L"", insert[i]);
        inserts[i] = insert[i];
    }
    text_printf(&text, "%s failed (0x%08lX).", call->attempt, (unsigned long)hr);
    com_message_append(&text, hr, inserts);
    if (call->system_error) {
        text_printf(&text, " System error %lu:", (unsigned long)call->system_error);
        com_message_append(&text, HRESULT_FROM_WIN32(call->system_error), NULL);
    }
    return com_error_set(hr, call->iid, call->prog_id, buffer);
}
