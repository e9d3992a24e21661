/* Writes the settings of virtual recorders, as virtual/settings.h reads them. The DLL does not; discctl does.
 *
 * root is HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE. All functions return ERROR_SUCCESS or the registry's error.
 */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_WRITE_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_WRITE_H

#include <windows.h>

#include "sim/sim_drive.h"
#include "sim/sim_fault.h"
#include "sim/sim_identity.h"
#include "sim/sim_media.h"

/* A new recorder, which nobody sees before it has a folder. ERROR_ALREADY_EXISTS: there is one; ERROR_INVALID_NAME.
 * RegCloseKey.
 */
DWORD virtual_settings_create(HKEY root, const wchar_t *name, HKEY *key);

/* The key of a recorder, to be read and written. ERROR_FILE_NOT_FOUND: there is no recorder of this name. RegCloseKey.
 */
DWORD virtual_settings_open_key(HKEY root, const wchar_t *name, HKEY *key);

/* With all that is in it, and the keys above it that are ours and empty then. */
DWORD virtual_settings_delete(HKEY root, const wchar_t *name);

DWORD virtual_settings_set_folder(HKEY key, const wchar_t *folder);

/* What is in the tray: the drive sees a change of medium. image: for SIM_MEDIUM_IMAGE, absolute; else NULL. */
DWORD virtual_settings_set_media(HKEY key, enum sim_medium medium, const wchar_t *image,
                                 const struct sim_options *options);

/* The parts that the identity has, of a recorder that has none yet. */
DWORD virtual_settings_set_identity(HKEY key, const struct sim_identity *identity);

/* Behind those that are set. ERROR_TOO_MANY_CMDS: there are VIRTUAL_FAULTS_MAX already. */
DWORD virtual_settings_add_fault(HKEY key, const struct sim_fault *fault);
DWORD virtual_settings_clear_faults(HKEY key);

#endif
