/* Reads the settings of the virtual recorders in the layout of virtual/layout.h: which recorders exist, and the
 * settings of each. Nothing here writes to the registry; virtual/settings_write.h does.
 */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "sim/sim_drive.h"
#include "sim/sim_fault.h"
#include "sim/sim_identity.h"
#include "sim/sim_media.h"
#include "virtual/layout.h"

/* 1 to VIRTUAL_NAME_MAX letters, digits, '-' or '_'; not digits alone, which discctl would take as an index; not a DOS
 * device such as con or com1, since the name is also a folder's name. The rule holds for writing and for reading.
 */
bool virtual_settings_name_is_valid(const wchar_t *name);

/* Called once per recorder, in order; name is borrowed. Returns false to end the walk. */
typedef bool (*virtual_settings_visit)(void *context, const wchar_t *name);

/* The names of all recorders in effect: those under HKCU (unless HKCU is ignored: see virtual/virtual_source.h), then
 * those under HKLM whose name HKCU does not have. A root that this user may not read counts as empty. A recorder that
 * exists during the whole call is listed, whatever else is added or removed meanwhile. ERROR_CANCELLED when a visit
 * ended the walk, ERROR_NOT_ENOUGH_MEMORY; other errors: the registry failed.
 */
DWORD virtual_settings_list(virtual_settings_visit visit, void *context);

/* The names under one root, HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE, whether in effect or not. */
DWORD virtual_settings_list_under(HKEY root, virtual_settings_visit visit, void *context);

struct virtual_settings;

/* The settings' values. The pointers are borrowed from the settings, and valid until they are refreshed or closed. */
struct virtual_values {
    const wchar_t *name;   /* in lower case: letter case never counts */
    const wchar_t *folder; /* absolute, without a trailing backslash */
    /* Reread by virtual_settings_refresh. */
    uint32_t media_serial;
    enum sim_medium medium;
    const wchar_t *image; /* NULL when there is none */
    struct sim_options options;
    uint32_t fault_serial;
    const struct sim_fault *faults;
    size_t fault_count;
    /* Read once. */
    struct sim_identity identity;
};

/* name: in any letter case. ERROR_FILE_NOT_FOUND: there is no such recorder; ERROR_INVALID_DATA: its settings are
 * invalid; ERROR_NOT_ENOUGH_MEMORY; others. virtual_settings_close.
 */
DWORD virtual_settings_open(const wchar_t *name, struct virtual_settings **settings);

/* The recorder of that name under one root, whether in effect or not. */
DWORD virtual_settings_open_under(HKEY root, const wchar_t *name, struct virtual_settings **settings);

/* NULL is allowed. */
void virtual_settings_close(struct virtual_settings *settings);

const struct virtual_values *virtual_settings_peek(const struct virtual_settings *settings);

/* The path of the plain file for the blocks of the recordable disc in the tray, whether or not anything is recorded
 * yet: each inserted disc has its own file. The caller owns it: base_free. NULL: no such disc is in the tray, or there
 * is no memory.
 */
wchar_t *virtual_settings_take_disc_path(const struct virtual_values *values);

/* Reread the medium and the faults if their serials have changed; *media_changed and *faults_changed report that.
 * ERROR_FILE_NOT_FOUND: the recorder is no longer configured. After another error the next call rereads the values that
 * this call could not read.
 */
DWORD virtual_settings_refresh(struct virtual_settings *settings, bool *media_changed, bool *faults_changed);

#endif
