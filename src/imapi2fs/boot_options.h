/* BootOptions: a boot image and the values of its boot catalog entry. */
#ifndef OPENIMAPI2_IMAPI2FS_BOOT_OPTIONS_H
#define OPENIMAPI2_IMAPI2FS_BOOT_OPTIONS_H

#include <windows.h>

#include "fs/eltorito.h"
#include "imapi2fs.h"
#include "imapi2fs/copy_store.h"

/* Creates the coclass: platform PC, no emulation, no image assigned. *out is NULL on failure. */
HRESULT boot_options_create(REFIID iid, void **out);

/* The functions below accept any object with the interface. They call it and its stream, so the caller must not hold a
 * lock.
 */

/* Creates our own BootOptions object with the same values and a copy of the bytes.
 * copies    stores the bytes; the copy holds a reference to it.
 * returns   IMAPI_E_BOOT_IMAGE_DATA: the object has no image, or an unreadable one; the failures of copy_store_add and
 *           of the object itself. *out is NULL on failure.
 */
HRESULT boot_options_copy(IBootOptions *options, struct copy_store *copies, IBootOptions **out,
                          struct host_failure *failure);

/* Makes the object's boot catalog entry. The caller releases entry->source; a long image stays in its stream.
 * returns   as above; IMAPI_E_BOOT_IMAGE_DATA also for a value that a boot catalog cannot hold.
 */
HRESULT boot_options_entry(IBootOptions *options, struct copy_store *copies, struct fs_boot_entry *entry,
                           struct host_failure *failure);

#endif
