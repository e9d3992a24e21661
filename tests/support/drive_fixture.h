/* A drive on a fixture: scripted transport, fake host, fake clock. Setup and teardown are cmocka's; `*state` is the
 * fixture.
 *
 * Teardown fails the test when a command was sent for which no answer was queued, when an answer was left over, when
 * the transport was not closed exactly once, or when a block of memory is still allocated.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_DRIVE_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_DRIVE_FIXTURE_H

#include "drive/drive.h"
#include "support/fake_clock.h"
#include "support/fake_host.h"
#include "support/transport_script.h"

struct drive_fixture {
    struct fake_clock clock;
    struct transport_script script;
    struct fake_host host;
    struct drive_identity identity; /* the system's knowledge: VENDOR, PRODUCT, REV1 */
    struct drive *drive;            /* open over script, under identity */
    struct drive_failure failure;   /* filled with garbage at the start, so that an unset field shows */
    long live_before;
};

int drive_fixture_setup(void **state);
int drive_fixture_teardown(void **state);

/* Open a drive over the fixture's transport, as the fixture does; identity NULL: the drive is asked. */
enum drive_status drive_fixture_open(struct drive_fixture *fixture, const struct drive_identity *identity,
                                     struct drive **drive, struct drive_failure *failure);

/* Close the drive and open it again under another name. */
void drive_fixture_rename(struct drive_fixture *fixture, const char *vendor, const char *product);

/* Assertions that the failure contains nothing but the status (and the command, and the sense). */
void assert_failure_is_bare(const struct drive_failure *failure, enum drive_status status);
void assert_failure_is_reply(const struct drive_failure *failure, enum drive_status status, uint8_t opcode);
void assert_failure_is_sense(const struct drive_failure *failure, enum drive_status status, uint8_t opcode, uint8_t key,
                             uint8_t asc, uint8_t ascq);
/* Assertion on a command sent. CDBs are compared as 16 bytes, zero-padded. */
void assert_sent(const struct transport_script *script, size_t index, const uint8_t *cdb, size_t cdb_length);
void assert_codes(const struct drive_codes *codes, const uint16_t *values, size_t count);
void assert_bytes(const struct drive_bytes *bytes, const void *expected, size_t count);

#endif
