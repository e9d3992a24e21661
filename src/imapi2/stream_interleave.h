/* MsftStreamInterleave: a client's streams, taking turns, as one. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_INTERLEAVE_H
#define OPENIMAPI2_IMAPI2_STREAM_INTERLEAVE_H

#include <windows.h>

/* The class's constructor; not initialized. */
HRESULT stream_interleave_create(REFIID iid, void **out);

#endif
