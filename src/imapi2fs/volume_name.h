/* Names of the volume: which are accepted, and what each file system makes of one. */
#ifndef OPENIMAPI2_IMAPI2FS_VOLUME_NAME_H
#define OPENIMAPI2_IMAPI2FS_VOLUME_NAME_H

#include <stdbool.h>
#include <windows.h>

#include "fs/plan.h"
#include "imapi2fs.h"

/* 1 to 32 units, none below 20h and none of \ / : * ? " < > | ; */
bool volume_name_is_valid(BSTR name);

/* As it goes into a plan, which derives those of the file systems: FS_VOLUME_NAME_MAX units, of a longer one the
 * beginning. Returns the units written.
 */
size_t volume_name_of_image(BSTR name, uint16_t *units);

/* As a file system records it; NULL stays NULL. E_OUTOFMEMORY. */
HRESULT volume_name_get(BSTR name, FsiFileSystems system, BSTR *out);

#endif
