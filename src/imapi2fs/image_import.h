/* The session that an image continues: helpers shared by the import and the other queries about a disc. */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_IMPORT_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_IMPORT_H

#include "imapi2fs/image_state.h"
#include "imapi2fs/multisession.h"

static inline bool image_is_one_system(FsiFileSystems system)
{
    return system == FsiFileSystemISO9660 || system == FsiFileSystemJoliet || system == FsiFileSystemUDF;
}

/* The image's multisession objects, held; the caller releases them. NULL: it has none. */
struct multisession *image_hold_multisession(struct image_state *state);

/* Check that the imported disc is still in the drive, unchanged. The caller holds no lock.
 * returns   S_OK, also for an image without an import; IMAPI_E_DISC_MISMATCH; E_OUTOFMEMORY.
 */
HRESULT image_check_disc(struct image_state *state);

#endif
