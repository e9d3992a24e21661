/* The boot options of an image, in the order of the boot catalog: objects of clients, or a copy of our own. */
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

/* Counted; nothing in it changes. NULL is the list without elements. The functions below call clients' objects, so the
 * caller holds no lock.
 */
struct boot_list;

/* A list of one copy. options NULL: no list, and S_OK. As boot_options_copy; *out is NULL on failure. */
HRESULT boot_list_copy(IBootOptions *options, struct copy_store *copies, struct boot_list **out,
                       struct host_failure *failure);

/* A list of the array's own objects. An array without elements, and NULL: no list, and S_OK.
 * array     VT_VARIANT (of objects, or of references to such variants), VT_DISPATCH or VT_UNKNOWN; any lower bound.
 * returns   E_INVALIDARG (dimensions; what is no array of objects), IMAPI_E_BOOT_IMAGE_DATA (over 32; one without an
 *           image), E_NOINTERFACE (an object that is no IBootOptions), E_OUTOFMEMORY. *out is NULL on failure.
 */
HRESULT boot_list_from_array(SAFEARRAY *array, struct boot_list **out);

/* Blocks of all images, by the sizes that the objects told when they were put. */
uint64_t boot_list_blocks(const struct boot_list *list);

/* Is it an object of the list? */
bool boot_list_has(struct boot_list *list, IBootOptions *options);

void boot_list_add_ref(struct boot_list *list); /* NULL is allowed */
void boot_list_release(struct boot_list *list);

/* The first one, or NULL and S_OK. */
HRESULT boot_list_get_first(struct boot_list *list, IBootOptions **out);

/* All of them: VT_DISPATCH, from index 0. */
HRESULT boot_list_get_array(struct boot_list *list, SAFEARRAY **out);

/* What a plan borrows. */
struct boot_entries {
    struct fs_boot_entry entries[FS_BOOT_ENTRIES_MAX];
    size_t count;
};

/* As boot_options_entry. boot_entries_release, which a failure has done. */
HRESULT boot_list_get_entries(struct boot_list *list, struct copy_store *copies, struct boot_entries *out,
                              struct host_failure *failure);
void boot_entries_release(struct boot_entries *entries);

#endif
