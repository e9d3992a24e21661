/* Checks whether a stream is the image of a data disc. */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_CHECK_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_CHECK_H

#include <windows.h>
#include <objidl.h>

/* Check the size and the volume recognition sequence, which begins in sector 16 (ECMA-167, 2/8.3); sectors have 2048
 * bytes. The stream is at position 0 afterwards.
 * returns   S_OK; in this order: IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED (the size is not a multiple of 2048),
 *           IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG (more than 2147483647 sectors),
 *           IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND (no descriptor of ECMA-119, 167 or 168); the stream's own failures.
 */
HRESULT image_check(IStream *stream);

#endif
