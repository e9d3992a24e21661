/* FsiFileItem: a file of the image. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_ITEM_H
#define OPENIMAPI2_IMAPI2FS_FILE_ITEM_H

#include "com/object.h"
#include "fs/node.h"
#include "imapi2fs/image_state.h"

/* Creates an object with one reference. Only for item_get, which holds the lock. NULL: no memory. */
struct com_object *file_item_new(struct image_state *state, struct fs_node *node);

#endif
