/* MsftStreamZero: a stream of zeros, of the size that SetSize gives it. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_ZERO_H
#define OPENIMAPI2_IMAPI2_STREAM_ZERO_H

#include <windows.h>

/* The class's constructor; its size is 0. */
HRESULT stream_zero_create(REFIID iid, void **out);

#endif
