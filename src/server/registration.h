/* Writes the entries of a module into the registry for regsvr32, and removes them, from a table and the module's
 * description.
 *
 * Our own classes are always written. Microsoft's names are written all or none in this view of the registry: none if
 * another server whose file exists serves one of the library's classes there. An entry in our way that served no class
 * is saved, and is restored when ours is removed. An entry is ours if it bears our marker value, whatever its path;
 * exception: a class key whose server path another server has overwritten.
 *
 * The module's state key (64-bit view) records this:
 *     x64, x86                 one per view
 *         Path                 REG_SZ   the path of the server as last written
 *         Skipped              REG_SZ   why Microsoft's names were not written; absent if they were
 *         Containers           key      names of values: the keys above ours that were created by this module, or by
 *                                       another module of ours that has been removed since
 *         Undo                 key      the saved entries, under their names below Software\Classes
 *     Shared                   Containers and Undo of the keys that both views see
 */
#ifndef OPENIMAPI2_SERVER_REGISTRATION_H
#define OPENIMAPI2_SERVER_REGISTRATION_H

#include <stdbool.h>
#include <windows.h>

#include "base/text.h"
#include "server/module.h"

enum registration_view { REGISTRATION_X64, REGISTRATION_X86 };

/* The view that processes of this module's architecture see. */
#ifdef _WIN64
#define REGISTRATION_NATIVE_VIEW REGISTRATION_X64
#else
#define REGISTRATION_NATIVE_VIEW REGISTRATION_X86
#endif

struct registration {
    const struct server_module *module;
    HKEY root;                   /* HKEY_LOCAL_MACHINE, or HKEY_CURRENT_USER for one user */
    enum registration_view view; /* whose classes are written */
    const WCHAR *path;           /* of the DLL; absolute */
    bool takes_names;            /* Microsoft's names, even from another server (one user's choice) */
};

/* Returns S_OK also if only our own classes were written; the state then says why. On failure all written entries are
 * removed again (our own classes stay if only Microsoft's names failed), and the explanation is a sentence for the
 * user.
 */
HRESULT registration_write(const struct registration *registration, struct text *explanation);

/* Removes exactly the entries that are ours; S_OK if there are none. */
HRESULT registration_remove(const struct registration *registration, struct text *explanation);

#endif
