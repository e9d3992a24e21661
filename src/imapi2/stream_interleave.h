/* MsftStreamInterleave: a client's streams, taking turns, as one stream. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_INTERLEAVE_H
#define OPENIMAPI2_IMAPI2_STREAM_INTERLEAVE_H

#include <windows.h>

/* The class's constructor; the object is not initialized yet. */
HRESULT stream_interleave_create(REFIID iid, void **out);

#endif
