/* IProgressItems: which item of an image each of its blocks belongs to, so that a program can say what it writes. */
#ifndef OPENIMAPI2_IMAPI2FS_PROGRESS_ITEMS_H
#define OPENIMAPI2_IMAPI2FS_PROGRESS_ITEMS_H

#include <windows.h>

#include "imapi2fs.h"
#include "imapi2fs/image_snapshot.h"

/* A collection that holds the snapshot, as its enumerators do; the items that they hand out do not. Agile.
 * E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT progress_items_create(struct image_snapshot *snapshot, IProgressItems **out);

#endif
