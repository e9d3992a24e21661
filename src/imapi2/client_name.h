/* The name under which a program holds a drive: shown to whoever finds it taken. */
#ifndef OPENIMAPI2_IMAPI2_CLIENT_NAME_H
#define OPENIMAPI2_IMAPI2_CLIENT_NAME_H

#include <stdbool.h>
#include <windows.h>
#include <oleauto.h>

#include "drive/status.h"

/* Letters A-Z and a-z, digits, blank, and . , : ; - _ make a valid name of 1 to 63 characters (IOCTL_CDROM_EXCLUSIVE_ACCESS
 * documentation). False, and "", for any other; name is not NULL.
 */
bool client_name_from_bstr(BSTR name, char out[DRIVE_HOLDER_SIZE]);

#endif
