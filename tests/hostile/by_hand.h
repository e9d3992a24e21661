/* What the files by_hand_NAME.c share. */
#ifndef OPENIMAPI2_TESTS_HOSTILE_BY_HAND_H
#define OPENIMAPI2_TESTS_HOSTILE_BY_HAND_H

#include "hostile/surface_by_hand.h"

extern const struct surface_by_hand_group by_hand_objects, by_hand_events, by_hand_streams, by_hand_data, by_hand_audio;

/* What an output has before the call. */
enum { NONSENSE = 0x5A5A5A5A };
extern void *const nonsense;

/* Says what is not as it has to be. */
void undefined(struct surface_result *result, struct text *text, const char *what);

/* Releases the interface that came out, or says that one did in spite of the failure. */
void finish_interface(HRESULT hr, void *out, struct surface_result *result, struct text *text);

#endif
