/* An image file, or the disc in a drive, as something that MsftFileSystemImage can import: multisession objects of our
 * own, since those of the burner stand for discs that can be continued, and a list is wanted of any.
 */
#ifndef OPENIMAPI2_DISCCTL_FOREIGN_DISC_H
#define OPENIMAPI2_DISCCTL_FOREIGN_DISC_H

#include <stdbool.h>

#include "imapi2.h"

#include "discctl/failure.h"

/* A disc of an image file that exists, or of the drive that DRIVE means. The last session of a drive's disc, the first
 * block of a file; IMultisessionSequential_Release(). False, and failure is set.
 */
bool foreign_disc_of_file(const char *path, IMultisessionSequential **disc, struct failure *failure);
bool foreign_disc_of_drive(const char *drive, IMultisessionSequential **disc, struct failure *failure);

#endif
