/* The name under which a program holds a drive: shown to whoever finds it taken. */
#ifndef OPENIMAPI2_IMAPI2_CLIENT_NAME_H
#define OPENIMAPI2_IMAPI2_CLIENT_NAME_H

#include <stdbool.h>
#include <windows.h>
#include <oleauto.h>

#include "drive/status.h"

/* 1 to 63 of the characters that drive_holder_may_contain allows make a valid name. False, and "", for any other; name
 * is not NULL.
 */
bool client_name_from_bstr(BSTR name, char out[DRIVE_HOLDER_SIZE]);

#endif
