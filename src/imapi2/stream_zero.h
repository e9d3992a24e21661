/* MsftStreamZero: a stream of zeros whose size is set with SetSize. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_ZERO_H
#define OPENIMAPI2_IMAPI2_STREAM_ZERO_H

#include <windows.h>

/* The class's constructor; the size is 0. */
HRESULT stream_zero_create(REFIID iid, void **out);

#endif
