/* What regsvr32 writes into the registry, and takes back, by a table and the description of the module.
 *
 * Our own classes are always written. Microsoft's names are taken all or none, in this view of the registry: none when
 * one of the library's classes is served there by another server whose file exists. What stood in the way of ours and
 * served nobody is kept, and comes back when ours goes. Ours is what bears our marker value, whatever the path.
 *
 * The module's state key (64-bit view) remembers it:
 *     x64, x86                 one per view
 *         Path                 REG_SZ   the server as written last
 *         Skipped              REG_SZ   why Microsoft's names were not taken; absent when they were
 *         Containers           key      names of values: keys above ours that this module made, or another one of
 *                                       ours that has gone since
 *         Undo                 key      what stood in our place, below the names it had under Software\Classes
 *     Shared                   Containers and Undo of the keys that both views see
 */
#ifndef OPENIMAPI2_SERVER_REGISTRATION_H
#define OPENIMAPI2_SERVER_REGISTRATION_H

#include <stdbool.h>
#include <windows.h>

#include "base/text.h"
#include "server/module.h"

enum registration_view { REGISTRATION_X64, REGISTRATION_X86 };

/* The view that this module's processes see. */
#ifdef _WIN64
#define REGISTRATION_NATIVE_VIEW REGISTRATION_X64
#else
#define REGISTRATION_NATIVE_VIEW REGISTRATION_X86
#endif

struct registration {
    const struct server_module *module;
    HKEY root;                   /* HKEY_LOCAL_MACHINE, or HKEY_CURRENT_USER for one user */
    enum registration_view view; /* whose classes */
    const WCHAR *path;           /* absolute, of the DLL */
    bool takes_names;            /* Microsoft's names whoever stands there (one user's choice) */
};

/* S_OK too when only our own classes were written: then the state says why. On failure everything that was written is
 * taken back (our own classes stay when only Microsoft's names were refused), and the explanation is a sentence for the
 * user.
 */
HRESULT registration_write(const struct registration *registration, struct text *explanation);

/* Takes back exactly what is ours; S_OK when nothing is. */
HRESULT registration_remove(const struct registration *registration, struct text *explanation);

#endif
