/* The port through which a drive asks the system what no command can tell or do. A drive works without a host, too.
 *
 * Functions may be called from several threads at once; none holds a lock while the drive works, so that the owner of
 * the lock can be asked during a slow eject. Every function fills all of its failure and returns failure->status.
 */
#ifndef OPENIMAPI2_DRIVE_HOST_H
#define OPENIMAPI2_DRIVE_HOST_H

#include <stdbool.h>

#include "drive/status.h"

struct drive_host;

struct drive_host_ops {
    /* The drive answered that removal is prevented, and this drive object prevents nothing: may the prevention be
     * lifted?
     * DRIVE_OK           yes: it was the system's own for a file system, which was mounted and is not any more (Wine),
     *                    or that of an owner of exclusive access that is known to have died.
     * DRIVE_IN_USE       perhaps: ask again with is_finished, once the medium is known to be in nobody's burn. Nothing
     *                    was done.
     * DRIVE_UNSUPPORTED  no, or nobody can tell.
     * Except with DRIVE_OK, failure->mount names where the disc is mounted, where that is known.
     */
    enum drive_status (*dismount)(struct drive_host *host, bool is_finished, struct drive_failure *failure);

    /* The client name of the holder of exclusive access; "" when nobody holds it. */
    enum drive_status (*get_owner)(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                   struct drive_failure *failure);
};

/* A member of every implementation. */
struct drive_host {
    const struct drive_host_ops *ops;
};

#endif
