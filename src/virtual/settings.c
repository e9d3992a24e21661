#include "virtual/settings.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "win32/elevation.h"
#include "win32/utf.h"

enum {
    VIEW = KEY_WOW64_64KEY, /* 32- and 64-bit programs see the same recorders */
    BLOB_MAX = 1 << 20,
    PATH_MAX_CHARS = 32767,
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

bool settings_list(settings_visit visit, void *context)
{
    size_t i, count;
    const HKEY *root = win32_settings_roots(&count);

    for (i = 0; i < count; i++) {
        HKEY all, shadowing;
        DWORD index;
        bool go_on = true;

        if (RegOpenKeyExW(root[i], VIRTUAL_RECORDERS_KEY, 0, KEY_READ | VIEW, &all)) continue;
        for (index = 0; go_on; index++) {
            wchar_t name[256]; /* a key's name has at most 255 characters */
            DWORD size = sizeof name / sizeof name[0];

            if (RegEnumKeyExW(all, index, name, &size, NULL, NULL, NULL, NULL)) break;
            if (!is_name(name)) continue;
            if (i && open_recorder(root[0], name, &shadowing) == ERROR_SUCCESS) {
                RegCloseKey(shadowing);
                continue;
            }
            go_on = visit(context, name);
        }
        RegCloseKey(all);
        if (!go_on) return false;
    }
    return true;
}

/* ---- values ---- */

static uint32_t get_number(HKEY key, const wchar_t *value, DWORD *error)
{
    DWORD type = 0, number = 0, size = sizeof number;

    *error = (DWORD)RegQueryValueExW(key, value, NULL, &type, (BYTE *)&number, &size);
    return *error == ERROR_SUCCESS && type == REG_DWORD ? number : 0;
}

/* A value of one type, with two zero bytes behind it. Absent, of another type or too long: count 0. False: no memory. */
static bool take_value(HKEY key, const wchar_t *value, DWORD wanted, struct settings_blob *blob)
{
    DWORD type = 0, size = 0;

    blob->bytes = NULL;
    blob->count = 0;
    if (RegQueryValueExW(key, value, NULL, &type, NULL, &size) || type != wanted || size > BLOB_MAX || !size)
        return true;
    blob->bytes = base_alloc(size + sizeof(wchar_t));
    if (!blob->bytes) return false;
    /* Whoever rewrites it between the two calls changes a serial, too: then it is read again. */
    if (RegQueryValueExW(key, value, NULL, &type, blob->bytes, &size) == ERROR_SUCCESS && type == wanted)
        blob->count = size;
    return true;
}

static void drop(struct settings_blob *blob)
{
    base_free(blob->bytes);
    blob->bytes = NULL;
    blob->count = 0;
}

/* An absolute path, or NULL; false: no memory. */
static bool take_path(HKEY key, const wchar_t *value, wchar_t **path)
{
    struct settings_blob blob;
    size_t length;

    *path = NULL;
    if (!take_value(key, value, REG_SZ, &blob)) return false;
    *path = (wchar_t *)(void *)blob.bytes; /* from the heap: aligned */
    length = *path ? wcslen(*path) : 0;
    while (length > 3 && (*path)[length - 1] == L'\\')
        (*path)[--length] = L'\0';
    if (length < 3 || length > PATH_MAX_CHARS ||
        !(wcsncmp(*path + 1, L":\\", 2) == 0 || wcsncmp(*path, L"\\\\", 2) == 0)) {
        base_free(*path);
        *path = NULL;
    }
    return true;
}

static bool take_media(struct settings *settings)
{
    struct settings_blob blob;
    char name[16];

    base_free(settings->image);
    settings->image = NULL;
    settings->medium = SIM_MEDIUM_NONE;
    if (!take_value(settings->key, VIRTUAL_VALUE_MEDIA, REG_SZ, &blob)) return false;
    if (blob.count && utf8_from_wide((const wchar_t *)(const void *)blob.bytes, name, sizeof name))
        settings->medium = sim_medium_from_name(name);
    /* A name that is not known, perhaps a newer version's: an empty tray. */
    if (settings->medium == SIM_MEDIUM_COUNT) settings->medium = SIM_MEDIUM_NONE;
    drop(&blob);
    return settings->medium != SIM_MEDIUM_IMAGE || take_path(settings->key, VIRTUAL_VALUE_IMAGE, &settings->image);
}

static uint32_t load_le32(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void drop_faults(struct settings *settings)
{
    size_t i;

    for (i = 0; i < SIM_FAULTS_MAX; i++)
        drop(&settings->fault_blobs[i]);
    settings->fault_count = 0;
}

/* By their names, so that the counters in the state keep their places. */
static bool take_faults(struct settings *settings)
{
    wchar_t name[] = L"00";
    HKEY faults;
    size_t i;
    bool enough = true;

    drop_faults(settings);
    if (RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_FAULTS, 0, KEY_READ | VIEW, &faults)) return true;
    for (i = 0; i < SIM_FAULTS_MAX && enough; i++) {
        struct settings_blob *blob = &settings->fault_blobs[i];
        struct sim_fault *fault = &settings->faults[settings->fault_count];

        name[0] = (wchar_t)(i < 10 ? L'0' + i : L'0' + i / 10);
        name[1] = (wchar_t)(i < 10 ? L'\0' : L'0' + i % 10);
        enough = take_value(faults, name, REG_BINARY, blob);
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
    return enough;
}

static int hex_digit(wchar_t c)
{
    if (c >= L'0' && c <= L'9') return c - L'0';
    if (c >= L'a' && c <= L'f') return c - L'a' + 10;
    return c >= L'A' && c <= L'F' ? c - L'A' + 10 : -1;
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

static bool take_captures(struct settings *settings)
{
    HKEY replies;
    DWORD index;
    size_t count = 0;
    bool enough = true;

    if (RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_REPLIES, 0, KEY_READ | VIEW, &replies)) return true;
    for (index = 0; enough && count < SETTINGS_CAPTURES_MAX; index++) {
        struct settings_blob *blob = &settings->capture_blobs[count];
        struct sim_capture *capture = &settings->captures[count];
        wchar_t name[2 * SCSI_CDB_MAX + 1];
        DWORD size = sizeof name / sizeof name[0];
        LSTATUS status = RegEnumValueW(replies, index, name, &size, NULL, NULL, NULL, NULL);

        if (status == ERROR_MORE_DATA) continue; /* too long for a CDB */
        if (status) break;
        capture->cdb_length = parse_cdb(name, capture->cdb);
        if (!capture->cdb_length) continue;
        enough = take_value(replies, name, REG_BINARY, blob);
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
    return enough;
}

static bool take_identity(struct settings *settings)
{
    struct sim_identity *identity = &settings->identity;
    DWORD ignored;

    if (!take_value(settings->key, VIRTUAL_VALUE_INQUIRY, REG_BINARY, &settings->inquiry) ||
        !take_value(settings->key, VIRTUAL_VALUE_FEATURES, REG_BINARY, &settings->features) ||
        !take_value(settings->key, VIRTUAL_VALUE_MODE_PAGES, REG_BINARY, &settings->mode_pages))
        return false;
    identity->inquiry = settings->inquiry.bytes;
    identity->inquiry_count = settings->inquiry.count;
    identity->features = settings->features.bytes;
    identity->features_count = settings->features.count;
    identity->profile = (uint16_t)get_number(settings->key, VIRTUAL_VALUE_PROFILE, &ignored);
    identity->mode_pages = settings->mode_pages.bytes;
    identity->mode_pages_count = settings->mode_pages.count;
    return take_captures(settings);
}

/* ---- one recorder ---- */

static DWORD find(const wchar_t *name, HKEY *key)
{
    size_t i, count;
    const HKEY *root = win32_settings_roots(&count);
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
    DWORD error, ignored;

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
    read->media_serial = get_number(read->key, VIRTUAL_VALUE_MEDIA_SERIAL, &ignored);
    read->fault_serial = get_number(read->key, VIRTUAL_VALUE_FAULT_SERIAL, &ignored);
    if (!take_path(read->key, VIRTUAL_VALUE_FOLDER, &read->folder) || !take_media(read) || !take_faults(read) ||
        !take_identity(read)) {
        error = ERROR_NOT_ENOUGH_MEMORY;
    } else if (!read->folder) {
        error = ERROR_INVALID_DATA;
    }
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
    DWORD media_error, fault_error;
    uint32_t media_serial = get_number(settings->key, VIRTUAL_VALUE_MEDIA_SERIAL, &media_error);
    uint32_t fault_serial = get_number(settings->key, VIRTUAL_VALUE_FAULT_SERIAL, &fault_error);

    *media_changed = *faults_changed = false;
    /* A missing value is a serial of 0; a key that is being deleted under an open handle says so. */
    if (media_error == ERROR_KEY_DELETED || fault_error == ERROR_KEY_DELETED) return ERROR_FILE_NOT_FOUND;
    if (media_serial != settings->media_serial) {
        settings->media_serial = media_serial;
        *media_changed = true;
        if (!take_media(settings)) return ERROR_NOT_ENOUGH_MEMORY;
    }
    if (fault_serial != settings->fault_serial) {
        settings->fault_serial = fault_serial;
        *faults_changed = true;
        if (!take_faults(settings)) return ERROR_NOT_ENOUGH_MEMORY;
    }
    return ERROR_SUCCESS;
}
