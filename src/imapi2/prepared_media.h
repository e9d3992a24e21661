/* A disc that a client has prepared, between one call and the next: exclusive access under the client's name, no
 * notification of media changes, and a locked tray. The calls may come from several threads and apartments, one at a
 * time: so nothing is kept but the recorder, in the Global Interface Table, and its place among the writers.
 */
#ifndef OPENIMAPI2_IMAPI2_PREPARED_MEDIA_H
#define OPENIMAPI2_IMAPI2_PREPARED_MEDIA_H

#include "imapi2/burn_failure.h"
#include "imapi2/format2.h"

/* All zeros at first, and again when it has ended. */
struct prepared_media {
    struct com_global *recorder;
    struct recorder_use held; /* not open; its place in the list of writers, and the names that go with it */
};

/* Take exclusive access by force, switch notifications off, lock the tray, spin up, wait until a disc is ready. What
 * fails is undone in reverse. The call's drive is open then, whatever came of it.
 * client_name  not "".
 * failure      all of it is set where the engine or the drive has failed.
 */
HRESULT prepared_media_begin(struct prepared_media *media, struct com_global *recorder, const char *client_name,
                             struct format2_call *call, enum burn_failure_class class, struct burn_failure *failure);

/* Open the drive for a call while it is prepared. */
HRESULT prepared_media_open(const struct prepared_media *media, struct format2_call *call);

/* Likewise for the call that ends it, which is tried again where memory is lacking: only through the drive can what is
 * held be given back.
 */
HRESULT prepared_media_open_to_end(const struct prepared_media *media, struct format2_call *call);

/* Give all back in reverse, up to five tries each with a second between them; what fails then is nobody's any more.
 * call  its drive is open, or prepared_media_open_to_end has failed: then nothing more is sent to the recorder.
 */
void prepared_media_end(struct prepared_media *media, struct format2_call *call);

#endif
