/* MsftDiscFormat2TrackAtOnce at the simulated drive of writer_fixture: an object that is ready, tracks of known bytes,
 * a sink of its events that looks at every property in every event, keeps the actions, and does something once in one
 * of them; and the disc, read back by READ CD.
 */
#ifndef OPENIMAPI2_TESTS_COM_TAO_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_TAO_FIXTURE_H

#include "com/client_stream.h"
#include "com/sink_advise.h"
#include "com/writer_fixture.h"

enum {
    TAO_SECTOR_BYTES = 2352,
    TAO_EVENTS_MAX = 4096,
    TAO_PREPARING = 1, /* IMAPI_FORMAT2_TAO_WRITE_ACTION */
    TAO_WRITING = 2,
    TAO_FINISHING = 3,
    TAO_VERIFYING = 4,
};

#define TAO_SOURCE L"OpenIMAPI2.MsftDiscFormat2TrackAtOnce"

IDiscFormat2TrackAtOnce *tao_new(struct writer_fixture *fixture); /* without a recorder */

/* With a recorder, and the client name "Com test"; then also PrepareMedia of a blank disc of this kind. */
IDiscFormat2TrackAtOnce *tao_ready(struct writer_fixture *fixture);
IDiscFormat2TrackAtOnce *tao_prepared(struct writer_fixture *fixture, enum sim_medium medium);

HRESULT tao_put_name(IDiscFormat2TrackAtOnce *tao, const WCHAR *name);
void tao_put_verification(IDiscFormat2TrackAtOnce *tao, IMAPI_BURN_VERIFICATION_LEVEL level);

/* Add a track of so many sectors, whose bytes are those of client_stream_byte of `seed`. */
HRESULT tao_add(IDiscFormat2TrackAtOnce *tao, uint64_t sectors, BYTE seed);

/* Nothing is locked, and the object is idle: assertions. */
void tao_assert_free(const struct writer_fixture *fixture, IDiscFormat2TrackAtOnce *tao);

/* READ CD: from `lba` on stand so many sectors of this stream; or of zeros. */
void tao_check_sectors(struct writer_fixture *fixture, int32_t lba, uint32_t sectors, BYTE seed);
void tao_check_silence(struct writer_fixture *fixture, int32_t lba, uint32_t sectors);

/* READ TOC format 0 of the disc is these bytes. */
void tao_check_toc(struct writer_fixture *fixture, const void *expected, size_t count);

/* What a sink has seen, and what it does. */
struct tao_seen {
    IDiscFormat2TrackAtOnce *tao; /* as the test knows it */
    LONG actions[TAO_EVENTS_MAX];
    size_t count;
    size_t faults; /* of whatever a sink looked at */
    LONG track, start, sectors, last_written, elapsed, remaining;
    DWORD thread;
    LONG at; /* do `act` once, in the first event of this action; 0: never */
    void (*act)(struct tao_seen *seen);
    void *context; /* act's */
    bool has_acted;
};

/* The first action of each row of equal ones. */
void tao_compress(struct tao_seen *seen);

/* A fault, unless it holds: tao_end_listening fails then. */
void tao_expect(struct tao_seen *seen, bool holds);

/* Sink and seen outlive the listening. Returns the cookie. */
DWORD tao_listen(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, struct tao_seen *seen);
void tao_end_listening(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, const struct tao_seen *seen,
                       DWORD cookie);

#endif
