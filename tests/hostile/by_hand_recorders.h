/* Recorders of the client's own, for the writers: what a writer does with them sends our drive nothing. */
#ifndef OPENIMAPI2_TESTS_HOSTILE_BY_HAND_RECORDERS_H
#define OPENIMAPI2_TESTS_HOSTILE_BY_HAND_RECORDERS_H

#include "com/foreign_recorder.h"
#include "hostile/by_hand.h"

/* Gives every question the answer of a CD writer. */
struct foreign_recorder *client_recorder(void);

/* Those with a blank CD, new for each object that gets the recorder: one as it is bought, and a small one. */
struct foreign_recorder *track_recorder(void);
struct foreign_recorder *raw_recorder(void);

/* Returns hr; a method that fails holds the recorder no more than before. */
HRESULT held_only_by(HRESULT hr, const struct foreign_recorder *foreign, LONG before, struct surface_result *result,
                     struct text *text);

/* What the call said, kept from the questions that follow it. */
IErrorInfo *take_error_info(void);
void put_error_info_back(IErrorInfo *info);

#endif
