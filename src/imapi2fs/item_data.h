/* FsiStream: the bytes of a file of the image, as a stream that can be read. */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_DATA_H
#define OPENIMAPI2_IMAPI2FS_ITEM_DATA_H

#include <windows.h>
#include <objidl.h>

#include "com/object.h"
#include "fs/source.h"

/* A stream at position 0. It is agile.
 * source     borrowed, for as long as `owner` has a reference of the stream's; NULL: no bytes.
 * owner      held.
 * returns    E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT item_data_create(struct fs_source *source, struct com_object *owner, IStream **out);

/* The owner, borrowed, where the stream is such a one; else NULL. */
struct com_object *item_data_peek_owner(IStream *stream);

#endif
