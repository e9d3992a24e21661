/* BootOptions: a boot image and how it is entered in the boot catalog. */
#ifndef OPENIMAPI2_IMAPI2FS_BOOT_OPTIONS_H
#define OPENIMAPI2_IMAPI2FS_BOOT_OPTIONS_H

#include <windows.h>

#include "fs/eltorito.h"
#include "imapi2fs.h"
#include "imapi2fs/copy_store.h"

/* The coclass: a PC's image without emulation, none assigned. *out is NULL on failure. */
HRESULT boot_options_create(REFIID iid, void **out);

/* The functions below take any object with the interface, call it and its stream, and so want no lock held. */

/* A BootOptions object of our own with the same values and a copy of the bytes.
 * copies    where the bytes go; the copy holds it.
 * returns   IMAPI_E_BOOT_IMAGE_DATA: it has no image, or one that cannot be read; what copy_store_add and the object
 *           itself say. *out is NULL on failure.
 */
HRESULT boot_options_copy(IBootOptions *options, struct copy_store *copies, IBootOptions **out,
                          struct host_failure *failure);

/* Its entry in the boot catalog. entry->source is the caller's to release; a long image stays in its stream.
 * returns   as above; IMAPI_E_BOOT_IMAGE_DATA for a value, too, that no catalog can have.
 */
HRESULT boot_options_entry(IBootOptions *options, struct copy_store *copies, struct fs_boot_entry *entry,
                           struct host_failure *failure);

#endif
