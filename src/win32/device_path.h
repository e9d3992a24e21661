/* IDs of real drives, and the paths that they stand for.
 *
 *     \\?\<enumerator>#<device>#<instance>#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}     a device interface, as SetupAPI
 *     gives it
 *     \\?\wine#cdrom#<letter>#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}                  a drive letter, where there are
 *     no interfaces
 */
#ifndef OPENIMAPI2_WIN32_DEVICE_PATH_H
#define OPENIMAPI2_WIN32_DEVICE_PATH_H

#include <stdbool.h>
#include <wchar.h>

#include "device/device_source.h"

struct device_path {
    wchar_t open[DEVICE_ID_SIZE];     /* for CreateFile: the interface, or \\.\X: */
    wchar_t root[DEVICE_ID_SIZE + 1]; /* for the volume functions: the interface and a backslash, or X:\ */
    wchar_t letter;                   /* upper case; 0 for an interface */
};

/* Letter case does not matter. False, and out is undefined, for anything that is not such an ID: no other name is ever
 * opened.
 */
bool device_path_from_id(const char *id, struct device_path *out);

/* letter: A to Z. */
void device_id_from_letter(char letter, char id[DEVICE_ID_SIZE]);

#endif
