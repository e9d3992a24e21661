/* A drive whose answers are the input of a fuzz target. It checks each command that it receives, and counts them. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FUZZED_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_FUZZED_DRIVE_H

#include <stddef.h>
#include <stdint.h>

#include "scsi/transport.h"

/* WHOLE: every command is answered with all of the input. STREAM: the input determines for each command how it ends,
 * and restarts when it is used up, so that a drive may stay wrong for ever.
 */
enum fuzzed_manner { FUZZED_WHOLE, FUZZED_STREAM };

struct fuzzed_drive {
    struct scsi_transport transport; /* first */
    enum fuzzed_manner manner;
    uint32_t transfer_max_bytes;
    const uint8_t *data;
    size_t size;
    size_t at;
    size_t commands;
    unsigned closes;
};

/* data: borrowed; 1 byte at least. One transfer has up to 65536 bytes until transfer_max_bytes is set otherwise. */
void fuzzed_drive_begin(struct fuzzed_drive *drive, enum fuzzed_manner manner, const uint8_t *data, size_t size);

/* The transport's execute function, for a target that has some answers of its own and passes on the other commands. */
void fuzzed_drive_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply);

/* The checks and the empty reply that fuzzed_drive_execute begins with. */
void fuzzed_drive_expect(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply);

/* The other functions of the transport. */
void fuzzed_drive_get_limits(struct scsi_transport *transport, struct scsi_limits *limits);
void fuzzed_drive_count_close(struct scsi_transport *transport);

#endif
