#include "discctl/virtual_report.h"

#include <stdlib.h>

#include "discctl/failure.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/virtual_settings.h"

int virtual_report_text(const struct arguments *arguments, DWORD error, char *text)
{
    struct failure failure = {HRESULT_FROM_WIN32(error), NULL};

    failure.text = text; /* freed with it */
    return failure_report(&failure, arguments->json);
}

int virtual_report_system(const struct arguments *arguments, DWORD error, const char *what)
{
    struct failure failure = failure_take(HRESULT_FROM_WIN32(error));
    char *text = memory_printf("%s: %s", what, failure.text);

    failure_free(&failure);
    return virtual_report_text(arguments, error, text);
}

int virtual_open_or_report(const struct arguments *arguments, HKEY *key)
{
    wchar_t *name = wide_from_utf8(arguments->positional);
    LSTATUS status = ERROR_FILE_NOT_FOUND;
    const char *format;

    /* An empty or a foreign name would open another key than a recorder's. */
    if (settings_name_is_valid(arguments->positional)) status = settings_open(name, key);
    format = settings_is_of_machine(name)
                 ? "the virtual recorder \"%s\" is set up for all users: this verb changes your own only"
                 : "there is no virtual recorder \"%s\": see discctl virtual list";
    free(name);
    if (status == ERROR_SUCCESS) return EXIT_DONE;
    if (status != ERROR_FILE_NOT_FOUND) {
        return virtual_report_system(arguments, (DWORD)status, "cannot open the settings");
    }
    return virtual_report_text(arguments, ERROR_FILE_NOT_FOUND, memory_printf(format, arguments->positional));
}
