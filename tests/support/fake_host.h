/* A host that gives the answers which the test sets. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FAKE_HOST_H
#define OPENIMAPI2_TESTS_SUPPORT_FAKE_HOST_H

#include "drive/host.h"

struct fake_host {
    struct drive_host host; /* first: pass &fake.host */
    enum drive_status owner_status;
    const char *owner;
    enum drive_status dismount_status;
    bool is_mounted; /* dismount is DRIVE_IN_USE until the medium is known to be finished */
    const char *mount;
    unsigned dismounts; /* number of calls */
};

/* Nobody holds the drive; dismount is DRIVE_UNSUPPORTED. */
void fake_host_begin(struct fake_host *fake);

#endif
