/* The progress object of DDiscFormat2RawCDEvents::Update. */
#ifndef OPENIMAPI2_IMAPI2_RAW_CD_EVENT_ARGS_H
#define OPENIMAPI2_IMAPI2_RAW_CD_EVENT_ARGS_H

#include <windows.h>
#include <oaidl.h>

#include "burn/progress.h"

/* Create a snapshot that answers IDiscFormat2RawCDEventArgs, IWriteEngine2EventArgs and IDispatch and never changes.
 * *out is NULL on failure, E_OUTOFMEMORY.
 */
HRESULT raw_cd_event_args_create(const struct burn_progress *progress, IDispatch **out);

#endif
