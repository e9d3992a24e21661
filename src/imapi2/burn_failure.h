/* How a burn or an erase ended, as IMAPI's HRESULT and in words. */
#ifndef OPENIMAPI2_IMAPI2_BURN_FAILURE_H
#define OPENIMAPI2_IMAPI2_BURN_FAILURE_H

#include <windows.h>

#include "base/text.h"
#include "burn/failure.h"

/* The classes that burn: each has its own codes for the same failure. */
enum burn_failure_class {
    BURN_FAILURE_OF_DATA,
    BURN_FAILURE_OF_ERASE,
    BURN_FAILURE_OF_TRACKS, /* MsftDiscFormat2TrackAtOnce */
    BURN_FAILURE_OF_RAW,    /* MsftDiscFormat2RawCD */
    BURN_FAILURE_CLASSES
};

/* BURN_OK is S_OK; every other status is a failure. */
HRESULT hresult_from_burn(const struct burn_failure *failure, enum burn_failure_class class);

/* Append whole sentences that failure_text does not derive from failure->drive: how much the data exceeds the medium,
 * why the medium cannot be written, which sector failed. Nothing is appended if no more is known.
 */
void burn_failure_text(struct text *text, const struct burn_failure *failure);

#endif
