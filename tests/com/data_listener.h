/* A sink of DDiscFormat2DataEvents that checks every property in every event, records the actions, and calls a function
 * once, in one of the events.
 */
#ifndef OPENIMAPI2_TESTS_COM_DATA_LISTENER_H
#define OPENIMAPI2_TESTS_COM_DATA_LISTENER_H

#include "com/sink_advise.h"
#include "com/writer_fixture.h"

enum { EVENTS_MAX = 4096 };

/* The sink's records, and its function. */
struct seen {
    IDiscFormat2Data *data; /* the writer, as the test knows it */
    LONG actions[EVENTS_MAX];
    size_t count;
    size_t faults; /* failed checks */
    LONG start, sectors, last_written;
    DWORD thread;
    LONG at; /* call `act` once, in the first event of this action */
    void (*act)(struct seen *seen);
    bool has_acted;
};

/* Reduces each run of equal actions to its first. */
void compress(struct seen *seen);

/* Records a fault unless `holds`; then end_listening fails. */
void expect(struct seen *seen, bool holds);

/* sink and seen must live until end_listening. Returns the cookie. */
DWORD begin_listening(IDiscFormat2Data *data, struct event_sink *sink, struct seen *seen);
void end_listening(IDiscFormat2Data *data, struct event_sink *sink, const struct seen *seen, DWORD cookie);

/* Asserts that the disc begins with this many blocks of a client_stream of WRITER_SEED. */
void check_disc(const struct writer_fixture *fixture, uint64_t blocks);

#endif
