/* IProgressItem: a run of blocks and the description of its contents; immutable. */
#ifndef OPENIMAPI2_IMAPI2FS_PROGRESS_ITEM_H
#define OPENIMAPI2_IMAPI2FS_PROGRESS_ITEM_H

#include <windows.h>

#include "fs/extent.h"
#include "imapi2fs.h"

/* description: taken over only on success. Failure: E_OUTOFMEMORY; *out is NULL then. */
HRESULT progress_item_create(BSTR description, const struct fs_extent *extent, IProgressItem **out);

#endif
