/* A device that says what it is told to say, over any transport. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FAKE_DEVICE_H
#define OPENIMAPI2_TESTS_SUPPORT_FAKE_DEVICE_H

#include "drive/device_source.h"

struct fake_device {
    struct device device; /* first: hand out &fake.device */
    struct scsi_transport *transport;
    enum drive_status identity_status; /* DRIVE_OK: identity is given */
    struct device_identity identity;
    enum drive_status descriptor_status; /* DRIVE_OK: a copy of descriptor is given */
    const uint8_t *descriptor;
    size_t descriptor_bytes;
    enum drive_status owner_status;
    const char *owner;
    enum drive_status dismount_status;
    bool is_mounted; /* dismount is DRIVE_IN_USE until the medium is known to be finished */
    const char *mount;
    unsigned dismounts; /* how often it was asked to */
    unsigned closes;
};

/* Identity VENDOR, PRODUCT, REV1; nobody holds it; descriptors and dismount are DRIVE_UNSUPPORTED. */
void fake_device_begin(struct fake_device *fake, struct scsi_transport *transport);

#endif
