/* The volume set identifier, which ISO 9660 and UDF share. */
#ifndef OPENIMAPI2_FS_VOLUME_SET_H
#define OPENIMAPI2_FS_VOLUME_SET_H

#include "fs/plan.h"

enum { FS_VOLUME_SET_MAX = 8 + FS_VOLUME_NAME_MAX };

/* Hour, minute, second and hundredth of the plan's time as eight hexadecimal digits, then the volume name, as observed
 * in images written by Microsoft's imapi2fs.dll. OSTA UDF 2.2.2.5 requires such a beginning.
 * identifier  FS_VOLUME_SET_MAX units.
 * returns     the units written.
 */
size_t fs_volume_set_identifier(const struct fs_plan *plan, uint16_t *identifier);

#endif
