/* The progress object of DDiscFormat2TrackAtOnceEvents::Update. */
#ifndef OPENIMAPI2_IMAPI2_TRACK_AT_ONCE_EVENT_ARGS_H
#define OPENIMAPI2_IMAPI2_TRACK_AT_ONCE_EVENT_ARGS_H

#include <windows.h>
#include <oaidl.h>

#include "burn/progress.h"

/* Create a snapshot that answers IDiscFormat2TrackAtOnceEventArgs, IWriteEngine2EventArgs and IDispatch and never
 * changes. *out is NULL on failure, E_OUTOFMEMORY.
 * track  number on the disc, 1-99.
 */
HRESULT track_at_once_event_args_create(const struct burn_progress *progress, unsigned track, IDispatch **out);

#endif
