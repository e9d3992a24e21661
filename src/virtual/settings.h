/* The settings of the virtual recorders, as virtual/layout.h lays them out. Nothing here writes to the registry. */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "sim/sim_fault.h"
#include "sim/sim_identity.h"
#include "sim/sim_media.h"
#include "virtual/layout.h"

/* Called once per recorder, in order; name is borrowed. Returns false to end the walk. */
typedef bool (*settings_visit)(void *context, const wchar_t *name);

/* The names of all recorders that count: HKCU's (unless it is not looked at: see virtual/virtual_source.h), then HKLM's whose name
 * HKCU does not have. Roots that this user may not read have none. One that is there all the time is listed, whatever comes and
 * goes meanwhile. ERROR_CANCELLED when a visit ended the walk, ERROR_NOT_ENOUGH_MEMORY; others: the registry failed.
 */
DWORD settings_list(settings_visit visit, void *context);

enum { SETTINGS_CAPTURES_MAX = 512 };

struct settings_blob {
    uint8_t *bytes; /* owned */
    size_t count;
};

struct settings {
    HKEY key;
    wchar_t name[VIRTUAL_NAME_MAX + 1]; /* in lower case: letter case never counts */
    wchar_t *folder;                    /* owned; absolute, without a backslash at its end */
    /* Read anew by settings_refresh. */
    uint32_t media_serial;
    enum sim_medium medium;
    wchar_t *image; /* owned; NULL when there is none */
    uint32_t fault_serial;
    struct sim_fault faults[SIM_FAULTS_MAX]; /* their replies point into fault_blobs */
    size_t fault_count;
    /* Read once. */
    struct sim_identity identity; /* points into what follows */
    struct settings_blob inquiry, features, mode_pages;
    struct settings_blob fault_blobs[SIM_FAULTS_MAX];
    struct settings_blob capture_blobs[SETTINGS_CAPTURES_MAX];
    struct sim_capture captures[SETTINGS_CAPTURES_MAX];
};

/* name: in any letter case. ERROR_FILE_NOT_FOUND: there is no such recorder; ERROR_INVALID_DATA: its settings make no sense;
 * ERROR_NOT_ENOUGH_MEMORY; others. settings_close.
 */
DWORD settings_open(const wchar_t *name, struct settings **settings);
void settings_close(struct settings *settings);

/* Read medium and faults anew where their serials have changed; *media_changed, *faults_changed say so. ERROR_FILE_NOT_FOUND: the
 * recorder is not configured any more. After another error the next call reads what this one could not.
 */
DWORD settings_refresh(struct settings *settings, bool *media_changed, bool *faults_changed);

#endif
