/* Prints a failed HRESULT: its name, the error object's text, and what to do. */
#include "discctl/failure.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "discctl/hresults.h"
#include "discctl/memory.h"
#include "discctl/output.h"

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
    if (!length) return memory_printf("The system has no text for it.");
    while (length && (message[length - 1] == '\r' || message[length - 1] == '\n'))
        message[--length] = 0;
    text = memory_utf8(message);
    LocalFree(message);
    return text;
}

/* Each kind of program has a regsvr32 of its own, and a plain "regsvr32" is the other one's as often as not: which one
 * is meant.
 */
static char *text_not_registered(void)
{
    wchar_t folder[MAX_PATH] = L"";
    char *path, *text;

#ifdef _WIN64
    static const char bits[] = "64", under_wine[] = "wine64, or by wine where that is a 64-bit one";
    GetSystemDirectoryW(folder, MAX_PATH);
#else
    static const char bits[] = "32", under_wine[] = "wine";
    if (!GetSystemWow64DirectoryW(folder, MAX_PATH)) GetSystemDirectoryW(folder, MAX_PATH); /* no 64-bit Windows */
#endif
    path = memory_utf8(folder);
    text = memory_printf(
        "The class is not registered for %s-bit programs: run %s\\regsvr32 imapi2.dll imapi2fs.dll (under Wine by %s) "
        "and try again",
        bits, path, under_wine);
    memory_free(path);
    return text;
}

/* With "..." in its places of names, N in those of numbers: "The image has no item '...'." */
static char *text_of_row(const struct hresult *row)
{
    char *text = memory_printf("%s", row->text), *place, *end;

    while ((place = strchr(text, '%')) != NULL && (end = strchr(place + 3, '!')) != NULL) { /* "%1!ls!" */
        const char *sample = end[-1] == 's' ? "..." : "N";
        size_t length = strlen(sample);

        /* No place is shorter. NOLINTNEXTLINE(bugprone-not-null-terminated-result): the text goes on. */
        memcpy(place, sample, length);
        memmove(place + length, end + 1, strlen(end + 1) + 1);
    }
    return text;
}

/* Our own words first: Wine has no message for many a number. */
char *failure_meaning(HRESULT hresult)
{
    const struct hresult *row = hresult_find(hresult);

    return row ? text_of_row(row) : text_from_messages(hresult);
}

static char *text_of(HRESULT hresult)
{
    const struct hresult *row = hresult_find(hresult);
    char *meaning, *text;

    if (hresult == REGDB_E_CLASSNOTREG) return text_not_registered();
    meaning = failure_meaning(hresult);
    if (!row || !row->advice) return meaning;
    text = memory_printf("%s %s", meaning, row->advice);
    memory_free(meaning);
    return text;
}

struct failure failure_take(HRESULT hresult)
{
    struct failure failure = {hresult, text_from_error_info()};

    if (!failure.text) failure.text = text_of(hresult);
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
    memory_free(failure->text);
    failure->text = NULL;
}

const char *failure_name(HRESULT hresult)
{
    const struct hresult *row = hresult_find(hresult);
    static char *made;

    if (row) return row->name;
    if (FAILED(hresult) && HRESULT_FACILITY(hresult) == FACILITY_WIN32) {
        memory_free(made);
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
    memory_free(number);
    return object;
}

int failure_report(struct failure *failure, bool json)
{
    if (json) {
        output_json(failure_json(failure->hresult, failure->text));
    } else {
        char *number = memory_printf("0x%08lX", (unsigned long)failure->hresult);
        bool is_said = strstr(failure->text, number) != NULL;

        output_complain("%s (%s%s%s)", failure->text, failure_name(failure->hresult), is_said ? "" : ", ",
                        is_said ? "" : number);
        memory_free(number);
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
    memory_free(text);
    return EXIT_DONE;
}
