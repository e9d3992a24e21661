/* The constructor of MsftRawCDImageCreator. */
#ifndef OPENIMAPI2_IMAPI2_RAW_CD_IMAGE_CREATOR_H
#define OPENIMAPI2_IMAPI2_RAW_CD_IMAGE_CREATOR_H

#include <windows.h>

HRESULT raw_cd_image_creator_create(REFIID iid, void **out);

#endif
