/* Connects an event sink to an object of ours in a cmocka case: any failure fails the case. */
#ifndef OPENIMAPI2_TESTS_COM_SINK_ADVISE_H
#define OPENIMAPI2_TESTS_COM_SINK_ADVISE_H

#include "support/event_sink.h"

/* The object's connection point for these events; Release it. */
IConnectionPoint *sink_point(IUnknown *object, REFIID events);

/* Advise, which must succeed; returns the cookie. */
DWORD sink_advise(IUnknown *object, struct event_sink *sink);
HRESULT sink_unadvise(IUnknown *object, REFIID events, DWORD cookie);

#endif
