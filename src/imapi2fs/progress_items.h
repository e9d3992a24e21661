/* IProgressItems: maps each block of an image to its item, so that a program can show the item being written. */
#ifndef OPENIMAPI2_IMAPI2FS_PROGRESS_ITEMS_H
#define OPENIMAPI2_IMAPI2FS_PROGRESS_ITEMS_H

#include <windows.h>

#include "imapi2fs.h"
#include "imapi2fs/image_snapshot.h"

/* Creates an agile collection. The collection and its enumerators hold the snapshot; the items that they return do not.
 * Failure: E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT progress_items_create(struct image_snapshot *snapshot, IProgressItems **out);

#endif
