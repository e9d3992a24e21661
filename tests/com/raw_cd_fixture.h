/* MsftDiscFormat2RawCD at the simulated drive of writer_fixture, with the small disc of behaviour-audio.md 9: its
 * lead-in begins at 99:58:00, sector -300, and it has 1,000 sectors; an image from the image creator for it; a sink of
 * its events, which records the actions and calls a function once, in one of the events; and checks of the disc's
 * content.
 */
#ifndef OPENIMAPI2_TESTS_COM_RAW_CD_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_RAW_CD_FIXTURE_H

#include "com/client_stream.h"
#include "com/sink_advise.h"
#include "com/writer_fixture.h"

enum {
    RAW_SECTOR_BYTES = 2352,
    RAW_LEAD_IN = -300,  /* of the small disc */
    RAW_LEAD_OUT = 1000, /* its last possible lead-out */
    RAW_TRACK_1 = 300,   /* sectors of the image's tracks */
    RAW_TRACK_2 = 310,
    RAW_EVENTS_MAX = 4096,
    RAW_PREPARING = 1, /* IMAPI_FORMAT2_RAW_CD_WRITE_ACTION */
    RAW_WRITING = 2,
    RAW_FINISHING = 3,
};

#define RAW_SOURCE L"OpenIMAPI2.MsftDiscFormat2RawCD"

IDiscFormat2RawCD *raw_new(struct writer_fixture *fixture); /* without a recorder */

/* raw_ready: with a recorder and the client name "Com test". raw_prepared: also after PrepareMedia of the small blank
 * disc.
 */
IDiscFormat2RawCD *raw_ready(struct writer_fixture *fixture);
IDiscFormat2RawCD *raw_prepared(struct writer_fixture *fixture);

/* Inserts the small blank disc. */
void raw_small_disc(struct writer_fixture *fixture);

HRESULT raw_put_name(IDiscFormat2RawCD *raw, const WCHAR *name);

/* The creator's image of two gapless tracks, of a given sector type; the tracks' streams are members of the struct. */
struct raw_image {
    struct client_stream tracks[2];
    IStream *stream; /* 22,500 sectors of lead-in, then 150 + 610 + 6,750 */
};
void raw_image_begin(struct raw_image *image, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type);
void raw_image_end(struct raw_image *image);

/* Set the sector type, and write an image of it. */
HRESULT raw_write(IDiscFormat2RawCD *raw, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type);

/* Asserts that the disc has the image's table of contents and samples. */
void raw_check_disc(struct writer_fixture *fixture);

/* Asserts that nothing is locked and that the object is idle. */
void raw_assert_free(const struct writer_fixture *fixture, IDiscFormat2RawCD *raw);

/* The sink's records, and its function. */
struct raw_seen {
    IDiscFormat2RawCD *raw; /* as the test knows it */
    LONG actions[RAW_EVENTS_MAX];
    size_t count;
    size_t faults;
    LONG start, sectors, last_written;
    DWORD thread;
    LONG at; /* call `act` once, in the first event of this action; 0: never */
    void (*act)(struct raw_seen *seen);
    bool has_acted;
};
DWORD raw_listen(IDiscFormat2RawCD *raw, struct event_sink *sink, struct raw_seen *seen);
void raw_end_listening(IDiscFormat2RawCD *raw, struct event_sink *sink, const struct raw_seen *seen, DWORD cookie);

/* Reduces each run of equal actions to its first. */
void raw_compress(struct raw_seen *seen);
void raw_expect(struct raw_seen *seen, bool holds);

#endif
