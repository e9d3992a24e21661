/* A track of a raw audio image, as clients see it. */
#ifndef OPENIMAPI2_IMAPI2_RAW_CD_TRACK_INFO_H
#define OPENIMAPI2_IMAPI2_RAW_CD_TRACK_INFO_H

#include "imapi2.h"
#include "imapi2/raw_image.h"

/* number: 0 for the first track of the image; the track must exist. The object holds the image. *out is NULL on
 * failure.
 */
HRESULT raw_cd_track_info_create(struct raw_image *image, unsigned number, IRawCDImageTrackInfo **out);

#endif
