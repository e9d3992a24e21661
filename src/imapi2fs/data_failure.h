/* What stands in the text of a failure to read the bytes of an item: the item and its sizes, the stash file that has a
 * copy of it, or the block of the disc that it is on.
 */
#ifndef OPENIMAPI2_IMAPI2FS_DATA_FAILURE_H
#define OPENIMAPI2_IMAPI2FS_DATA_FAILURE_H

#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "imapi2fs/call.h"
#include "imapi2fs/image_state.h"

struct data_failure {
    BSTR path;
    WCHAR *stash;
    WCHAR expected[IMAPIFS_NUMBER_CHARS], found[IMAPIFS_NUMBER_CHARS];
};

/* Give the call its inserts, which live until data_failure_free. Without memory they stay empty.
 * state   whose item it is; NULL: a boot image that the state of no image is known of. Its lock is free.
 * node    NULL: a boot image.
 * found   bytes that the item turned out to have; NULL: they are not known.
 */
void data_failure_tell(struct data_failure *failure, struct imapifs_call *call, HRESULT hr, struct image_state *state,
                       const struct fs_node *node, const uint64_t *found);
void data_failure_free(struct data_failure *failure);

#endif
