/* What the portable core says, as HRESULT: the only place where one becomes the other. */
#ifndef OPENIMAPI2_IMAPI2FS_STATUS_H
#define OPENIMAPI2_IMAPI2FS_STATUS_H

#include <windows.h>

#include "fs/status.h"

/* FS_SOURCE_FAILED: the source's own number where it is a failing HRESULT, which is what every source of ours reports.
 */
HRESULT imapifs_result_of(enum fs_status status, const struct fs_failure *failure);

#endif
