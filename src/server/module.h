/* The description of an in-process server: everything that its registration and its exports need. Each of our DLLs
 * defines one, `server_module`, and otherwise consists of the same files.
 */
#ifndef OPENIMAPI2_SERVER_MODULE_H
#define OPENIMAPI2_SERVER_MODULE_H

#include <stddef.h>
#include <windows.h>

#include "com/class_factory.h"

struct server_class {
    const CLSID *clsid;     /* Microsoft's; NULL: a class that Microsoft's server does not have */
    const CLSID *own_clsid; /* ours, valid whatever else is registered */
    const WCHAR *name; /* ProgIDs are <prefix>.<name> and <prefix>.<name>.1, with each of the module's two prefixes */
    const WCHAR *description;
    com_create create; /* gets the module's environment as its context */
};

/* An interface that the automation marshaler carries between apartments by its type library: dual and event interfaces.
 */
struct server_interface {
    const IID *iid;
    const WCHAR *name;
};

struct server_module {
    const WCHAR *product;      /* of all our modules: prefix of own ProgIDs, marker in the registry, source of errors */
    const WCHAR *prefix;       /* of Microsoft's ProgIDs */
    const WCHAR *file_name;    /* of the DLL */
    const WCHAR *appid;        /* of Microsoft's server; as text, in braces; NULL: not known */
    const WCHAR *appid_name;   /* its description */
    const WCHAR *library;      /* LIBID, version 1.0; as text, in braces */
    const WCHAR *library_name; /* its description */
    const WCHAR *own_library;  /* likewise, of our additions to Microsoft's: resource 2 of the DLL; NULL: none */
    const WCHAR *own_library_name;
    const WCHAR *state_key; /* below the root; the saved state of the registration, one key for each module */

    const struct server_class *classes; /* the implemented ones */
    size_t class_count;
    const struct server_interface *interfaces;
    size_t interface_count;
    const struct server_interface *own_interfaces; /* of own_library */
    size_t own_interface_count;
    const CLSID *const
        *rivals; /* every class of the type library: another server that serves one of them owns Microsoft's names */
    size_t rival_count;

    /* The environment that the classes are created from: created when first needed, borrowed, valid as long as the
     * module is in use (the caller counts in it). E_OUTOFMEMORY. NULL: the classes need none, and their context is
     * NULL.
     */
    HRESULT (*get_environment)(const void **environment);
};

/* The description of this DLL. */
extern const struct server_module server_module;

/* Look a class up by either of its CLSIDs; NULL if there is none. */
const struct server_class *server_class_find(const struct server_module *module, REFCLSID clsid);

#endif
