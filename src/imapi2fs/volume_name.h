/* Names of the volume: their validity, and their form in each file system. */
#ifndef OPENIMAPI2_IMAPI2FS_VOLUME_NAME_H
#define OPENIMAPI2_IMAPI2FS_VOLUME_NAME_H

#include <stdbool.h>
#include <windows.h>

#include "fs/plan.h"
#include "imapi2fs.h"

/* Whether the name has 1 to 32 units, none below 20h and none of \ / : * ? " < > | ; */
bool volume_name_is_valid(BSTR name);

/* The name for a plan, which derives the names of the file systems from it: at most FS_VOLUME_NAME_MAX units, a longer
 * name is cut. Returns the units written.
 */
size_t volume_name_of_image(BSTR name, uint16_t *units);

/* The name as a file system records it; NULL stays NULL. Failure: E_OUTOFMEMORY. */
HRESULT volume_name_get(BSTR name, FsiFileSystems system, BSTR *out);

#endif
