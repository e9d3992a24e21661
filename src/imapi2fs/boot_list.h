/* The boot options of an image, in the order of the boot catalog: the client's objects, or our own copy. */
#ifndef OPENIMAPI2_IMAPI2FS_BOOT_LIST_H
#define OPENIMAPI2_IMAPI2FS_BOOT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "fs/eltorito.h"
#include "imapi2fs.h"
#include "imapi2fs/copy_store.h"

/* Reference-counted and immutable. NULL is the empty list. The functions below call clients' objects, so the caller
 * must not hold a lock.
 */
struct boot_list;

/* Creates a list of one copy, with the results of boot_options_copy. options NULL: no list, and S_OK. *out is NULL on
 * failure.
 */
HRESULT boot_list_copy(IBootOptions *options, struct copy_store *copies, struct boot_list **out,
                       struct host_failure *failure);

/* Creates a list of the array's own objects. NULL or an array without elements: no list, and S_OK.
 * array     VT_VARIANT (of objects, or of references to such variants), VT_DISPATCH or VT_UNKNOWN; any lower bound.
 * returns   E_INVALIDARG (wrong number of dimensions, or not an array of objects), IMAPI_E_BOOT_IMAGE_DATA (over 32
 *           objects, or one without an image), E_NOINTERFACE (an object without IBootOptions), E_OUTOFMEMORY. *out is
 *           NULL on failure.
 */
HRESULT boot_list_from_array(SAFEARRAY *array, struct boot_list **out);

/* The total blocks of all images, by the sizes that the objects reported when they were put. */
uint64_t boot_list_blocks(const struct boot_list *list);

/* Whether the list contains the object. */
bool boot_list_has(struct boot_list *list, IBootOptions *options);

void boot_list_add_ref(struct boot_list *list); /* NULL is allowed */
void boot_list_release(struct boot_list *list);

/* The first object; NULL and S_OK for an empty list. */
HRESULT boot_list_get_first(struct boot_list *list, IBootOptions **out);

/* All objects, as an array of VT_DISPATCH from index 0. */
HRESULT boot_list_get_array(struct boot_list *list, SAFEARRAY **out);

/* The entries that a plan borrows. */
struct boot_entries {
    struct fs_boot_entry entries[FS_BOOT_ENTRIES_MAX];
    size_t count;
};

/* Results as of boot_options_entry. Free the entries with boot_entries_release; a failure has done so already. */
HRESULT boot_list_get_entries(struct boot_list *list, struct copy_store *copies, struct boot_entries *out,
                              struct host_failure *failure);
void boot_entries_release(struct boot_entries *entries);

#endif
