/* A transport that answers from a transcript (scsi/transcript.h): what a drive said once, said again without it.
 *
 * A command is answered by the first record of the same CDB, direction, asked bytes and data-out that was not yet given
 * out; so questions may come in another order than they were asked in, but each only as often as it was asked. A
 * command that has no such record is SCSI_NOT_SENT, and so is one whose data-in was not written down whole;
 * scsi_replay_get_complaint says which.
 */
#ifndef OPENIMAPI2_SCSI_TRANSPORT_REPLAY_H
#define OPENIMAPI2_SCSI_TRANSPORT_REPLAY_H

#include <stddef.h>

#include "base/text.h"
#include "scsi/transport.h"

enum scsi_replay_result {
    SCSI_REPLAY_OK,
    SCSI_REPLAY_MALFORMED,     /* *line is where */
    SCSI_REPLAY_NO_SUCH_DRIVE, /* no drive of this ID was opened in it; without an ID: there is no command in it */
    SCSI_REPLAY_SEVERAL_DRIVES,
    SCSI_REPLAY_NO_MEMORY,
};

/* Answer as one drive of a transcript.
 * text, count   borrowed; must outlive the transport. The whole is checked here.
 * id            the drive's, as its open records have it, in any letter case; all its records count, of whatever
 *               process. NULL: the only drive (several IDs: SCSI_REPLAY_SEVERAL_DRIVES).
 * transport     on OK; close gives it back. Not for several threads at once. NULL otherwise.
 * line          of a malformed record, from 1; else 0.
 */
enum scsi_replay_result scsi_replay_create(const char *text, size_t count, const char *id,
                                           struct scsi_transport **transport, size_t *line);

/* How many records were not asked for (yet). */
size_t scsi_replay_count_unused(const struct scsi_transport *transport);

/* Append which command was the first to have no answer, and why; nothing when all had one. */
void scsi_replay_get_complaint(const struct scsi_transport *transport, struct text *complaint);

#endif
