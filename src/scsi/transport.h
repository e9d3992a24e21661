/* The port through which commands reach a drive. Nothing in the core names an operating system.
 *
 * execute may be called from several threads at once, and returns within max(timeout_ms, 7 s) plus the time that the
 * system takes to recover. It clears the data-in buffer before it sends, so that bytes a drive did not send read as 0,
 * and it fills the whole reply.
 */
#ifndef OPENIMAPI2_SCSI_TRANSPORT_H
#define OPENIMAPI2_SCSI_TRANSPORT_H

#include <stdint.h>

#include "scsi/command.h"

struct scsi_transport;

struct scsi_limits {
    uint32_t max_transfer_bytes; /* for a page-aligned buffer; at least 2048 */
    uint32_t max_unaligned_transfer_bytes;
    uint32_t alignment_mask; /* of the adapter: 0, 1, 3, 7, ...; buffers that do not meet it are copied */
};

struct scsi_transport_ops {
    void (*execute)(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply);
    void (*get_limits)(struct scsi_transport *transport, struct scsi_limits *limits);
    /* End the transport, close the device that was opened for it, and free the memory. No command may be under way. */
    void (*close)(struct scsi_transport *transport);
};

/* First member of every implementation. */
struct scsi_transport {
    const struct scsi_transport_ops *ops;
};

#endif
