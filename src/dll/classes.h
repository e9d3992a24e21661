/* The classes that work, in one table: what creates them, and what registration writes of them. */
#ifndef OPENIMAPI2_DLL_CLASSES_H
#define OPENIMAPI2_DLL_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

#include "base/clock.h"
#include "drive/device_source.h"

struct class_entry {
    const CLSID *clsid;     /* Microsoft's */
    const CLSID *own_clsid; /* ours, whatever else is registered */
    const WCHAR *name;      /* ProgIDs are IMAPI2.<name>, IMAPI2.<name>.1, OpenIMAPI2.<name>, OpenIMAPI2.<name>.1 */
    const WCHAR *description;
    HRESULT (*create)(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out);
};

extern const struct class_entry class_entries[];
extern const size_t class_entry_count;

/* By either of its CLSIDs; NULL when there is none. */
const struct class_entry *class_entry_find(REFCLSID clsid);

/* Every class of the type library, those that do not work yet too: whoever serves one of them serves IMAPI2. */
extern const CLSID *const library_classes[];
extern const size_t library_class_count;

/* The interfaces of the type library that the automation marshaler carries between apartments: dual ones and events. */
struct interface_entry {
    const IID *iid;
    const WCHAR *name;
};

extern const struct interface_entry interface_entries[];
extern const size_t interface_entry_count;

#endif
