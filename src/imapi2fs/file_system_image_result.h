/* FileSystemImageResult: the object that CreateResultImage returns. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_SYSTEM_IMAGE_RESULT_H
#define OPENIMAPI2_IMAPI2FS_FILE_SYSTEM_IMAGE_RESULT_H

#include <windows.h>

#include "imapi2fs.h"
#include "imapi2fs/image_snapshot.h"

/* The new object holds the snapshot. Failure: E_OUTOFMEMORY; *out is NULL then. */
HRESULT file_system_image_result_create(struct image_snapshot *snapshot, IFileSystemImageResult **out);

#endif
