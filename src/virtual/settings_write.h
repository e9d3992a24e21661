/* Writes the settings of virtual recorders, which virtual/settings.h reads. Used by discctl, not by the DLL.
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

/* Creates a recorder, which stays invisible until it has a folder. ERROR_ALREADY_EXISTS: there is one of this name;
 * ERROR_INVALID_NAME. RegCloseKey.
 */
DWORD virtual_settings_create(HKEY root, const wchar_t *name, HKEY *key);

/* Opens the key of a recorder for reading and writing. ERROR_FILE_NOT_FOUND: there is no recorder of this name.
 * RegCloseKey.
 */
DWORD virtual_settings_open_key(HKEY root, const wchar_t *name, HKEY *key);

/* Deletes the recorder's key with all its content, and those of our keys above it that are empty then. */
DWORD virtual_settings_delete(HKEY root, const wchar_t *name);

DWORD virtual_settings_set_folder(HKEY key, const wchar_t *folder);

/* Sets the content of the tray: the drive sees a change of medium. image: absolute path for SIM_MEDIUM_IMAGE, else
 * NULL.
 */
DWORD virtual_settings_set_media(HKEY key, enum sim_medium medium, const wchar_t *image,
                                 const struct sim_options *options);

/* Writes the parts that `identity` has. The recorder must not have an identity yet. */
DWORD virtual_settings_set_identity(HKEY key, const struct sim_identity *identity);

/* Adds a fault after the existing ones. ERROR_TOO_MANY_CMDS: there are VIRTUAL_FAULTS_MAX already. */
DWORD virtual_settings_add_fault(HKEY key, const struct sim_fault *fault);
DWORD virtual_settings_clear_faults(HKEY key);

#endif
