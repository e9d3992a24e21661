/* FsiStream: the bytes of a file of the image, as a readable stream. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_DATA_H
#define OPENIMAPI2_IMAPI2FS_ITEM_DATA_H

#include <windows.h>
#include <objidl.h>

#include "com/object.h"
#include "fs/source.h"
#include "imapi2fs/item.h"

/* Creates an agile stream at position 0.
 * source     borrowed as long as the stream holds `owner`; NULL: no bytes.
 * owner      held.
 * returns    E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT item_data_create(struct fs_source *source, struct com_object *owner, IStream **out);

/* The file item whose bytes the stream reads. Its object is held; release it with com_object_release. NULL: not such a
 * stream, or its owner is not an item.
 */
struct item *item_data_get_item(IStream *stream);

#endif
