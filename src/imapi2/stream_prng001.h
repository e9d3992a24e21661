/* MsftStreamPrng001: a stream of pseudo-random bytes whose size is set with SetSize. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_PRNG001_H
#define OPENIMAPI2_IMAPI2_STREAM_PRNG001_H

#include <windows.h>

/* The class's constructor; size and seed are 0. */
HRESULT stream_prng001_create(REFIID iid, void **out);

#endif
