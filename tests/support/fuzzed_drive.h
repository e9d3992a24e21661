/* A drive whose answers are the input of a fuzz target. It checks each command that it is sent, and counts them. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FUZZED_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_FUZZED_DRIVE_H

#include <stddef.h>
#include <stdint.h>

#include "scsi/transport.h"

/* WHOLE: every command is answered with all of the input. STREAM: the input says for each command how it ends, and
 * begins anew when it is at its end, so that a drive may be wrong for ever.
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

/* What the transport does with a command: for a target with answers of its own, that hands the others on. */
void fuzzed_drive_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply);

/* The checks and the empty reply that fuzzed_drive_execute begins with. */
void fuzzed_drive_expect(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply);

/* The rest of a transport. */
void fuzzed_drive_get_limits(struct scsi_transport *transport, struct scsi_limits *limits);
void fuzzed_drive_count_close(struct scsi_transport *transport);

#endif
