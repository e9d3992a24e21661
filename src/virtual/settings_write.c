/* The writing half of the settings. */
#include "virtual/settings_write.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "virtual/settings.h"
#include "virtual/settings_key.h"

enum { TRIES = 64 }; /* while other programs take the keys away and make them again */

static DWORD create_key(HKEY root, const wchar_t *name, HKEY *key, DWORD *disposition)
{
    HKEY all;
    DWORD error = (DWORD)RegCreateKeyExW(root, VIRTUAL_RECORDERS_KEY, 0, NULL, 0, KEY_READ | KEY_WRITE | VIRTUAL_VIEW,
                                         NULL, &all, NULL);

    if (error) return error;
    error = (DWORD)RegCreateKeyExW(all, name, 0, NULL, 0, KEY_READ | KEY_WRITE | VIRTUAL_VIEW, NULL, key, disposition);
    RegCloseKey(all);
    return error;
}

DWORD virtual_settings_create(HKEY root, const wchar_t *name, HKEY *key)
{
    DWORD disposition, error;
    int tries = 0;

    if (!virtual_settings_name_is_valid(name)) return ERROR_INVALID_NAME;
    do /* whoever removes the last recorder takes the keys above it along */
        error = create_key(root, name, key, &disposition);
    while (virtual_key_is_absent(error) && ++tries < TRIES);
    if (!error && disposition != REG_CREATED_NEW_KEY) {
        RegCloseKey(*key);
        error = ERROR_ALREADY_EXISTS;
    }
    return error;
}

DWORD virtual_settings_open_key(HKEY root, const wchar_t *name, HKEY *key)
{
    /* An empty or a foreign name would open another key than a recorder's. */
    if (!virtual_settings_name_is_valid(name)) return ERROR_FILE_NOT_FOUND;
    return virtual_key_open(root, name, KEY_READ | KEY_WRITE, key);
}

/* A key of ours, unless something is in it: a recorder that somebody adds meanwhile keeps it, as the system deletes no
 * key that has others in it. Nothing is lost when it stays.
 */
static void delete_if_empty(HKEY root, const wchar_t *above, const wchar_t *name)
{
    DWORD keys, values;
    HKEY parent, key;

    if (RegOpenKeyExW(root, above, 0, KEY_READ | KEY_WRITE | VIRTUAL_VIEW, &parent)) return;
    if (!RegOpenKeyExW(parent, name, 0, KEY_READ | VIRTUAL_VIEW, &key)) {
        if (RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL)) keys = 1;
        RegCloseKey(key);
        if (!keys && !values) RegDeleteKeyW(parent, name);
    }
    RegCloseKey(parent);
}

DWORD virtual_settings_delete(HKEY root, const wchar_t *name)
{
    HKEY all, key;
    DWORD error = virtual_settings_open_key(root, name, &key);

    if (error) return error;
    RegDeleteKeyW(key, VIRTUAL_SUBKEY_REPLIES);
    RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);
    RegCloseKey(key);
    error = virtual_key_open_all(root, KEY_READ | KEY_WRITE, &all);
    if (error) return error;
    error = (DWORD)RegDeleteKeyW(all, name);
    RegCloseKey(all);
    if (error) return error;
    delete_if_empty(root, OPENIMAPI2_REGISTRY_ROOT, VIRTUAL_RECORDERS_NAME);
    delete_if_empty(root, L"Software", OPENIMAPI2_REGISTRY_NAME);
    return ERROR_SUCCESS;
}

static DWORD set_text(HKEY key, const wchar_t *value, const wchar_t *text)
{
    return (DWORD)RegSetValueExW(key, value, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof *text));
}

static DWORD set_number(HKEY key, const wchar_t *value, DWORD number)
{
    return (DWORD)RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

static DWORD set_bytes(HKEY key, const wchar_t *value, const uint8_t *bytes, size_t count)
{
    return (DWORD)RegSetValueExW(key, value, 0, REG_BINARY, bytes, (DWORD)count);
}

/* A head of ours and the bytes behind it. */
static DWORD set_record(HKEY key, const wchar_t *value, const uint8_t *head, size_t head_count, const uint8_t *bytes,
                        size_t count)
{
    uint8_t *record = base_alloc(head_count + count);
    DWORD error;

    if (!record) return ERROR_NOT_ENOUGH_MEMORY;
    memcpy(record, head, head_count);
    if (count) memcpy(record + head_count, bytes, count);
    error = set_bytes(key, value, record, head_count + count);
    base_free(record);
    return error;
}

/* A serial: absent, or of another type, counts as 0. */
static DWORD count_up(HKEY key, const wchar_t *value)
{
    DWORD type = 0, number = 0, size = sizeof number;

    if (RegQueryValueExW(key, value, NULL, &type, (BYTE *)&number, &size) || type != REG_DWORD) number = 0;
    return set_number(key, value, number + 1);
}

static DWORD open_subkey(HKEY key, const wchar_t *name, HKEY *subkey)
{
    return (DWORD)RegCreateKeyExW(key, name, 0, NULL, 0, KEY_READ | KEY_WRITE | VIRTUAL_VIEW, NULL, subkey, NULL);
}

DWORD virtual_settings_set_folder(HKEY key, const wchar_t *folder)
{
    return set_text(key, VIRTUAL_VALUE_FOLDER, folder);
}

/* 0 is not kept: the settings of most discs have none of these. */
static DWORD set_option(HKEY key, const wchar_t *value, DWORD number)
{
    DWORD error = number ? set_number(key, value, number) : (DWORD)RegDeleteValueW(key, value);

    return virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
}

DWORD virtual_settings_set_media(HKEY key, enum sim_medium medium, const wchar_t *image,
                                 const struct sim_options *options)
{
    const char *name = sim_medium_name(medium);
    wchar_t wide[32] = L"";
    size_t i;
    DWORD error = ERROR_SUCCESS;

    for (i = 0; i < sizeof wide / sizeof wide[0] - 1 && name[i]; i++)
        wide[i] = (wchar_t)name[i]; /* ASCII */
    /* The serial last: a program that reads in between sees the old medium's serial, and looks again when it changes.
     */
    if (image) error = set_text(key, VIRTUAL_VALUE_IMAGE, image);
    if (!error) error = set_text(key, VIRTUAL_VALUE_MEDIA, wide);
    if (!error && !image) RegDeleteValueW(key, VIRTUAL_VALUE_IMAGE);
    if (!error) error = set_option(key, VIRTUAL_VALUE_BLOCKS, options->blocks);
    if (!error) error = set_option(key, VIRTUAL_VALUE_PROTECTED, options->is_protected);
    if (!error) error = set_option(key, VIRTUAL_VALUE_BUSY, options->long_commands);
    if (!error) error = set_option(key, VIRTUAL_VALUE_TIME, options->time_percent);
    if (!error) error = count_up(key, VIRTUAL_VALUE_MEDIA_SERIAL);
    return error;
}

static DWORD set_capture(HKEY replies, const struct sim_capture *capture)
{
    wchar_t name[2 * SCSI_CDB_MAX + 1] = L"";
    uint8_t head[VIRTUAL_REPLY_DATA];
    size_t i;

    for (i = 0; i < capture->cdb_length; i++) {
        name[2 * i] = L"0123456789abcdef"[capture->cdb[i] >> 4];
        name[2 * i + 1] = L"0123456789abcdef"[capture->cdb[i] & 15];
    }
    head[VIRTUAL_REPLY_STATUS] = capture->status;
    head[VIRTUAL_REPLY_KEY] = capture->key;
    head[VIRTUAL_REPLY_ASC] = capture->asc;
    head[VIRTUAL_REPLY_ASCQ] = capture->ascq;
    return set_record(replies, name, head, sizeof head, capture->data, capture->count);
}

static DWORD set_captures(HKEY key, const struct sim_identity *identity)
{
    HKEY replies;
    size_t i;
    DWORD error = open_subkey(key, VIRTUAL_SUBKEY_REPLIES, &replies);

    if (error) return error;
    for (i = 0; i < identity->capture_count && !error; i++)
        error = set_capture(replies, &identity->captures[i]);
    RegCloseKey(replies);
    return error;
}

DWORD virtual_settings_set_identity(HKEY key, const struct sim_identity *identity)
{
    DWORD error = ERROR_SUCCESS;

    if (identity->inquiry_count)
        error = set_bytes(key, VIRTUAL_VALUE_INQUIRY, identity->inquiry, identity->inquiry_count);
    if (!error && identity->features_count) {
        error = set_bytes(key, VIRTUAL_VALUE_FEATURES, identity->features, identity->features_count);
        if (!error) error = set_number(key, VIRTUAL_VALUE_PROFILE, identity->profile);
    }
    if (!error && identity->mode_pages_count)
        error = set_bytes(key, VIRTUAL_VALUE_MODE_PAGES, identity->mode_pages, identity->mode_pages_count);
    if (!error && identity->capture_count) error = set_captures(key, identity);
    return error;
}

DWORD virtual_settings_add_fault(HKEY key, const struct sim_fault *fault)
{
    uint8_t head[VIRTUAL_FAULT_REPLY] = {0};
    DWORD count = 0;
    wchar_t name[VIRTUAL_FAULT_NAME_CHARS];
    HKEY faults;
    DWORD error = open_subkey(key, VIRTUAL_SUBKEY_FAULTS, &faults);

    if (error) return error;
    error = (DWORD)RegQueryInfoKeyW(faults, NULL, NULL, NULL, NULL, NULL, NULL, &count, NULL, NULL, NULL, NULL);
    if (!error && count >= VIRTUAL_FAULTS_MAX) error = ERROR_TOO_MANY_CMDS;
    if (!error) {
        head[VIRTUAL_FAULT_OPCODE] = fault->opcode;
        head[VIRTUAL_FAULT_KIND] = (uint8_t)fault->kind;
        store_le32(head + VIRTUAL_FAULT_NTH, fault->nth);
        store_le32(head + VIRTUAL_FAULT_PARAMETER, fault->parameter);
        virtual_key_fault_name(count, name);
        error = set_record(faults, name, head, sizeof head, fault->reply, fault->reply_count);
    }
    RegCloseKey(faults);
    if (!error) error = count_up(key, VIRTUAL_VALUE_FAULT_SERIAL);
    return error;
}

DWORD virtual_settings_clear_faults(HKEY key)
{
    DWORD error = (DWORD)RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);

    return error && !virtual_key_is_absent(error) ? error : count_up(key, VIRTUAL_VALUE_FAULT_SERIAL);
}
