/* Converts the status of the portable core to an HRESULT; no other place does so. */
#ifndef OPENIMAPI2_IMAPI2FS_STATUS_H
#define OPENIMAPI2_IMAPI2FS_STATUS_H

#include <windows.h>

#include "fs/status.h"

/* FS_SOURCE_FAILED becomes the source's own number if that is a failing HRESULT; every source of ours reports one. */
HRESULT imapifs_result_of(enum fs_status status, const struct fs_failure *failure);

#endif
