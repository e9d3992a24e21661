/* Shared by the tests of connections: the master's events, and a sink in an apartment of its own. */
#ifndef OPENIMAPI2_TESTS_COM_CONNECTION_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_CONNECTION_FIXTURE_H

#include "com/com_fixture.h"
#include "com/sink_advise.h"

#define EVENTS (&IID_DDiscMaster2Events)
#define SOURCE L"OpenIMAPI2.MsftDiscMaster2"

enum { ADDED = 0x100, REMOVED = 0x101 }; /* their DISPIDs */

/* sink_point, sink_advise and sink_unadvise for these events. */
IConnectionPoint *master_point(IDiscMaster2 *master);
DWORD master_advise(IDiscMaster2 *master, struct event_sink *sink);
HRESULT master_unadvise(IDiscMaster2 *master, DWORD cookie);

/* Dispatch messages until none of our threads is left, and this many objects are. */
void pump_until_idle(struct com_fixture *fixture, LONG objects);

/* Releases the client's last reference and waits until all our objects are gone: the sinks are on the test's stack. */
void end_events(struct com_fixture *fixture, IDiscMaster2 *master);

/* A sink on a thread of its own, in an apartment other than the main thread's, which continues meanwhile. */
struct other_sink {
    struct event_sink sink;
    IUnknown *object;
    DWORD cookie;
    HANDLE ready, done;
    DWORD thread;
};

/* object: any of its interfaces. apartment: COINIT_... Returns the thread as soon as the sink is connected. */
HANDLE begin_other_sink(struct other_sink *other, void *object, DWORD apartment, enum sink_answers answers);
void end_other_sink(struct other_sink *other, HANDLE thread);

#endif
