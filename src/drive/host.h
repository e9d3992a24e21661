/* The port to the system, for what no command can find out or do. A drive works without a host, too.
 *
 * Functions may be called from several threads at once. None holds a lock while the drive works, so that the owner of
 * the lock can be asked during a slow eject. Every function sets all of its failure and returns failure->status.
 */
#ifndef OPENIMAPI2_DRIVE_HOST_H
#define OPENIMAPI2_DRIVE_HOST_H

#include <stdbool.h>

#include "drive/status.h"

struct drive_host;

struct drive_host_ops {
    /* The drive answered that removal is prevented, and this drive object prevents nothing: may the prevention be
     * lifted?
     * DRIVE_OK           yes: it was the system's own, for a file system that was mounted and no longer is (Wine), or
     *                    that of an owner of exclusive access that is known to have died.
     * DRIVE_IN_USE       perhaps: call again with is_finished once it is known that no burn is using the medium.
     *                    Nothing was done.
     * DRIVE_UNSUPPORTED  no, or it cannot be found out.
     * Except with DRIVE_OK, failure->mount names where the disc is mounted, if that is known.
     */
    enum drive_status (*dismount)(struct drive_host *host, bool is_finished, struct drive_failure *failure);

    /* The client name of the holder of exclusive access; "" when there is none. */
    enum drive_status (*get_owner)(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                   struct drive_failure *failure);
};

/* A member of every implementation. */
struct drive_host {
    const struct drive_host_ops *ops;
};

#endif
