/* A transport that answers commands from a transcript (scsi/transcript.h), without the drive that was recorded.
 *
 * A command is answered by the first unused record with the same CDB, direction, number of requested bytes and
 * data-out. So commands may come in another order than they were recorded in, but each only as often as it was
 * recorded. A command that has no such record is SCSI_NOT_SENT, and so is one whose data-in was not recorded in full;
 * scsi_replay_get_complaint names it.
 */
#ifndef OPENIMAPI2_SCSI_TRANSPORT_REPLAY_H
#define OPENIMAPI2_SCSI_TRANSPORT_REPLAY_H

#include <stddef.h>

#include "base/text.h"
#include "scsi/transport.h"

enum scsi_replay_result {
    SCSI_REPLAY_OK,
    SCSI_REPLAY_MALFORMED,     /* *line is the line */
    SCSI_REPLAY_NO_SUCH_DRIVE, /* no drive of this ID was opened in the transcript; without an ID: it has no command */
    SCSI_REPLAY_SEVERAL_DRIVES,
    SCSI_REPLAY_NO_MEMORY,
};

/* Answer as one drive of a transcript.
 * text, count   borrowed; must outlive the transport. The whole text is checked here.
 * id            the drive's ID as in its open records, in any letter case; all records with this ID count, whichever
 *               process wrote them. NULL: the only drive (several IDs: SCSI_REPLAY_SEVERAL_DRIVES).
 * transport     on OK; close frees it. Not to be used by several threads at once. NULL otherwise.
 * line          of a malformed record, from 1; otherwise 0.
 */
enum scsi_replay_result scsi_replay_create(const char *text, size_t count, const char *id,
                                           struct scsi_transport **transport, size_t *line);

/* Number of records that no command has used (yet). */
size_t scsi_replay_count_unused(const struct scsi_transport *transport);

/* Append the first command that had no answer, and the reason; nothing when every command had one. */
void scsi_replay_get_complaint(const struct scsi_transport *transport, struct text *complaint);

#endif
