/* The session that an image continues: what its import and the other questions about a disc share. */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_IMPORT_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_IMPORT_H

#include "imapi2fs/image_state.h"
#include "imapi2fs/multisession.h"

static inline bool image_is_one_system(FsiFileSystems system)
{
    return system == FsiFileSystemISO9660 || system == FsiFileSystemJoliet || system == FsiFileSystemUDF;
}

/* The image's objects, held; NULL: it has none. */
struct multisession *image_hold_multisession(struct image_state *state);

/* Is the disc that was imported from in the drive, as it was? The caller has no lock.
 * returns   S_OK, also of an image without an import; IMAPI_E_DISC_MISMATCH; E_OUTOFMEMORY.
 */
HRESULT image_check_disc(struct image_state *state);

#endif
