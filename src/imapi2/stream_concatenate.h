/* MsftStreamConcatenate: a client's streams, one behind the other, as one. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_CONCATENATE_H
#define OPENIMAPI2_IMAPI2_STREAM_CONCATENATE_H

#include <windows.h>

/* The class's constructor; not initialized. */
HRESULT stream_concatenate_create(REFIID iid, void **out);

#endif
