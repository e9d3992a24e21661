/* virtual add, insert, remove, list: the virtual recorders of the current user. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "base/alloc.h"
#include "os/elevation.h"
#include "virtual/settings.h"
#include "virtual/settings_write.h"

#include "discctl/failure.h"
#include "discctl/files.h"
#include "discctl/output.h"
#include "discctl/virtual_folder.h"
#include "discctl/virtual_report.h"

enum { DRIVE_FILE_MAX = 16 << 20, SECTOR = 2048 };

/* What goes into the tray. */
struct medium {
    enum sim_medium medium;
    wchar_t *image;     /* memory_free(); NULL unless it is SIM_MEDIUM_IMAGE */
    unsigned cut_bytes; /* behind the image's last whole sector */
    struct sim_options options;
};

/* --blocks, --protected, --busy, --time: of a recordable disc. Returns EXIT_DONE, or has complained. */
static int read_options(const char *verb, const struct arguments *arguments, struct medium *medium)
{
    enum { BLOCKS_MIN = 512, BLOCKS_MAX = 24438784, BUSY_MAX = 60000, TIME_MAX = 1000 };
    unsigned long blocks = 0, busy = 0, time = 0;
    bool is_recordable = medium->medium != SIM_MEDIUM_NONE && medium->medium != SIM_MEDIUM_IMAGE &&
                         medium->medium != SIM_MEDIUM_CAPTURED;

    if (!(arguments->given & (OPTION_BLOCKS | OPTION_PROTECTED | OPTION_BUSY | OPTION_TIME))) return EXIT_DONE;
    if (!is_recordable) {
        return arguments_refuse(verb,
                                "--blocks, --protected, --busy and --time belong to --media of a recordable disc");
    }
    if (arguments->blocks && (!arguments_number(arguments->blocks, BLOCKS_MAX, &blocks) || blocks < BLOCKS_MIN)) {
        return arguments_refuse(verb, "--blocks is a number from %d to %d, not \"%s\"", BLOCKS_MIN, BLOCKS_MAX,
                                arguments->blocks);
    }
    if (arguments->busy && !arguments_number(arguments->busy, BUSY_MAX, &busy)) {
        return arguments_refuse(verb, "--busy is a number from 0 to %d, not \"%s\"", BUSY_MAX, arguments->busy);
    }
    if (arguments->time && !arguments_number(arguments->time, TIME_MAX, &time)) {
        return arguments_refuse(verb, "--time is a number from 0 to %d, not \"%s\"", TIME_MAX, arguments->time);
    }
    medium->options.blocks = (uint32_t)blocks;
    medium->options.is_protected = (arguments->given & OPTION_PROTECTED) != 0;
    medium->options.long_commands = (uint16_t)busy;
    medium->options.time_percent = (uint16_t)time;
    return EXIT_DONE;
}

/* --media, --image or --empty; `otherwise` when none of them was given. Returns EXIT_DONE, or has complained. */
static int read_medium(const char *verb, const struct arguments *arguments, enum sim_medium otherwise,
                       struct medium *medium)
{
    struct failure failure;
    uint64_t size_bytes = 0;

    if (!!arguments->media + !!arguments->image + !!(arguments->given & OPTION_EMPTY) > 1) {
        return arguments_refuse(verb, "there is one tray: give one of --media, --image and --empty");
    }
    medium->medium = arguments->media                  ? sim_medium_from_name(arguments->media)
                     : arguments->given & OPTION_EMPTY ? SIM_MEDIUM_NONE
                                                       : otherwise;
    /* A file belongs to "image", and --image names it. */
    if (medium->medium == SIM_MEDIUM_COUNT || medium->medium == SIM_MEDIUM_IMAGE) {
        return arguments_refuse(verb, "there is no medium \"%s\"", arguments->media);
    }
    if (!arguments->image) return read_options(verb, arguments, medium);
    if (!file_look(arguments->image, &medium->image, &size_bytes, &failure)) {
        return failure_report(&failure, arguments->json);
    }
    if (size_bytes < SECTOR) {
        return virtual_report_text(
            arguments, ERROR_INVALID_DATA,
            memory_printf("%s is no disc image: it has not even one sector of %d bytes", arguments->image, SECTOR));
    }
    medium->medium = SIM_MEDIUM_IMAGE;
    medium->cut_bytes = (unsigned)(size_bytes % SECTOR);
    return EXIT_DONE;
}

static int read_identity(const struct arguments *arguments, struct capture **identity)
{
    struct failure failure;
    char words[CAPTURE_COMPLAINT_SIZE];
    struct text complaint = text_in(words, sizeof words);
    struct bytes text;
    bool is_read;

    *identity = NULL;
    if (!arguments->drive) return EXIT_DONE;
    if (!file_read(arguments->drive, DRIVE_FILE_MAX, &text, &failure)) return failure_report(&failure, arguments->json);
    is_read = capture_read((const char *)text.data, text.count, arguments->state, identity, &complaint);
    memory_free(text.data);
    if (is_read) return EXIT_DONE;
    return virtual_report_text(arguments, ERROR_INVALID_DATA, memory_printf("%s: %s", arguments->drive, words));
}

/* Why there is no folder; the system's own words for the first two speak of something else. */
static int report_no_folder(const struct arguments *arguments, DWORD error)
{
    switch (error) {
    case ERROR_INVALID_OWNER:
        return virtual_report_text(arguments, error,
                                   memory_printf("cannot make the recorder's folder: it exists already, or a folder "
                                                 "above it does, and belongs to another user"));
    case ERROR_REPARSE_TAG_INVALID:
        return virtual_report_text(
            arguments, error,
            memory_printf("cannot make the recorder's folder: its path contains a link; remove the link"));
    default:
        return virtual_report_system(arguments, error, "cannot make the recorder's folder");
    }
}

/* Folder and key together, or neither. The folder stands in the key last: the DLL takes no recorder without it. */
static int create_recorder(const struct arguments *arguments, const wchar_t *name, const wchar_t *folder,
                           const struct medium *medium, const struct capture *captured)
{
    HKEY root = virtual_root(arguments), key;
    DWORD error, folder_error;

    error = virtual_settings_create(root, name, &key);
    if (error == ERROR_ALREADY_EXISTS) {
        return virtual_report_text(arguments, error,
                                   memory_printf("there is a virtual recorder \"%s\" already", arguments->positional));
    }
    if (error) return virtual_report_system(arguments, error, "cannot write the settings");
    folder_error = folder_create(root == HKEY_LOCAL_MACHINE, folder);
    if (!folder_error && captured) error = virtual_settings_set_identity(key, &captured->identity);
    if (!folder_error && !error)
        error = virtual_settings_set_media(key, medium->medium, medium->image, &medium->options);
    if (!folder_error && !error) error = virtual_settings_set_folder(key, folder);
    RegCloseKey(key);
    if (!folder_error && !error) return EXIT_DONE;
    virtual_settings_delete(root, name);
    folder_delete(folder);
    return folder_error ? report_no_folder(arguments, folder_error)
                        : virtual_report_system(arguments, error, "cannot write the settings");
}

static void say_what_is_cut(const struct arguments *arguments, const struct medium *medium)
{
    if (!medium->cut_bytes) return;
    output_complain("note: the last %u bytes of %s are no whole sector of %d bytes: the disc ends before them",
                    medium->cut_bytes, arguments->image, SECTOR);
}

static int report_added(const struct arguments *arguments, const struct medium *medium, const struct capture *identity)
{
    say_what_is_cut(arguments, medium);
    if (identity && identity->left_out) {
        output_complain("note: %u of the captured responses are incomplete and were left out", identity->left_out);
    }
    if (identity && identity->stated) {
        output_complain(
            "note: the file states %s%s%s without their bytes: the missing bytes come from the built-in drive model",
            identity->stated & CAPTURE_STATED_FEATURES ? "features or profiles" : "",
            identity->stated == (CAPTURE_STATED_FEATURES | CAPTURE_STATED_MODE_PAGES) ? " and " : "",
            identity->stated & CAPTURE_STATED_MODE_PAGES ? "mode pages" : "");
    }
    if (os_is_elevated() && virtual_root(arguments) == HKEY_CURRENT_USER) {
        output_complain(
            "note: programs that are started from an elevated prompt, like this one, do not see %s: it belongs to this "
            "user, and they see only recorders for all users; discctl virtual add NAME --machine makes one",
            arguments->positional);
    }
    return failure_report_success(arguments->json, "Added the virtual recorder %s (%s).", arguments->positional,
                                  medium->image ? arguments->image : sim_medium_name(medium->medium));
}

int verb_virtual_add(const struct arguments *arguments)
{
    static const char verb[] = "virtual add";
    struct capture *identity = NULL;
    struct medium medium = {0};
    wchar_t *name = memory_wide(arguments->positional), *folder = NULL;
    bool is_name = virtual_settings_name_is_valid(name);
    DWORD error;
    int result;

    if (!is_name) {
        memory_free(name);
        return arguments_refuse(
            verb, "\"%s\" is not a name: 1 to %d letters, digits, - or _, not digits alone, no device such as con",
            arguments->positional, VIRTUAL_NAME_MAX);
    }
    if (arguments->state && !arguments->drive) {
        memory_free(name);
        return arguments_refuse(verb, "--state belongs to --drive");
    }
    if (arguments->media && strcmp(arguments->media, "captured") == 0 && !arguments->drive) {
        memory_free(name);
        return arguments_refuse(verb, "--media captured belongs to --drive");
    }
    result = read_medium(verb, arguments, arguments->drive ? SIM_MEDIUM_CAPTURED : SIM_MEDIUM_NONE, &medium);
    if (result == EXIT_DONE) result = read_identity(arguments, &identity);
    if (result == EXIT_DONE) {
        error = folder_path(virtual_root(arguments) == HKEY_LOCAL_MACHINE, name, &folder);
        result = error ? virtual_report_system(arguments, error, "cannot find the folder for local application data")
                       : create_recorder(arguments, name, folder, &medium, identity);
    }
    if (result == EXIT_DONE) result = report_added(arguments, &medium, identity);
    capture_free(identity);
    memory_free(medium.image);
    memory_free(folder);
    memory_free(name);
    return result;
}

/* Of the recorder that the positional argument names; NULL when there is none, or none that makes sense. */
static struct virtual_settings *open_to_read(const struct arguments *arguments)
{
    wchar_t *name = memory_wide(arguments->positional);
    struct virtual_settings *settings;

    virtual_settings_open_under(virtual_root(arguments), name, &settings);
    memory_free(name);
    return settings;
}

static bool is_captured(const struct virtual_settings *settings)
{
    const struct sim_identity *identity = settings ? &virtual_settings_peek(settings)->identity : NULL;

    return identity && (identity->inquiry_count || identity->features_count || identity->mode_pages_count ||
                        identity->capture_count);
}

static int insert(const struct arguments *arguments, HKEY key, const struct medium *medium)
{
    DWORD error = virtual_settings_set_media(key, medium->medium, medium->image, &medium->options);

    if (error) return virtual_report_system(arguments, error, "cannot write the settings");
    say_what_is_cut(arguments, medium);
    return failure_report_success(
        arguments->json, "%s", medium->medium == SIM_MEDIUM_NONE ? "The tray is empty." : "The medium is in the tray.");
}

int verb_virtual_insert(const struct arguments *arguments)
{
    static const char verb[] = "virtual insert";
    struct virtual_settings *settings;
    struct medium medium = {0};
    HKEY key = NULL;
    int result;

    if (!(arguments->given & (OPTION_MEDIA | OPTION_IMAGE | OPTION_EMPTY))) {
        return arguments_refuse(verb, "give one of --media, --image and --empty");
    }
    result = read_medium(verb, arguments, SIM_MEDIUM_NONE, &medium);
    if (result == EXIT_DONE) result = virtual_open_or_report(arguments, &key);
    if (result == EXIT_DONE) {
        settings = open_to_read(arguments);
        if (medium.medium == SIM_MEDIUM_CAPTURED && !is_captured(settings)) {
            result =
                arguments_refuse(verb, "%s was added without --drive: nothing was captured", arguments->positional);
        } else {
            result = insert(arguments, key, &medium);
        }
        virtual_settings_close(settings);
        RegCloseKey(key);
    }
    memory_free(medium.image);
    return result;
}

static int remove_recorder(const struct arguments *arguments, const wchar_t *name, const wchar_t *folder)
{
    DWORD folder_error = folder ? folder_delete(folder) : ERROR_SUCCESS, error;
    char *left;

    if (folder_error == ERROR_SHARING_VIOLATION) {
        return virtual_report_system(arguments, folder_error, "a program uses the recorder; nothing was removed");
    }
    error = virtual_settings_delete(virtual_root(arguments), name);
    if (error) return virtual_report_system(arguments, error, "cannot remove the settings");
    if (folder_error) {
        left = memory_utf8(folder);
        output_complain(
            "note: the folder %s was kept: it holds files of other programs, or does not belong to the recorder", left);
        memory_free(left);
    }
    return failure_report_success(arguments->json, "Removed the virtual recorder %s.", arguments->positional);
}

int verb_virtual_remove(const struct arguments *arguments)
{
    struct virtual_settings *settings;
    wchar_t *name, *folder = NULL;
    HKEY key;
    int result;

    result = virtual_open_or_report(arguments, &key);
    if (result != EXIT_DONE) return result;
    RegCloseKey(key);
    settings = open_to_read(arguments);
    if (settings) folder = memory_wide_copy(virtual_settings_peek(settings)->folder);
    virtual_settings_close(settings); /* a key that is open would stay */
    name = memory_wide(arguments->positional);
    result = remove_recorder(arguments, name, folder);
    memory_free(folder);
    memory_free(name);
    return result;
}

static void add_text(cJSON *object, const char *name, const wchar_t *wide)
{
    char *text = memory_utf8(wide);

    cJSON_AddItemToObject(object, name, wide ? cJSON_CreateString(text) : cJSON_CreateNull());
    memory_free(text);
}

struct listing {
    HKEY root;
    const char *scope;
    cJSON *list;
};

/* A recorder whose settings make no sense is listed without them: it can be removed. */
static bool list_one(void *context, const wchar_t *name)
{
    const struct listing *listing = context;
    static const struct virtual_values nothing;
    struct virtual_settings *settings;
    const struct virtual_values *values;
    DWORD error = virtual_settings_open_under(listing->root, name, &settings);
    wchar_t *disc;
    cJSON *entry;

    if (error == ERROR_FILE_NOT_FOUND) return true; /* it went */
    values = settings ? virtual_settings_peek(settings) : &nothing;
    entry = cJSON_CreateObject();
    add_text(entry, "name", name);
    cJSON_AddStringToObject(entry, "scope", listing->scope);
    cJSON_AddItemToObject(entry, "media",
                          settings ? cJSON_CreateString(sim_medium_name(values->medium)) : cJSON_CreateNull());
    disc = virtual_settings_take_disc_path(values);
    add_text(entry, "image", disc && GetFileAttributesW(disc) != INVALID_FILE_ATTRIBUTES ? disc : values->image);
    base_free(disc);
    add_text(entry, "folder", values->folder);
    cJSON_AddBoolToObject(entry, "captured", is_captured(settings));
    cJSON_AddNumberToObject(entry, "faults", (double)values->fault_count);
    cJSON_AddItemToArray(listing->list, entry);
    virtual_settings_close(settings);
    return true;
}

static const char *string_or_empty(const cJSON *entry, const char *member)
{
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, member));

    return string ? string : "";
}

int verb_virtual_list(const struct arguments *arguments)
{
    cJSON *list = cJSON_CreateArray();
    struct listing user = {HKEY_CURRENT_USER, "user", list}, machine = {HKEY_LOCAL_MACHINE, "machine", list};
    const cJSON *entry;
    int faults;

    virtual_settings_list_under(user.root, list_one, &user);
    virtual_settings_list_under(machine.root, list_one, &machine);
    if (arguments->json) {
        output_json(list);
        return EXIT_DONE;
    }
    cJSON_ArrayForEach(entry, list)
    {
        faults = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(entry, "faults"));
        output_print("%-32s %-10s %s", string_or_empty(entry, "name"), string_or_empty(entry, "media"),
                     string_or_empty(entry, "image"));
        if (strcmp(string_or_empty(entry, "scope"), "machine") == 0) {
            output_print(" (for all users)");
        } else if (os_is_elevated()) {
            output_print(" (elevated programs do not see it)");
        }
        if (faults) output_print(" (%d fault%s set)", faults, faults == 1 ? "" : "s");
        output_print("\n");
    }
    if (!cJSON_GetArraySize(list)) output_complain("there is no virtual recorder; %s makes one", virtual_add_command());
    cJSON_Delete(list);
    return EXIT_DONE;
}
