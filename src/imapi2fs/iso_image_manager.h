/* MsftIsoImageManager: provides an existing image file as a stream for the writers. */
#ifndef OPENIMAPI2_IMAPI2FS_ISO_IMAGE_MANAGER_H
#define OPENIMAPI2_IMAPI2FS_ISO_IMAGE_MANAGER_H

#include <windows.h>

/* *out is NULL on failure. */
HRESULT iso_image_manager_create(REFIID iid, void **out);

#endif
