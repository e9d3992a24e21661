/* Opens the settings of a virtual recorder for the `virtual` verbs, and reports errors of the system. */
#include "discctl/virtual_report.h"

#include <stdlib.h>

#include "os/elevation.h"
#include "virtual/settings.h"
#include "virtual/settings_write.h"

#include "discctl/failure.h"
#include "discctl/memory.h"
#include "discctl/output.h"

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

HKEY virtual_root(const struct arguments *arguments)
{
    return arguments->given & OPTION_MACHINE ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
}

const char *virtual_add_command(void)
{
    return os_is_elevated() ? "discctl virtual add NAME --machine" : "discctl virtual add NAME";
}

static bool is_under(HKEY root, const wchar_t *name)
{
    struct virtual_settings *settings;
    DWORD error = virtual_settings_open_under(root, name, &settings);

    virtual_settings_close(settings);
    return error != ERROR_FILE_NOT_FOUND;
}

int virtual_open_or_report(const struct arguments *arguments, HKEY *key)
{
    bool is_machine = virtual_root(arguments) == HKEY_LOCAL_MACHINE;
    wchar_t *name = memory_wide(arguments->positional);
    DWORD error = virtual_settings_open_key(virtual_root(arguments), name, key);
    const char *format = "there is no virtual recorder \"%s\": see discctl virtual list";

    if (error == ERROR_FILE_NOT_FOUND && is_under(is_machine ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, name)) {
        format = is_machine ? "the virtual recorder \"%s\" is this user's: leave --machine out"
                            : "the virtual recorder \"%s\" is for all users: add --machine";
    }
    memory_free(name);
    if (!error) return EXIT_DONE;
    if (error != ERROR_FILE_NOT_FOUND) return virtual_report_system(arguments, error, "cannot open the settings");
    return virtual_report_text(arguments, ERROR_FILE_NOT_FOUND, memory_printf(format, arguments->positional));
}
