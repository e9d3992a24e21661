/* Virtual recorders as devices: settings in the registry (virtual/layout.h), tray and medium in a state file.
 *
 * There are none until one is configured. HKCU is read before HKLM; for a name under both, HKCU wins. An elevated
 * process ignores the settings under HKCU (the user's own registry must not steer it), except under Wine, which has no
 * such tokens.
 */
#ifndef OPENIMAPI2_VIRTUAL_VIRTUAL_SOURCE_H
#define OPENIMAPI2_VIRTUAL_VIRTUAL_SOURCE_H

#include <stdint.h>

#include "device/device_source.h"

/* The legacy device number of the first virtual recorder: one more than the highest number of a real drive. */
typedef uint32_t (*virtual_first_number)(void *context);

/* IDs have the form
 *     \\?\openimapi2#cdrom&ven_<vendor>&prod_<product>&rev_<revision>#<name>#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}
 * in lower case, blanks as '_'; they are matched by <name> alone, in any letter case.
 * first_number, context: borrowed, called whenever a number is asked for; must outlive the source and its devices.
 *           NULL: numbers count from 0.
 * returns   DRIVE_OK, DRIVE_NO_MEMORY.
 */
enum drive_status virtual_source_create(virtual_first_number first_number, void *context, struct device_source **source,
                                        struct drive_failure *failure);

#endif
