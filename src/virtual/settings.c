#include "virtual/settings.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/hex.h"
#include "os/elevation.h"
#include "os/utf.h"

enum {
    VIEW = KEY_WOW64_64KEY, /* 32- and 64-bit programs see the same recorders */
    BLOB_MAX = 1 << 20,
    PATH_MAX_CHARS = 32767,
    PASSES_MAX = 16, /* over a list that never stands still */
};

/* ---- which recorders there are ---- */

static bool is_name(const wchar_t *name)
{
    size_t length = wcslen(name);
    size_t i;

    for (i = 0; i < length; i++) {
        wchar_t c = name[i];

        if (!((c >= L'a' && c <= L'z') || (c >= L'A' && c <= L'Z') || (c >= L'0' && c <= L'9') || c == L'-' ||
              c == L'_'))
            return false;
    }
    return length >= 1 && length <= VIRTUAL_NAME_MAX;
}

static DWORD open_recorder(HKEY root, const wchar_t *name, HKEY *key)
{
    HKEY all;
    DWORD error = (DWORD)RegOpenKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, KEY_READ | VIEW, &all);

    if (error) return error;
    error = (DWORD)RegOpenKeyExW(all, name, 0, KEY_READ | VIEW, key);
    RegCloseKey(all);
    return error;
}

/* What is not there, or not any more. */
static bool is_absent(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND || error == ERROR_KEY_DELETED;
}

/* Does the user have one of this name, in front of the machine's? One that cannot be opened counts. */
static DWORD is_shadowed(HKEY user, const wchar_t *name, bool *shadowed)
{
    HKEY key;
    DWORD error = open_recorder(user, name, &key);

    if (!error) RegCloseKey(key);
    *shadowed = !error || error == ERROR_ACCESS_DENIED;
    return *shadowed || is_absent(error) ? ERROR_SUCCESS : error;
}

struct name {
    struct name *next;
    int pass; /* that saw it last */
    wchar_t text[VIRTUAL_NAME_MAX + 1];
};

static void free_names(struct name *names)
{
    struct name *next;

    for (; names; names = next) {
        next = names->next;
        base_free(names);
    }
}

/* Unless it is there already. *place: behind the one that the registry has before it; moves on. is_second: of this pass. */
static DWORD add_name(struct name **names, struct name ***place, const wchar_t *text, int pass, bool *is_second)
{
    struct name **at, *name;

    for (at = names; *at && _wcsicmp((*at)->text, text) != 0; at = &(*at)->next) {
    }
    if (!*at) {
        name = base_alloc(sizeof *name);
        if (!name) return ERROR_NOT_ENOUGH_MEMORY;
        wcscpy(name->text, text);
        name->next = **place;
        **place = name;
        at = *place;
    }
    *is_second = (*at)->pass == pass;
    (*at)->pass = pass;
    *place = &(*at)->next;
    return ERROR_SUCCESS;
}

/* What changes when a subkey comes or goes. The time stands still for some milliseconds; one that goes and comes again meanwhile shows
 * in another one that is passed over, and a third that is met twice.
 */
struct stamp {
    DWORD subkeys;
    FILETIME written;
};

static DWORD take_stamp(HKEY key, struct stamp *stamp)
{
    return (DWORD)RegQueryInfoKeyW(key, NULL, NULL, NULL, &stamp->subkeys, NULL, NULL, NULL, NULL, NULL, NULL,
                                   &stamp->written);
}

/* Once from the first to the last. pass: counted from 1. has_changed: subkeys came or went meanwhile, and there may be others than
 * those found.
 */
static DWORD add_names(HKEY all, int pass, struct name **names, bool *has_changed)
{
    struct name **place = names;
    struct stamp before, after;
    DWORD index = 0;
    DWORD error = take_stamp(all, &before);

    *has_changed = false;
    for (; !error; index++) {
        wchar_t text[256]; /* a key's name has at most 255 characters */
        DWORD size = sizeof text / sizeof text[0];
        bool is_second = false;

        error = (DWORD)RegEnumKeyExW(all, index, text, &size, NULL, NULL, NULL, NULL);
        if (!error && is_name(text)) error = add_name(names, &place, text, pass, &is_second);
        *has_changed |= is_second;
    }
    if (error != ERROR_NO_MORE_ITEMS) return error;
    error = take_stamp(all, &after);
    *has_changed |= index - 1 != before.subkeys || memcmp(&before, &after, sizeof before) != 0;
    return error;
}

/* Those under one root. The registry is enumerated by position: what goes moves the others, and one of them is passed over. So it is
 * gone through until nothing changes meanwhile; whatever was found any time counts, since one that has gone does no harm. The pauses
 * are of different lengths: in step with whoever changes it, each pass would pass over the same ones.
 */
static DWORD take_names(HKEY root, struct name **names)
{
    bool has_changed = true;
    HKEY all;
    DWORD error = (DWORD)RegOpenKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, KEY_READ | VIEW, &all);
    int pass;

    *names = NULL;
    if (error) return is_absent(error) || error == ERROR_ACCESS_DENIED ? ERROR_SUCCESS : error;
    for (pass = 1; !error && has_changed && pass <= PASSES_MAX; pass++) {
        if (pass > 1) Sleep((DWORD)pass);
        error = add_names(all, pass, names, &has_changed);
    }
    RegCloseKey(all);
    return is_absent(error) ? ERROR_SUCCESS : error;
}

/* user: whose recorders stand in front of these, or NULL. */
static DWORD list_under(HKEY root, HKEY user, settings_visit visit, void *context)
{
    struct name *names, *name;
    DWORD error = take_names(root, &names);

    for (name = names; name && !error; name = name->next) {
        bool shadowed = false;

        if (user) error = is_shadowed(user, name->text, &shadowed);
        if (!error && !shadowed && !visit(context, name->text)) error = ERROR_CANCELLED;
    }
    free_names(names);
    return error;
}

DWORD settings_list(settings_visit visit, void *context)
{
    size_t i, count;
    const HKEY *root = os_settings_roots(&count);
    DWORD error = ERROR_SUCCESS;

    for (i = 0; i < count && !error; i++)
        error = list_under(root[i], i ? root[0] : NULL, visit, context);
    return error;
}

/* ---- values ---- */

/* Absent, or no number: 0. */
static DWORD get_number(HKEY key, const wchar_t *value, uint32_t *number)
{
    DWORD type = 0, stored = 0, size = sizeof stored;
    DWORD error = (DWORD)RegQueryValueExW(key, value, NULL, &type, (BYTE *)&stored, &size);

    *number = error == ERROR_SUCCESS && type == REG_DWORD ? stored : 0;
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_MORE_DATA ? ERROR_SUCCESS : error;
}

/* A value of one type, with two wide zeros behind it: the length of a string may be odd. Absent, of another type or too long: count 0. */
static DWORD take_value(HKEY key, const wchar_t *value, DWORD wanted, struct settings_blob *blob)
{
    DWORD type = 0, size = 0;
    DWORD error = (DWORD)RegQueryValueExW(key, value, NULL, &type, NULL, &size);

    blob->bytes = NULL;
    blob->count = 0;
    if (error) return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    if (type != wanted || size > BLOB_MAX || !size) return ERROR_SUCCESS;
    blob->bytes = base_alloc(size + 2 * sizeof(wchar_t));
    if (!blob->bytes) return ERROR_NOT_ENOUGH_MEMORY;
    error = (DWORD)RegQueryValueExW(key, value, NULL, &type, blob->bytes, &size);
    if (!error && type == wanted) blob->count = size;
    /* Whoever rewrites it between the two calls changes a serial, too: then it is read again. */
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_MORE_DATA ? ERROR_SUCCESS : error;
}

static void drop(struct settings_blob *blob)
{
    base_free(blob->bytes);
    blob->bytes = NULL;
    blob->count = 0;
}

/* An absolute path, or NULL. */
static DWORD take_path(HKEY key, const wchar_t *value, wchar_t **path)
{
    struct settings_blob blob;
    DWORD error = take_value(key, value, REG_SZ, &blob);
    size_t length;

    *path = NULL;
    if (error) {
        drop(&blob);
        return error;
    }
    *path = (wchar_t *)(void *)blob.bytes; /* from the heap: aligned */
    length = *path ? wcslen(*path) : 0;
    while (length > 3 && (*path)[length - 1] == L'\\')
        (*path)[--length] = L'\0';
    if (length < 3 || length > PATH_MAX_CHARS ||
        !(wcsncmp(*path + 1, L":\\", 2) == 0 || wcsncmp(*path, L"\\\\", 2) == 0)) {
        base_free(*path);
        *path = NULL;
    }
    return ERROR_SUCCESS;
}

static DWORD take_media(struct settings *settings)
{
    struct settings_blob blob;
    char name[16];
    DWORD error;

    base_free(settings->image);
    settings->image = NULL;
    settings->medium = SIM_MEDIUM_NONE;
    error = take_value(settings->key, VIRTUAL_VALUE_MEDIA, REG_SZ, &blob);
    if (!error && blob.count && utf8_from_wide((const wchar_t *)(const void *)blob.bytes, name, sizeof name))
        settings->medium = sim_medium_from_name(name);
    drop(&blob);
    /* A name that is not known, perhaps a newer version's: an empty tray. */
    if (settings->medium == SIM_MEDIUM_COUNT) settings->medium = SIM_MEDIUM_NONE;
    if (error || settings->medium != SIM_MEDIUM_IMAGE) return error;
    return take_path(settings->key, VIRTUAL_VALUE_IMAGE, &settings->image);
}

static void drop_faults(struct settings *settings)
{
    size_t i;

    for (i = 0; i < SIM_FAULTS_MAX; i++)
        drop(&settings->fault_blobs[i]);
    settings->fault_count = 0;
}

/* In the order of their names, which is the same for every process: the nth fault has the nth counter in the state that all share. */
static DWORD take_faults(struct settings *settings)
{
    wchar_t name[] = L"00";
    HKEY faults;
    size_t i;
    DWORD error;

    drop_faults(settings);
    error = (DWORD)RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_FAULTS, 0, KEY_READ | VIEW, &faults);
    if (error) return is_absent(error) ? ERROR_SUCCESS : error;
    for (i = 0; i < SIM_FAULTS_MAX && !error; i++) {
        struct settings_blob *blob = &settings->fault_blobs[i];
        struct sim_fault *fault = &settings->faults[settings->fault_count];

        name[0] = (wchar_t)(i < 10 ? L'0' + i : L'0' + i / 10);
        name[1] = (wchar_t)(i < 10 ? L'\0' : L'0' + i % 10);
        error = take_value(faults, name, REG_BINARY, blob);
        if (blob->count < VIRTUAL_FAULT_REPLY) continue;
        fault->opcode = blob->bytes[VIRTUAL_FAULT_OPCODE];
        fault->kind = (enum sim_fault_kind)blob->bytes[VIRTUAL_FAULT_KIND];
        fault->nth = load_le32(blob->bytes + VIRTUAL_FAULT_NTH);
        fault->parameter = load_le32(blob->bytes + VIRTUAL_FAULT_PARAMETER);
        fault->reply = blob->bytes + VIRTUAL_FAULT_REPLY;
        fault->reply_count = blob->count - VIRTUAL_FAULT_REPLY;
        settings->fault_count++;
    }
    RegCloseKey(faults);
    return is_absent(error) ? ERROR_SUCCESS : error;
}

/* The CDB that a value's name spells; its length, or 0. */
static uint8_t parse_cdb(const wchar_t *name, uint8_t cdb[SCSI_CDB_MAX])
{
    size_t length = wcslen(name);
    size_t i;

    memset(cdb, 0, SCSI_CDB_MAX);
    if (!length || length % 2 || length / 2 > SCSI_CDB_MAX) return 0;
    for (i = 0; i < length; i++) {
        int digit = hex_digit(name[i]);

        if (digit < 0) return 0;
        cdb[i / 2] = (uint8_t)(cdb[i / 2] << 4 | digit);
    }
    return (uint8_t)(length / 2);
}

static DWORD take_captures(struct settings *settings)
{
    HKEY replies;
    DWORD index;
    size_t count = 0;
    DWORD error = (DWORD)RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_REPLIES, 0, KEY_READ | VIEW, &replies);

    if (error) return is_absent(error) ? ERROR_SUCCESS : error;
    for (index = 0; !error && count < SETTINGS_CAPTURES_MAX; index++) {
        struct settings_blob *blob = &settings->capture_blobs[count];
        struct sim_capture *capture = &settings->captures[count];
        wchar_t name[2 * SCSI_CDB_MAX + 1];
        DWORD size = sizeof name / sizeof name[0];

        error = (DWORD)RegEnumValueW(replies, index, name, &size, NULL, NULL, NULL, NULL);
        if (error == ERROR_MORE_DATA) { /* too long for a CDB */
            error = ERROR_SUCCESS;
            continue;
        }
        if (error) break;
        capture->cdb_length = parse_cdb(name, capture->cdb);
        if (!capture->cdb_length) continue;
        error = take_value(replies, name, REG_BINARY, blob);
        if (blob->count < VIRTUAL_REPLY_DATA) {
            drop(blob);
            continue;
        }
        capture->status = blob->bytes[VIRTUAL_REPLY_STATUS];
        capture->key = blob->bytes[VIRTUAL_REPLY_KEY] & 0x0f;
        capture->asc = blob->bytes[VIRTUAL_REPLY_ASC];
        capture->ascq = blob->bytes[VIRTUAL_REPLY_ASCQ];
        capture->data = blob->bytes + VIRTUAL_REPLY_DATA;
        capture->count = blob->count - VIRTUAL_REPLY_DATA;
        count++;
    }
    RegCloseKey(replies);
    settings->identity.captures = settings->captures;
    settings->identity.capture_count = count;
    return error == ERROR_NO_MORE_ITEMS || is_absent(error) ? ERROR_SUCCESS : error;
}

static DWORD take_identity(struct settings *settings)
{
    struct sim_identity *identity = &settings->identity;
    uint32_t profile = 0;
    DWORD error;

    error = take_value(settings->key, VIRTUAL_VALUE_INQUIRY, REG_BINARY, &settings->inquiry);
    if (!error) error = take_value(settings->key, VIRTUAL_VALUE_FEATURES, REG_BINARY, &settings->features);
    if (!error) error = take_value(settings->key, VIRTUAL_VALUE_MODE_PAGES, REG_BINARY, &settings->mode_pages);
    if (!error) error = get_number(settings->key, VIRTUAL_VALUE_PROFILE, &profile);
    if (error) return error;
    identity->inquiry = settings->inquiry.bytes;
    identity->inquiry_count = settings->inquiry.count;
    identity->features = settings->features.bytes;
    identity->features_count = settings->features.count;
    identity->profile = (uint16_t)profile;
    identity->mode_pages = settings->mode_pages.bytes;
    identity->mode_pages_count = settings->mode_pages.count;
    return take_captures(settings);
}

/* ---- one recorder ---- */

static DWORD find(const wchar_t *name, HKEY *key)
{
    size_t i, count;
    const HKEY *root = os_settings_roots(&count);
    DWORD error = ERROR_FILE_NOT_FOUND;

    for (i = 0; i < count; i++) {
        error = open_recorder(root[i], name, key);
        if (error != ERROR_FILE_NOT_FOUND) break;
    }
    return error;
}

DWORD settings_open(const wchar_t *name, struct settings **settings)
{
    struct settings *read;
    DWORD error;

    *settings = NULL;
    if (!is_name(name)) return ERROR_FILE_NOT_FOUND;
    read = base_alloc(sizeof *read);
    if (!read) return ERROR_NOT_ENOUGH_MEMORY;
    error = find(name, &read->key);
    if (error) {
        base_free(read);
        return error;
    }
    wcscpy(read->name, name);
    _wcslwr(read->name);
    /* Serials first: what changes after them is noticed by them. */
    error = get_number(read->key, VIRTUAL_VALUE_MEDIA_SERIAL, &read->media_serial);
    if (!error) error = get_number(read->key, VIRTUAL_VALUE_FAULT_SERIAL, &read->fault_serial);
    if (!error) error = take_path(read->key, VIRTUAL_VALUE_FOLDER, &read->folder);
    if (!error) error = take_media(read);
    if (!error) error = take_faults(read);
    if (!error) error = take_identity(read);
    if (!error && !read->folder) error = ERROR_INVALID_DATA;
    if (error) {
        settings_close(read);
        return error;
    }
    *settings = read;
    return ERROR_SUCCESS;
}

void settings_close(struct settings *settings)
{
    size_t i;

    if (!settings) return;
    RegCloseKey(settings->key);
    drop_faults(settings);
    for (i = 0; i < SETTINGS_CAPTURES_MAX; i++)
        drop(&settings->capture_blobs[i]);
    drop(&settings->inquiry);
    drop(&settings->features);
    drop(&settings->mode_pages);
    base_free(settings->image);
    base_free(settings->folder);
    base_free(settings);
}

DWORD settings_refresh(struct settings *settings, bool *media_changed, bool *faults_changed)
{
    uint32_t media_serial, fault_serial = 0;
    DWORD error = get_number(settings->key, VIRTUAL_VALUE_MEDIA_SERIAL, &media_serial);

    *media_changed = *faults_changed = false;
    if (!error) error = get_number(settings->key, VIRTUAL_VALUE_FAULT_SERIAL, &fault_serial);
    /* A key that is being deleted under an open handle says so. */
    if (error) return is_absent(error) ? ERROR_FILE_NOT_FOUND : error;
    /* What could not be read is read again next time: only then is its serial known. */
    if (media_serial != settings->media_serial) {
        *media_changed = true;
        error = take_media(settings);
        if (error) return error;
        settings->media_serial = media_serial;
    }
    if (fault_serial != settings->fault_serial) {
        *faults_changed = true;
        error = take_faults(settings);
        if (error) return error;
        settings->fault_serial = fault_serial;
    }
    return ERROR_SUCCESS;
}
