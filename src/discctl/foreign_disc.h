/* Presents an image file, or the disc in a drive, in a form that MsftFileSystemImage can import: as multisession
 * objects of our own, since those of IMAPI2 exist only for discs that can be continued, and any disc must be listed.
 */
#ifndef OPENIMAPI2_DISCCTL_FOREIGN_DISC_H
#define OPENIMAPI2_DISCCTL_FOREIGN_DISC_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* The disc of an existing image file, or of the drive that DRIVE means. Of a drive's disc the last session is imported,
 * of a file the session at its first block. IMultisessionSequential_Release(). False, and sets failure.
 */
bool foreign_disc_of_file(const char *path, IMultisessionSequential **disc, struct failure *failure);
bool foreign_disc_of_drive(const char *drive, IMultisessionSequential **disc, struct failure *failure);

#endif
