/* The settings of the virtual recorders, as virtual/layout.h lays them out: which recorders there are, and what is set
 * for one. Nothing here writes to the registry; virtual/settings_write.h does.
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

/* 1 to VIRTUAL_NAME_MAX letters, digits, '-' or '_'; not digits alone, which discctl would take for an index; no DOS
 * device such as con or com1, since the name is a folder's name, too. Whoever writes and whoever reads has this rule.
 */
bool virtual_settings_name_is_valid(const wchar_t *name);

/* Called once per recorder, in order; name is borrowed. Returns false to end the walk. */
typedef bool (*virtual_settings_visit)(void *context, const wchar_t *name);

/* The names of all recorders that count: HKCU's (unless it is not looked at: see virtual/virtual_source.h), then HKLM's
 * whose name HKCU does not have. Roots that this user may not read have none. A recorder that is there all the time is
 * listed, whatever comes and goes meanwhile. ERROR_CANCELLED when a visit ended the walk, ERROR_NOT_ENOUGH_MEMORY;
 * others: the registry failed.
 */
DWORD virtual_settings_list(virtual_settings_visit visit, void *context);

/* The names under one root, HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE, whether they count or not. */
DWORD virtual_settings_list_under(HKEY root, virtual_settings_visit visit, void *context);

struct virtual_settings;

/* What is set. Its pointers are borrowed from the settings, and valid until they are refreshed or closed. */
struct virtual_values {
    const wchar_t *name;   /* in lower case: letter case never counts */
    const wchar_t *folder; /* absolute, without a backslash at its end */
    /* Read anew by virtual_settings_refresh. */
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

/* name: in any letter case. ERROR_FILE_NOT_FOUND: there is no such recorder; ERROR_INVALID_DATA: its settings make no
 * sense; ERROR_NOT_ENOUGH_MEMORY; others. virtual_settings_close.
 */
DWORD virtual_settings_open(const wchar_t *name, struct virtual_settings **settings);

/* The recorder of that name under one root, whether it counts or not. */
DWORD virtual_settings_open_under(HKEY root, const wchar_t *name, struct virtual_settings **settings);

/* NULL is allowed. */
void virtual_settings_close(struct virtual_settings *settings);

const struct virtual_values *virtual_settings_peek(const struct virtual_settings *settings);

/* The plain file that holds the blocks of the recordable disc in the tray, whether anything is recorded or not: each
 * disc that was put in has its own. The caller owns it: base_free. NULL: no such disc is in, or there is no memory.
 */
wchar_t *virtual_settings_take_disc_path(const struct virtual_values *values);

/* Read medium and faults anew where their serials have changed; *media_changed, *faults_changed say so.
 * ERROR_FILE_NOT_FOUND: the recorder is not configured any more. After another error the next call reads what this one
 * could not.
 */
DWORD virtual_settings_refresh(struct virtual_settings *settings, bool *media_changed, bool *faults_changed);

#endif
