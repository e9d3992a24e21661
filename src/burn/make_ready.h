/* Waiting for the medium before it is examined. */
#ifndef OPENIMAPI2_BURN_MAKE_READY_H
#define OPENIMAPI2_BURN_MAKE_READY_H

#include "burn/burn.h"

/* TEST UNIT READY until the medium is ready, up to 40 s, the time that a load takes. starts: START UNIT is sent first;
 * otherwise only where the drive asks for it (02/04/02).
 * returns   BURN_OK, BURN_CANCELLED, or the result of TEST UNIT READY: no disc is a refusal with that sense.
 */
enum burn_status burn_make_ready(const struct burn_tools *tools, bool starts, struct burn_failure *failure);

#endif
