/* FsiStream: the bytes of a file of the image, as a stream that can be read. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_DATA_H
#define OPENIMAPI2_IMAPI2FS_ITEM_DATA_H

#include <windows.h>
#include <objidl.h>

#include "com/object.h"
#include "fs/source.h"
#include "imapi2fs/item.h"

/* A stream at position 0. It is agile.
 * source     borrowed, for as long as `owner` has a reference of the stream's; NULL: no bytes.
 * owner      held.
 * returns    E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT item_data_create(struct fs_source *source, struct com_object *owner, IStream **out);

/* The file of an image whose bytes the stream gives; com_object_release of its object. NULL: the stream is none of
 * these, or its owner is no item.
 */
struct item *item_data_get_item(IStream *stream);

#endif
