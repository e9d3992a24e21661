/* The name under which a program holds a drive; it is shown to other programs that find the drive held. */
#ifndef OPENIMAPI2_IMAPI2_CLIENT_NAME_H
#define OPENIMAPI2_IMAPI2_CLIENT_NAME_H

#include <stdbool.h>
#include <windows.h>
#include <oleauto.h>

#include "drive/status.h"

/* Convert a client name. It is valid if it has 1 to 63 characters, all allowed by drive_holder_may_contain. Any other
 * name gives false, and "" in out. name is not NULL.
 */
bool client_name_from_bstr(BSTR name, char out[DRIVE_HOLDER_SIZE]);

#endif
