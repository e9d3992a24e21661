/* A sink of DDiscFormat2DataEvents that looks at every property in every event, keeps the actions, and does something
 * once in one of them.
 */
#ifndef OPENIMAPI2_TESTS_COM_DATA_LISTENER_H
#define OPENIMAPI2_TESTS_COM_DATA_LISTENER_H

#include "com/sink_advise.h"
#include "com/writer_fixture.h"

enum { EVENTS_MAX = 4096 };

/* What a sink has seen, and what it does. */
struct seen {
    IDiscFormat2Data *data; /* the writer, as the test knows it */
    LONG actions[EVENTS_MAX];
    size_t count;
    size_t faults; /* of whatever a sink looked at */
    LONG start, sectors, last_written;
    DWORD thread;
    LONG at; /* do `act` once, in the first event of this action */
    void (*act)(struct seen *seen);
    bool has_acted;
};

/* The first action of each row of equal ones. */
void compress(struct seen *seen);

/* A fault, unless it holds: end_listening fails then. */
void expect(struct seen *seen, bool holds);

/* Sink and seen outlive the listening. Returns the cookie. */
DWORD begin_listening(IDiscFormat2Data *data, struct event_sink *sink, struct seen *seen);
void end_listening(IDiscFormat2Data *data, struct event_sink *sink, const struct seen *seen, DWORD cookie);

/* The disc begins with so many blocks of a client_stream of WRITER_SEED. */
void check_disc(const struct writer_fixture *fixture, uint64_t blocks);

#endif
