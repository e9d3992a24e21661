/* A host whose two functions return the answers that the test set, and count their calls. */
#include "support/fake_host.h"

#include <stdio.h>
#include <string.h>

static struct fake_host *fake_of(struct drive_host *host)
{
    return (struct fake_host *)host;
}

static enum drive_status dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    struct fake_host *fake = fake_of(host);

    fake->dismounts++;
    drive_fail(failure, fake->is_mounted && !is_finished ? DRIVE_IN_USE : fake->dismount_status);
    snprintf(failure->mount, sizeof failure->mount, "%s", fake->mount);
    return failure->status;
}

static enum drive_status get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                   struct drive_failure *failure)
{
    struct fake_host *fake = fake_of(host);

    snprintf(owner, DRIVE_HOLDER_SIZE, "%s", fake->owner);
    return drive_fail(failure, fake->owner_status);
}

void fake_host_begin(struct fake_host *fake)
{
    static const struct drive_host_ops ops = {dismount, get_owner};

    memset(fake, 0, sizeof *fake);
    fake->host.ops = &ops;
    fake->owner = "";
    fake->dismount_status = DRIVE_UNSUPPORTED;
    fake->mount = "";
}
