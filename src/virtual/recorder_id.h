/* The names by which programs know a virtual recorder, made from its settings. */
#ifndef OPENIMAPI2_VIRTUAL_RECORDER_ID_H
#define OPENIMAPI2_VIRTUAL_RECORDER_ID_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

#include "device/device_source.h"
#include "sim/sim_identity.h"
#include "virtual/layout.h"

/* \\?\openimapi2#cdrom&ven_<vendor>&prod_<product>&rev_<revision>#<name>#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}
 * All in lower case. Characters other than letters, digits, '.' and '-' become '_'; trailing blanks of the INQUIRY
 * fields are dropped. name: the recorder's name in the settings. The ID always fits.
 */
void recorder_id_format(const wchar_t *name, const struct sim_identity *identity, char id[DEVICE_ID_SIZE]);

/* The <name> in such an ID, in any letter case; the text between the first '#' and the name is ignored. False: another
 * kind of ID.
 */
bool recorder_id_parse(const char *id, wchar_t name[VIRTUAL_NAME_MAX + 1]);

/* \\?\Volume{...}\ with a number that depends on the name alone: the same in every process, always. */
void recorder_id_volume(const wchar_t *name, char volume[DEVICE_VOLUME_SIZE]);

#endif
