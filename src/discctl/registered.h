/* Reads the registration of our classes and our own settings from the registry, for `discctl doctor`. */
#ifndef OPENIMAPI2_DISCCTL_REGISTERED_H
#define OPENIMAPI2_DISCCTL_REGISTERED_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>
#include <cjson/cJSON.h>

/* One object for every place in which a class that we have is registered, under Microsoft's CLSID or
 * ours:
 *     class, clsid     "MsftDiscMaster2", "{...}"
 *     programs         "x64" or "x86": whose view of the registry
 *     scope            "user" or "machine"
 *     server           path of its DLL
 *     exists, ours     booleans: the DLL exists; the key has the marker of our registration
 *     threading        "Both"
 */
cJSON *registered_classes(void);

/* The classes of both DLLs, whether registered or not, in a fixed order. False: the index is out of range. */
bool registered_class_at(size_t index, const char **name, const CLSID **clsid);

/* The record of our registration: {programs, scope, path, skipped}, one for each view and scope. skipped is null if
 * Microsoft's names were registered too, else the reason why not.
 */
cJSON *registered_states(void);

/* {"file": path or null, "from": "environment", "user", "machine" or null}: the file in which commands are traced by
 * programs that run as this one does. "unheeded": the path that this user set, if this program is elevated and
 * therefore follows only the machine's setting.
 */
cJSON *registered_trace(void);

#endif
