/* The message inserts for a failure to read the bytes of an item: the item and its sizes, the stash file that has a
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

/* Set the call's inserts, which live until data_failure_free. Inserts without memory stay empty.
 * state   the state of the item's image; NULL: a boot image whose image is not known. The caller does not hold its
 *         lock.
 * node    NULL: a boot image.
 * found   the number of bytes that the item really has; NULL: not known.
 */
void data_failure_tell(struct data_failure *failure, struct imapifs_call *call, HRESULT hr, struct image_state *state,
                       const struct fs_node *node, const uint64_t *found);
void data_failure_free(struct data_failure *failure);

#endif
