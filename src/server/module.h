/* The description of an in-process server: everything that its registration and its exports have to know. Each DLL of
 * ours defines one, `server_module`, and is otherwise made of the same files.
 */
#ifndef OPENIMAPI2_SERVER_MODULE_H
#define OPENIMAPI2_SERVER_MODULE_H

#include <stddef.h>
#include <windows.h>

#include "com/class_factory.h"

struct server_class {
    const CLSID *clsid;     /* Microsoft's; NULL: a class that Microsoft's server has not */
    const CLSID *own_clsid; /* ours, whatever else is registered */
    const WCHAR *name; /* ProgIDs are <prefix>.<name> and <prefix>.<name>.1, with each of the module's two prefixes */
    const WCHAR *description;
    com_create create; /* its context is the module's environment */
};

/* An interface of a type library that the automation marshaler carries between apartments: dual ones and events. */
struct server_interface {
    const IID *iid;
    const WCHAR *name;
};

struct server_module {
    const WCHAR *product; /* of all our modules: prefix of our own ProgIDs, marker in the registry, source of errors */
    const WCHAR *prefix;  /* of Microsoft's ProgIDs */
    const WCHAR *file_name;    /* of the DLL */
    const WCHAR *appid;        /* of Microsoft's server; as text, in braces; NULL: not known */
    const WCHAR *appid_name;   /* its description */
    const WCHAR *library;      /* LIBID, version 1.0; as text, in braces */
    const WCHAR *library_name; /* its description */
    const WCHAR *own_library;  /* likewise of what we have beyond Microsoft's: resource 2 of the DLL; NULL: nothing */
    const WCHAR *own_library_name;
    const WCHAR *state_key; /* below the root: what registration remembers; each module has its own */

    const struct server_class *classes; /* those that work */
    size_t class_count;
    const struct server_interface *interfaces;
    size_t interface_count;
    const struct server_interface *own_interfaces; /* of own_library */
    size_t own_interface_count;
    const CLSID *const
        *rivals; /* every class of the type library: another server that serves one of them has its names */
    size_t rival_count;

    /* What the classes are made from; made at the first need, borrowed, and there as long as the module is in use (the
     * caller counts in it). E_OUTOFMEMORY. NULL: they need nothing, and their context is NULL.
     */
    HRESULT (*get_environment)(const void **environment);
};

/* This DLL's. */
extern const struct server_module server_module;

/* By either of its CLSIDs; NULL when there is none. */
const struct server_class *server_class_find(const struct server_module *module, REFCLSID clsid);

#endif
