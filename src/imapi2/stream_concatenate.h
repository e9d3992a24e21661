/* MsftStreamConcatenate: a client's streams, one after the other, as one stream. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_CONCATENATE_H
#define OPENIMAPI2_IMAPI2_STREAM_CONCATENATE_H

#include <windows.h>

/* The class's constructor; the object is not initialized yet. */
HRESULT stream_concatenate_create(REFIID iid, void **out);

#endif
