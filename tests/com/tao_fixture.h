/* MsftDiscFormat2TrackAtOnce at the simulated drive of writer_fixture: an object that is ready, tracks of known bytes,
 * a sink of its events that checks every property in every event, records the actions, and calls a function once, in
 * one of the events; and checks of the disc's content by READ CD.
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

/* tao_ready: with a recorder and the client name "Com test". tao_prepared: also after PrepareMedia of a blank disc of
 * this kind.
 */
IDiscFormat2TrackAtOnce *tao_ready(struct writer_fixture *fixture);
IDiscFormat2TrackAtOnce *tao_prepared(struct writer_fixture *fixture, enum sim_medium medium);

HRESULT tao_put_name(IDiscFormat2TrackAtOnce *tao, const WCHAR *name);
void tao_put_verification(IDiscFormat2TrackAtOnce *tao, IMAPI_BURN_VERIFICATION_LEVEL level);

/* Add a track of this many sectors, whose bytes are those of client_stream_byte for `seed`. */
HRESULT tao_add(IDiscFormat2TrackAtOnce *tao, uint64_t sectors, BYTE seed);

/* Asserts that nothing is locked and that the object is idle. */
void tao_assert_free(const struct writer_fixture *fixture, IDiscFormat2TrackAtOnce *tao);

/* Assert by READ CD that the disc has this many sectors of the seed's stream, or of zeros, from `lba` on. */
void tao_check_sectors(struct writer_fixture *fixture, int32_t lba, uint32_t sectors, BYTE seed);
void tao_check_silence(struct writer_fixture *fixture, int32_t lba, uint32_t sectors);

/* Asserts that READ TOC format 0 returns these bytes. */
void tao_check_toc(struct writer_fixture *fixture, const void *expected, size_t count);

/* The sink's records, and its function. */
struct tao_seen {
    IDiscFormat2TrackAtOnce *tao; /* as the test knows it */
    LONG actions[TAO_EVENTS_MAX];
    size_t count;
    size_t faults; /* failed checks */
    LONG track, start, sectors, last_written, elapsed, remaining;
    DWORD thread;
    LONG at; /* call `act` once, in the first event of this action; 0: never */
    void (*act)(struct tao_seen *seen);
    void *context; /* act's */
    bool has_acted;
};

/* Reduces each run of equal actions to its first. */
void tao_compress(struct tao_seen *seen);

/* Records a fault unless `holds`; then tao_end_listening fails. */
void tao_expect(struct tao_seen *seen, bool holds);

/* sink and seen must live until tao_end_listening. Returns the cookie. */
DWORD tao_listen(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, struct tao_seen *seen);
void tao_end_listening(IDiscFormat2TrackAtOnce *tao, struct event_sink *sink, const struct tao_seen *seen,
                       DWORD cookie);

#endif
