/* A disc that a client has prepared, kept from one call to the next: exclusive access under the client's name, no
 * notification of media changes, and a locked tray. The calls may come from several threads and apartments, one at a
 * time: so only the recorder, in the Global Interface Table, and its place in the list of writers are kept.
 */
#ifndef OPENIMAPI2_IMAPI2_PREPARED_MEDIA_H
#define OPENIMAPI2_IMAPI2_PREPARED_MEDIA_H

#include "imapi2/burn_failure.h"
#include "imapi2/format2.h"

/* Initially all zeros, and again after it has ended. */
struct prepared_media {
    struct com_global *recorder;
    struct recorder_use held; /* not open; its place in the list of writers, and its names */
};

/* Take exclusive access by force, disable notifications, lock the tray, spin up, and wait until a disc is ready. If a
 * step fails, the earlier ones are undone in reverse. The call's drive stays open, on failure too (unless opening it
 * failed).
 * client_name  not "".
 * failure      filled completely if the engine or the drive has failed.
 */
HRESULT prepared_media_begin(struct prepared_media *media, struct com_global *recorder, const char *client_name,
                             struct format2_call *call, enum burn_failure_class class, struct burn_failure *failure);

/* Open the drive for a call while the disc is prepared. */
HRESULT prepared_media_open(const struct prepared_media *media, struct format2_call *call);

/* Likewise for the call that ends the preparation. Tries a second time if memory is lacking: exclusive access,
 * notifications and tray can be given back only through the drive.
 */
HRESULT prepared_media_open_to_end(const struct prepared_media *media, struct format2_call *call);

/* Give everything back in reverse, with up to five tries for each and a second between them; a step that still fails is
 * given up.
 * call  its drive is open, or prepared_media_open_to_end has failed: then nothing more is sent to the recorder.
 */
void prepared_media_end(struct prepared_media *media, struct format2_call *call);

#endif
