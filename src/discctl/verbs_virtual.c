/* virtual add, insert, remove, list: the virtual recorders of the current user. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "os/elevation.h"
#include "virtual/layout.h"

#include "discctl/failure.h"
#include "discctl/files.h"
#include "discctl/media.h"
#include "discctl/output.h"
#include "discctl/virtual_folder.h"
#include "discctl/virtual_report.h"
#include "discctl/virtual_settings.h"

enum { DRIVE_FILE_MAX = 16 << 20, SECTOR = 2048 };

/* What goes into the tray: the values Media and Image. */
struct medium {
    wchar_t *media, *image; /* free(); image NULL unless media is "image" */
    unsigned cut_bytes;     /* behind the image's last whole sector */
};

static void medium_free(struct medium *medium)
{
    free(medium->media);
    free(medium->image);
}

/* --media, --image or --empty; `otherwise` when none of them was given. Returns EXIT_DONE, or has complained. */
static int read_medium(const char *verb, const struct arguments *arguments, const wchar_t *otherwise,
                       struct medium *medium)
{
    struct failure failure;
    uint64_t size_bytes = 0;

    if (!!arguments->media + !!arguments->image + !!(arguments->given & OPTION_EMPTY) > 1) {
        return arguments_refuse(verb, "there is one tray: give one of --media, --image and --empty");
    }
    if (arguments->media && !media_is_known(arguments->media)) {
        return arguments_refuse(verb, "there is no medium \"%s\"", arguments->media);
    }
    if (!arguments->image) {
        medium->media =
            arguments->media ? memory_wide(arguments->media) : wcscpy(memory_get(32 * sizeof(wchar_t)), otherwise);
        return EXIT_DONE;
    }
    if (!file_look(arguments->image, &medium->image, &size_bytes, &failure)) {
        return failure_report(&failure, arguments->json);
    }
    if (size_bytes < SECTOR) {
        return virtual_report_text(
            arguments, ERROR_INVALID_DATA,
            memory_printf("%s is no disc image: it has not even one sector of %d bytes", arguments->image, SECTOR));
    }
    medium->media = wcscpy(memory_get(32 * sizeof(wchar_t)), VIRTUAL_MEDIA_IMAGE);
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
    free(text.data);
    if (is_read) return EXIT_DONE;
    return virtual_report_text(arguments, ERROR_INVALID_DATA, memory_printf("%s: %s", arguments->drive, words));
}

static LSTATUS write_reply(HKEY replies, const struct sim_capture *reply)
{
    wchar_t name[2 * SCSI_CDB_MAX + 1] = L"";
    uint8_t head[VIRTUAL_REPLY_DATA];
    struct bytes value = {0};
    LSTATUS status;
    size_t i;

    for (i = 0; i < reply->cdb_length; i++) {
        name[2 * i] = L"0123456789abcdef"[reply->cdb[i] >> 4];
        name[2 * i + 1] = L"0123456789abcdef"[reply->cdb[i] & 15];
    }
    head[VIRTUAL_REPLY_STATUS] = reply->status;
    head[VIRTUAL_REPLY_KEY] = reply->key;
    head[VIRTUAL_REPLY_ASC] = reply->asc;
    head[VIRTUAL_REPLY_ASCQ] = reply->ascq;
    bytes_append(&value, head, sizeof head);
    bytes_append(&value, reply->data, reply->count);
    status = settings_set_bytes(replies, name, value.data, value.count);
    free(value.data);
    return status;
}

static LSTATUS write_replies(HKEY key, const struct capture *identity)
{
    LSTATUS status;
    HKEY replies;
    size_t i;

    status =
        RegCreateKeyExW(key, VIRTUAL_SUBKEY_REPLIES, 0, NULL, 0, KEY_WRITE | KEY_WOW64_64KEY, NULL, &replies, NULL);
    if (status != ERROR_SUCCESS) return status;
    for (i = 0; i < identity->identity.capture_count && status == ERROR_SUCCESS; i++)
        status = write_reply(replies, &identity->identity.captures[i]);
    RegCloseKey(replies);
    return status;
}

static LSTATUS write_identity(HKEY key, const struct capture *identity)
{
    LSTATUS status = ERROR_SUCCESS;

    if (identity->inquiry.count) {
        status = settings_set_bytes(key, VIRTUAL_VALUE_INQUIRY, identity->inquiry.bytes, identity->inquiry.count);
    }
    if (status == ERROR_SUCCESS && identity->features.count) {
        status = settings_set_bytes(key, VIRTUAL_VALUE_FEATURES, identity->features.bytes, identity->features.count);
        if (status == ERROR_SUCCESS)
            status = settings_set_number(key, VIRTUAL_VALUE_PROFILE, identity->identity.profile);
    }
    if (status == ERROR_SUCCESS && identity->mode_pages.count) {
        status =
            settings_set_bytes(key, VIRTUAL_VALUE_MODE_PAGES, identity->mode_pages.bytes, identity->mode_pages.count);
    }
    if (status == ERROR_SUCCESS && identity->identity.capture_count) status = write_replies(key, identity);
    return status;
}

/* Folder and key together, or neither. The folder stands in the key last: the DLL takes no recorder without it. */
static int create_recorder(const struct arguments *arguments, const wchar_t *name, const wchar_t *folder,
                           const struct medium *medium, const struct capture *identity)
{
    LSTATUS status;
    DWORD error;
    HKEY key;

    status = settings_create(virtual_root(arguments), name, &key);
    if (status == ERROR_ALREADY_EXISTS) {
        return virtual_report_text(arguments, ERROR_ALREADY_EXISTS,
                                   memory_printf("there is a virtual recorder \"%s\" already: see discctl virtual list",
                                                 arguments->positional));
    }
    if (status != ERROR_SUCCESS) return virtual_report_system(arguments, (DWORD)status, "cannot write the settings");
    if (identity) status = write_identity(key, identity);
    if (status == ERROR_SUCCESS) status = settings_set_media(key, medium->media, medium->image);
    error =
        status == ERROR_SUCCESS ? folder_create(virtual_root(arguments) == HKEY_LOCAL_MACHINE, folder) : ERROR_SUCCESS;
    if (status == ERROR_SUCCESS && !error) status = settings_set_text(key, VIRTUAL_VALUE_FOLDER, folder);
    RegCloseKey(key);
    if (status == ERROR_SUCCESS && !error) return EXIT_DONE;
    settings_delete(virtual_root(arguments), name);
    folder_delete(folder);
    return error ? virtual_report_system(arguments, error, "cannot make the recorder's folder")
                 : virtual_report_system(arguments, (DWORD)status, "cannot write the settings");
}

static void say_what_is_cut(const struct arguments *arguments, const struct medium *medium)
{
    if (!medium->cut_bytes) return;
    output_complain("note: the last %u bytes of %s are no whole sector of %d bytes: the disc ends before them",
                    medium->cut_bytes, arguments->image, SECTOR);
}

static int report_added(const struct arguments *arguments, const struct medium *medium, const struct capture *identity)
{
    char *media = memory_utf8(medium->media);
    int result;

    say_what_is_cut(arguments, medium);
    if (identity && identity->left_out) {
        output_complain("note: %u of the captured responses are not known whole and were left out", identity->left_out);
    }
    if (identity && identity->stated) {
        output_complain(
            "note: the file states %s%s%s without their bytes: the bytes around these facts are our own model's",
            identity->stated & CAPTURE_STATED_FEATURES ? "features or profiles" : "",
            identity->stated == (CAPTURE_STATED_FEATURES | CAPTURE_STATED_MODE_PAGES) ? " and " : "",
            identity->stated & CAPTURE_STATED_MODE_PAGES ? "mode pages" : "");
    }
    if (os_is_elevated() && virtual_root(arguments) == HKEY_CURRENT_USER) {
        output_complain(
            "note: no program of an elevated prompt, such as this, sees %s: it is this user's, and elevated "
            "programs see those of all users alone; discctl virtual add NAME --machine makes one",
            arguments->positional);
    }
    result = failure_report_success(arguments->json, "Added the virtual recorder %s (%s).", arguments->positional,
                                    medium->image ? arguments->image : media);
    free(media);
    return result;
}

int verb_virtual_add(const struct arguments *arguments)
{
    static const char verb[] = "virtual add";
    struct capture *identity = NULL;
    struct medium medium = {0};
    wchar_t *name = NULL, *folder = NULL;
    DWORD error;
    int result;

    if (!settings_name_is_valid(arguments->positional)) {
        return arguments_refuse(
            verb, "\"%s\" is not a name: 1 to %d letters, digits, - or _, not digits alone, no device such as con",
            arguments->positional, VIRTUAL_NAME_MAX);
    }
    if (arguments->state && !arguments->drive) return arguments_refuse(verb, "--state belongs to --drive");
    if (arguments->media && strcmp(arguments->media, "captured") == 0 && !arguments->drive) {
        return arguments_refuse(verb, "--media captured belongs to --drive");
    }
    result = read_medium(verb, arguments, arguments->drive ? VIRTUAL_MEDIA_CAPTURED : VIRTUAL_MEDIA_NONE, &medium);
    if (result == EXIT_DONE) result = read_identity(arguments, &identity);
    if (result == EXIT_DONE) {
        name = memory_wide(arguments->positional);
        error = folder_path(virtual_root(arguments) == HKEY_LOCAL_MACHINE, name, &folder);
        result = error ? virtual_report_system(arguments, error, "cannot find the folder for local application data")
                       : create_recorder(arguments, name, folder, &medium, identity);
    }
    if (result == EXIT_DONE) result = report_added(arguments, &medium, identity);
    capture_free(identity);
    medium_free(&medium);
    free(folder);
    free(name);
    return result;
}

int verb_virtual_insert(const struct arguments *arguments)
{
    static const char verb[] = "virtual insert";
    struct medium medium = {0};
    LSTATUS status;
    HKEY key = NULL;
    int result;

    if (!(arguments->given & (OPTION_MEDIA | OPTION_IMAGE | OPTION_EMPTY))) {
        result = arguments_refuse(verb, "give one of --media, --image and --empty");
    } else {
        result = read_medium(verb, arguments, VIRTUAL_MEDIA_NONE, &medium);
    }
    if (result == EXIT_DONE) result = virtual_open_or_report(arguments, &key);
    if (result == EXIT_DONE && wcscmp(medium.media, VIRTUAL_MEDIA_CAPTURED) == 0 && !settings_has_identity(key)) {
        RegCloseKey(key);
        result = arguments_refuse(verb, "%s was added without --drive: nothing was captured", arguments->positional);
    }
    if (result == EXIT_DONE) {
        status = settings_set_media(key, medium.media, medium.image);
        RegCloseKey(key);
        if (status != ERROR_SUCCESS) {
            result = virtual_report_system(arguments, (DWORD)status, "cannot write the settings");
        } else {
            say_what_is_cut(arguments, &medium);
            result = failure_report_success(
                arguments->json, "%s",
                wcscmp(medium.media, VIRTUAL_MEDIA_NONE) == 0 ? "The tray is empty." : "The medium is in the tray.");
        }
    }
    medium_free(&medium);
    return result;
}

int verb_virtual_remove(const struct arguments *arguments)
{
    DWORD error = ERROR_SUCCESS;
    wchar_t *name, *folder;
    LSTATUS status;
    char *left;
    HKEY key;
    int result;

    result = virtual_open_or_report(arguments, &key);
    if (result != EXIT_DONE) return result;
    name = memory_wide(arguments->positional);
    folder = settings_get_text(key, VIRTUAL_VALUE_FOLDER);
    RegCloseKey(key);
    if (folder) error = folder_delete(folder);
    if (error == ERROR_SHARING_VIOLATION) {
        result = virtual_report_system(arguments, error, "a program uses the recorder; nothing was removed");
    } else {
        status = settings_delete(virtual_root(arguments), name);
        if (status != ERROR_SUCCESS) {
            result = virtual_report_system(arguments, (DWORD)status, "cannot remove the settings");
        } else {
            left = memory_utf8(folder);
            if (error) output_complain("note: %s has files that are not the recorder's, and stays", left);
            result = failure_report_success(arguments->json, "Removed the virtual recorder %s.", arguments->positional);
            free(left);
        }
    }
    free(folder);
    free(name);
    return result;
}

static void add_text(cJSON *object, const char *name, HKEY key, const wchar_t *value)
{
    wchar_t *wide = settings_get_text(key, value);
    char *text = memory_utf8(wide);

    cJSON_AddItemToObject(object, name, wide ? cJSON_CreateString(text) : cJSON_CreateNull());
    free(text);
    free(wide);
}

static void list_under(HKEY root, const char *scope, cJSON *list)
{
    size_t count, i;
    wchar_t **names = settings_names(root, &count);
    cJSON *entry;
    char *name;
    HKEY key;

    for (i = 0; i < count; i++) {
        if (settings_open_under(root, names[i], &key) == ERROR_SUCCESS) {
            entry = cJSON_CreateObject();
            name = memory_utf8(names[i]);
            cJSON_AddStringToObject(entry, "name", name);
            cJSON_AddStringToObject(entry, "scope", scope);
            add_text(entry, "media", key, VIRTUAL_VALUE_MEDIA);
            add_text(entry, "image", key, VIRTUAL_VALUE_IMAGE);
            add_text(entry, "folder", key, VIRTUAL_VALUE_FOLDER);
            cJSON_AddBoolToObject(entry, "captured", settings_has_identity(key));
            cJSON_AddNumberToObject(entry, "faults", (double)settings_count_values(key, VIRTUAL_SUBKEY_FAULTS));
            cJSON_AddItemToArray(list, entry);
            free(name);
            RegCloseKey(key);
        }
        free(names[i]);
    }
    free(names);
}

static const char *string_or_empty(const cJSON *entry, const char *member)
{
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, member));

    return string ? string : "";
}

int verb_virtual_list(const struct arguments *arguments)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *entry;
    int faults;

    list_under(HKEY_CURRENT_USER, "user", list);
    list_under(HKEY_LOCAL_MACHINE, "machine", list);
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
