/* What the tests of connections share: the master's events, and a sink that lives in an apartment of its own. */
#ifndef OPENIMAPI2_TESTS_COM_CONNECTION_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_CONNECTION_FIXTURE_H

#include "com/com_fixture.h"
#include "com/sink_advise.h"

#define EVENTS (&IID_DDiscMaster2Events)
#define SOURCE L"OpenIMAPI2.MsftDiscMaster2"

enum { ADDED = 0x100, REMOVED = 0x101 }; /* their DISPIDs */

/* sink_point, sink_advise and sink_unadvise for them. */
IConnectionPoint *master_point(IDiscMaster2 *master);
DWORD master_advise(IDiscMaster2 *master, struct event_sink *sink);
HRESULT master_unadvise(IDiscMaster2 *master, DWORD cookie);

/* Dispatch messages until no thread of ours is left, and so many objects. */
void pump_until_idle(struct com_fixture *fixture, LONG objects);

/* The client's last reference goes, and everything of ours after it: the sinks are on the test's stack. */
void end_events(struct com_fixture *fixture, IDiscMaster2 *master);

/* A sink on a thread of its own, in another apartment than main's, which goes on. */
struct other_sink {
    struct event_sink sink;
    IUnknown *object;
    DWORD cookie;
    HANDLE ready, done;
    DWORD thread;
};

/* object: any interface of it. apartment: COINIT_...; returns the thread when the sink is connected. */
HANDLE begin_other_sink(struct other_sink *other, void *object, DWORD apartment, enum sink_answers answers);
void end_other_sink(struct other_sink *other, HANDLE thread);

#endif
