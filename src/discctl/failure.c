#include "discctl/failure.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "imapi2.h"
#include "imapi2error.h"

#include "discctl/memory.h"
#include "discctl/output.h"

/* clang-format off */
#define NAMED(code) {(HRESULT)(code), #code}
static const struct {
    HRESULT hresult;
    const char *name;
} names[] = {
    NAMED(S_OK),
    NAMED(S_IMAPI_COMMAND_HAS_SENSE_DATA),
    NAMED(E_NOTIMPL),
    NAMED(E_NOINTERFACE),
    NAMED(E_POINTER),
    NAMED(E_ABORT),
    NAMED(E_FAIL),
    NAMED(E_UNEXPECTED),
    NAMED(E_ACCESSDENIED),
    NAMED(E_OUTOFMEMORY),
    NAMED(E_INVALIDARG),
    NAMED(REGDB_E_CLASSNOTREG),
    NAMED(CLASS_E_CLASSNOTAVAILABLE),
    NAMED(CO_E_NOTINITIALIZED),
    {(HRESULT)0x80070006, "HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)"},
    {(HRESULT)0x80070037, "HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)"},
    NAMED(E_IMAPI_REQUEST_CANCELLED),
    NAMED(E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE),
    NAMED(E_IMAPI_RECORDER_MEDIA_NO_MEDIA),
    NAMED(E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE),
    NAMED(E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN),
    NAMED(E_IMAPI_RECORDER_MEDIA_BECOMING_READY),
    NAMED(E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS),
    NAMED(E_IMAPI_RECORDER_MEDIA_BUSY),
    NAMED(E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS),
    NAMED(E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED),
    NAMED(E_IMAPI_RECORDER_NO_SUCH_FEATURE),
    NAMED(E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT),
    NAMED(E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED),
    NAMED(E_IMAPI_RECORDER_COMMAND_TIMEOUT),
    NAMED(E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT),
    NAMED(E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH),
    NAMED(E_IMAPI_RECORDER_LOCKED),
    NAMED(E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID),
    NAMED(E_IMAPI_RECORDER_MEDIA_NOT_FORMATTED),
    NAMED(E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE),
    NAMED(E_IMAPI_LOSS_OF_STREAMING),
};
/* clang-format on */

static char *text_from_error_info(void)
{
    IErrorInfo *info = NULL;
    BSTR description = NULL;
    char *text = NULL;

    if (GetErrorInfo(0, &info) != S_OK) return NULL;
    if (SUCCEEDED(IErrorInfo_GetDescription(info, &description)) && description && *description) {
        text = memory_utf8(description);
    }
    SysFreeString(description);
    IErrorInfo_Release(info);
    return text;
}

static char *text_from_messages(HRESULT hresult)
{
    HMODULE server = GetModuleHandleW(L"imapi2.dll");
    DWORD from = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_ALLOCATE_BUFFER;
    wchar_t *message = NULL;
    DWORD length;
    char *text;

    if (server) from |= FORMAT_MESSAGE_FROM_HMODULE;
    length = FormatMessageW(from, server, (DWORD)hresult, 0, (wchar_t *)&message, 0, NULL);
    if (!length) return memory_printf("the system has no text for it");
    while (length && (message[length - 1] == '\r' || message[length - 1] == '\n'))
        message[--length] = 0;
    text = memory_utf8(message);
    LocalFree(message);
    return text;
}

struct failure failure_take(HRESULT hresult)
{
    struct failure failure = {hresult, text_from_error_info()};

    if (!failure.text) failure.text = text_from_messages(hresult);
    return failure;
}

struct failure failure_say(HRESULT hresult, const char *format, ...)
{
    struct failure failure = {hresult, NULL};
    va_list arguments;

    va_start(arguments, format);
    failure.text = memory_vprintf(format, arguments);
    va_end(arguments);
    return failure;
}

void failure_free(struct failure *failure)
{
    free(failure->text);
    failure->text = NULL;
}

const char *failure_name(HRESULT hresult)
{
    static char *made;
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].hresult == hresult) return names[i].name;
    }
    if (FAILED(hresult) && HRESULT_FACILITY(hresult) == FACILITY_WIN32) {
        free(made);
        made = memory_printf("HRESULT_FROM_WIN32(%lu)", (unsigned long)HRESULT_CODE(hresult));
        return made;
    }
    return "unknown";
}

cJSON *failure_json(HRESULT hresult, const char *text)
{
    cJSON *object = cJSON_CreateObject();
    char *number = memory_printf("0x%08lX", (unsigned long)hresult);

    cJSON_AddStringToObject(object, "hresult", number);
    cJSON_AddStringToObject(object, "name", failure_name(hresult));
    cJSON_AddStringToObject(object, "text", text);
    free(number);
    return object;
}

int failure_report(struct failure *failure, bool json)
{
    if (json) {
        output_json(failure_json(failure->hresult, failure->text));
    } else {
        output_complain("%s (%s, 0x%08lX)", failure->text, failure_name(failure->hresult),
                        (unsigned long)failure->hresult);
    }
    failure_free(failure);
    return EXIT_FAILED;
}

int failure_report_success(bool json, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    if (json) {
        output_json(failure_json(S_OK, text));
    } else {
        output_print("%s\n", text);
    }
    free(text);
    return EXIT_DONE;
}
