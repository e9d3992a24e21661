/* What stands in the registry about the classes that we have and about us: for `discctl doctor`. */
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
 *     server           path of the DLL
 *     exists, ours     booleans: the file is there; it bears the marker of our registration
 *     threading        "Both"
 */
cJSON *registered_classes(void);

/* The classes that both DLLs have, whether they are registered or not, in a fixed order. False: there is none of this
 * index.
 */
bool registered_class_at(size_t index, const char **name, const CLSID **clsid);

/* What our registration remembers: {programs, scope, path, skipped}, one for each view and scope; skipped is null when
 * Microsoft's names were taken too, else the reason why they were not.
 */
cJSON *registered_states(void);

/* {"file": path or null, "from": "environment", "user", "machine" or null}: the file that commands are written down in
 * by programs that run as this one does. "unheeded": the path that this user set, where this program is elevated and
 * follows the machine's alone.
 */
cJSON *registered_trace(void);

#endif
