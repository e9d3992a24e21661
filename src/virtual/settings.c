/* Reads the settings of one virtual recorder. */
#include "virtual/settings.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/hex.h"
#include "os/elevation.h"
#include "os/secure_path.h"
#include "os/utf.h"
#include "sim/sim_disc.h"
#include "virtual/settings_change.h"
#include "virtual/settings_key.h"

enum {
    BLOB_MAX = 1 << 20,
    PATH_MAX_CHARS = 32767,
    CAPTURES_MAX = 512,
};

struct blob {
    uint8_t *bytes; /* owned */
    size_t count;
};

struct virtual_settings {
    struct virtual_values values; /* points into what follows */
    HKEY root, key;
    struct settings_change change;
    bool is_unread; /* a change was noticed, and not yet read to its end */
    wchar_t name[VIRTUAL_NAME_MAX + 1];
    wchar_t *folder;                         /* owned */
    wchar_t *image;                          /* owned */
    struct sim_fault faults[SIM_FAULTS_MAX]; /* their replies point into fault_blobs */
    struct blob inquiry, features, mode_pages;
    struct blob fault_blobs[SIM_FAULTS_MAX];
    struct blob capture_blobs[CAPTURES_MAX];
    struct sim_capture captures[CAPTURES_MAX];
};

/* Absent, or no number: 0. */
static DWORD get_number(HKEY key, const wchar_t *value, uint32_t *number)
{
    DWORD type = 0, stored = 0, size = sizeof stored;
    DWORD error = (DWORD)RegQueryValueExW(key, value, NULL, &type, (BYTE *)&stored, &size);

    *number = error == ERROR_SUCCESS && type == REG_DWORD ? stored : 0;
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_MORE_DATA ? ERROR_SUCCESS : error;
}

/* A value of one type, with two wide zeros behind it: the length of a string may be odd. Absent, of another type or too
 * long: count 0.
 */
static DWORD take_value(HKEY key, const wchar_t *value, DWORD wanted, struct blob *blob)
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

static void drop(struct blob *blob)
{
    base_free(blob->bytes);
    blob->bytes = NULL;
    blob->count = 0;
}

/* An absolute path, or NULL. */
static DWORD take_path(HKEY key, const wchar_t *value, wchar_t **path)
{
    struct blob blob;
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

static DWORD get_options(HKEY key, struct sim_options *options)
{
    uint32_t blocks = 0, is_protected = 0, busy = 0, time = 0;
    DWORD error = get_number(key, VIRTUAL_VALUE_BLOCKS, &blocks);

    if (!error) error = get_number(key, VIRTUAL_VALUE_PROTECTED, &is_protected);
    if (!error) error = get_number(key, VIRTUAL_VALUE_BUSY, &busy);
    if (!error) error = get_number(key, VIRTUAL_VALUE_TIME, &time);
    options->blocks = blocks;
    options->is_protected = is_protected != 0;
    options->long_commands = busy < UINT16_MAX ? (uint16_t)busy : UINT16_MAX;
    options->time_percent = time < UINT16_MAX ? (uint16_t)time : UINT16_MAX;
    return error;
}

static DWORD take_media(struct virtual_settings *settings)
{
    struct blob blob;
    char name[16];
    DWORD error;

    base_free(settings->image);
    settings->image = NULL;
    settings->values.medium = SIM_MEDIUM_NONE;
    error = get_options(settings->key, &settings->values.options);
    if (error) return error;
    error = take_value(settings->key, VIRTUAL_VALUE_MEDIA, REG_SZ, &blob);
    if (!error && blob.count && utf8_from_wide((const wchar_t *)(const void *)blob.bytes, name, sizeof name))
        settings->values.medium = sim_medium_from_name(name);
    drop(&blob);
    /* A name that is not known, perhaps a newer version's: an empty tray. */
    if (settings->values.medium == SIM_MEDIUM_COUNT) settings->values.medium = SIM_MEDIUM_NONE;
    if (error || settings->values.medium != SIM_MEDIUM_IMAGE) return error;
    return take_path(settings->key, VIRTUAL_VALUE_IMAGE, &settings->image);
}

static void drop_faults(struct virtual_settings *settings)
{
    size_t i;

    for (i = 0; i < SIM_FAULTS_MAX; i++)
        drop(&settings->fault_blobs[i]);
    settings->values.fault_count = 0;
}

/* In the order of their names, which is the same for every process: the nth fault has the nth counter in the state that
 * all share.
 */
static DWORD take_faults(struct virtual_settings *settings)
{
    wchar_t name[VIRTUAL_FAULT_NAME_CHARS];
    HKEY faults;
    size_t i;
    DWORD error;

    drop_faults(settings);
    error = (DWORD)RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_FAULTS, 0, KEY_READ | VIRTUAL_VIEW, &faults);
    if (error) return virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
    for (i = 0; i < SIM_FAULTS_MAX && !error; i++) {
        struct blob *blob = &settings->fault_blobs[i];
        struct sim_fault *fault = &settings->faults[settings->values.fault_count];

        virtual_key_fault_name(i, name);
        error = take_value(faults, name, REG_BINARY, blob);
        if (blob->count < VIRTUAL_FAULT_REPLY) continue;
        fault->opcode = blob->bytes[VIRTUAL_FAULT_OPCODE];
        fault->kind = (enum sim_fault_kind)blob->bytes[VIRTUAL_FAULT_KIND];
        fault->nth = load_le32(blob->bytes + VIRTUAL_FAULT_NTH);
        fault->parameter = load_le32(blob->bytes + VIRTUAL_FAULT_PARAMETER);
        fault->reply = blob->bytes + VIRTUAL_FAULT_REPLY;
        fault->reply_count = blob->count - VIRTUAL_FAULT_REPLY;
        settings->values.fault_count++;
    }
    RegCloseKey(faults);
    return virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
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

static DWORD take_captures(struct virtual_settings *settings)
{
    HKEY replies;
    DWORD index;
    size_t count = 0;
    DWORD error = (DWORD)RegOpenKeyExW(settings->key, VIRTUAL_SUBKEY_REPLIES, 0, KEY_READ | VIRTUAL_VIEW, &replies);

    if (error) return virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
    for (index = 0; !error && count < CAPTURES_MAX; index++) {
        struct blob *blob = &settings->capture_blobs[count];
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
    settings->values.identity.captures = settings->captures;
    settings->values.identity.capture_count = count;
    return error == ERROR_NO_MORE_ITEMS || virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
}

static DWORD take_identity(struct virtual_settings *settings)
{
    struct sim_identity *identity = &settings->values.identity;
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

static void publish(struct virtual_settings *settings)
{
    struct virtual_values *values = &settings->values;

    values->name = settings->name;
    values->folder = settings->folder;
    values->image = settings->image;
    values->faults = settings->faults;
}

/* The first root that has the recorder, of those that count. */
static DWORD find(const wchar_t *name, HKEY *found, HKEY *key)
{
    size_t i, count;
    const HKEY *root = os_settings_roots(&count);
    DWORD error = ERROR_FILE_NOT_FOUND;

    for (i = 0; i < count; i++) {
        *found = root[i];
        error = virtual_key_open(root[i], name, KEY_READ, key);
        if (error != ERROR_FILE_NOT_FOUND) break;
    }
    return error;
}

/* root: NULL for the first that has it, of those that count. */
static DWORD open_recorder(HKEY root, const wchar_t *name, struct virtual_settings **settings)
{
    struct virtual_settings *read;
    struct virtual_values *values;
    DWORD error;

    *settings = NULL;
    if (!virtual_settings_name_is_valid(name)) return ERROR_FILE_NOT_FOUND;
    read = base_alloc(sizeof *read);
    if (!read) return ERROR_NOT_ENOUGH_MEMORY;
    read->root = root;
    error = root ? virtual_key_open(root, name, KEY_READ, &read->key) : find(name, &read->root, &read->key);
    if (error) {
        base_free(read);
        return error;
    }
    values = &read->values;
    wcscpy(read->name, name);
    _wcslwr(read->name);
    /* Serials first: what changes after them is noticed by them. */
    error = get_number(read->key, VIRTUAL_VALUE_MEDIA_SERIAL, &values->media_serial);
    if (!error) error = get_number(read->key, VIRTUAL_VALUE_FAULT_SERIAL, &values->fault_serial);
    if (!error) error = take_path(read->key, VIRTUAL_VALUE_FOLDER, &read->folder);
    if (!error) error = take_media(read);
    if (!error) error = take_faults(read);
    if (!error) error = take_identity(read);
    if (!error && !read->folder) error = ERROR_INVALID_DATA;
    if (error) {
        virtual_settings_close(read);
        return error;
    }
    publish(read);
    *settings = read;
    return ERROR_SUCCESS;
}

DWORD virtual_settings_open(const wchar_t *name, struct virtual_settings **settings)
{
    return open_recorder(NULL, name, settings);
}

DWORD virtual_settings_open_under(HKEY root, const wchar_t *name, struct virtual_settings **settings)
{
    return open_recorder(root, name, settings);
}

const struct virtual_values *virtual_settings_peek(const struct virtual_settings *settings)
{
    return &settings->values;
}

void virtual_settings_close(struct virtual_settings *settings)
{
    size_t i;

    if (!settings) return;
    settings_change_close(&settings->change);
    RegCloseKey(settings->key);
    drop_faults(settings);
    for (i = 0; i < CAPTURES_MAX; i++)
        drop(&settings->capture_blobs[i]);
    drop(&settings->inquiry);
    drop(&settings->features);
    drop(&settings->mode_pages);
    base_free(settings->image);
    base_free(settings->folder);
    base_free(settings);
}

static DWORD read_changes(struct virtual_settings *settings, bool *media_changed, bool *faults_changed)
{
    uint32_t media_serial, fault_serial = 0;
    DWORD error = get_number(settings->key, VIRTUAL_VALUE_MEDIA_SERIAL, &media_serial);

    if (!error) error = get_number(settings->key, VIRTUAL_VALUE_FAULT_SERIAL, &fault_serial);
    /* A key that is being deleted under an open handle says so. */
    if (error) return virtual_key_is_absent(error) ? ERROR_FILE_NOT_FOUND : error;
    /* What could not be read is read again next time: only then is its serial known. */
    if (media_serial != settings->values.media_serial) {
        *media_changed = true;
        error = take_media(settings);
        if (error) return error;
        settings->values.media_serial = media_serial;
    }
    if (fault_serial != settings->values.fault_serial) {
        *faults_changed = true;
        error = take_faults(settings);
        if (error) return error;
        settings->values.fault_serial = fault_serial;
    }
    return ERROR_SUCCESS;
}

wchar_t *virtual_settings_take_disc_path(const struct virtual_values *values)
{
    wchar_t name[ARRAYSIZE(VIRTUAL_DISC_FILE) + 10];
    struct sim_disc disc;

    if (!sim_disc_blank(values->medium, &disc) || !values->folder) return NULL;
    _snwprintf(name, ARRAYSIZE(name), VIRTUAL_DISC_FILE, (unsigned long)values->media_serial);
    return secure_path_join(values->folder, name);
}

DWORD virtual_settings_refresh(struct virtual_settings *settings, bool *media_changed, bool *faults_changed)
{
    bool is_possible;
    DWORD error = settings_change_look(&settings->change, settings->root, &is_possible);

    *media_changed = *faults_changed = false;
    settings->is_unread |= is_possible;
    if (error) return virtual_key_is_absent(error) ? ERROR_FILE_NOT_FOUND : error;
    if (!settings->is_unread) return ERROR_SUCCESS;
    error = read_changes(settings, media_changed, faults_changed);
    settings->is_unread = error != ERROR_SUCCESS;
    publish(settings);
    return error;
}
