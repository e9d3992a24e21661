/* Opening a drive, and who it is. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"

/* SPC-3, standard INQUIRY data; the identity that QEMU's drive gives. */
static const uint8_t inquiry[36] = "\x05\x80\x00\x21\x1F\x00\x00\x00"
                                   "QEMU    "
                                   "QEMU DVD-ROM    "
                                   "2.5+";

struct opening {
    struct fake_clock clock;
    struct transport_script script;
    struct drive_identity identity;
    struct fake_host host;
    struct drive *drive;
    struct drive_failure failure;
};

static enum drive_status open_with(struct opening *opening, const struct drive_identity *identity)
{
    opening->drive = (struct drive *)opening;
    memset(&opening->failure, 0x5A, sizeof opening->failure);
    return drive_open(&opening->script.transport, identity, &opening->host.host, &opening->clock.clock, &opening->drive,
                      &opening->failure);
}

static struct opening *begin(void)
{
    static struct opening opening;

    memset(&opening, 0, sizeof opening);
    fake_clock_begin(&opening.clock);
    script_begin(&opening.script);
    fake_host_begin(&opening.host);
    strcpy(opening.identity.vendor, "VENDOR");
    strcpy(opening.identity.product, "PRODUCT");
    strcpy(opening.identity.revision, "REV1");
    opening.identity.peripheral = 0x05;
    return &opening;
}

static void open__system_knows_the_identity__sends_nothing(void **state)
{
    struct opening *opening = begin();
    long before = base_alloc_live();

    (void)state;
    assert_int_equal(open_with(opening, &opening->identity), DRIVE_OK);
    assert_failure_is_bare(&opening->failure, DRIVE_OK);
    assert_int_equal(opening->script.sent_count, 0);
    assert_string_equal(drive_peek_identity(opening->drive)->vendor, "VENDOR");
    assert_string_equal(drive_peek_identity(opening->drive)->product, "PRODUCT");
    assert_string_equal(drive_peek_identity(opening->drive)->revision, "REV1");
    assert_int_equal(opening->script.closes, 0);
    drive_close(opening->drive);
    assert_int_equal(opening->script.closes, 1);
    assert_int_equal(base_alloc_live(), before);
}

static void open__systems_strings__lose_trailing_blanks_and_keep_leading_ones(void **state)
{
    struct opening *opening = begin();
    char full[DRIVE_NAME_SIZE];

    (void)state;
    memset(full, 'x', sizeof full);
    strcpy(opening->identity.vendor, "  HL-DT-ST  ");
    strcpy(opening->identity.product, "    ");
    memcpy(opening->identity.revision, full, sizeof full); /* no end */
    full[sizeof full - 1] = '\0';
    assert_int_equal(open_with(opening, &opening->identity), DRIVE_OK);
    assert_string_equal(drive_peek_identity(opening->drive)->vendor, "  HL-DT-ST");
    assert_string_equal(drive_peek_identity(opening->drive)->product, "");
    assert_string_equal(drive_peek_identity(opening->drive)->revision, full);
    drive_close(opening->drive);
}

static void open__systems_strings_with_control_characters__are_cleaned(void **state)
{
    struct opening *opening = begin();

    (void)state;
    strcpy(opening->identity.product, "DVD\tA\xFF"
                                      "B\n");
    assert_int_equal(open_with(opening, &opening->identity), DRIVE_OK);
    assert_string_equal(drive_peek_identity(opening->drive)->product, "DVD A B");
    drive_close(opening->drive);
}

static void open__system_does_not_know__asks_one_inquiry_of_36_bytes(void **state)
{
    static const uint8_t cdb[6] = {0x12, 0, 0, 0, 0x24, 0};
    struct opening *opening = begin();

    (void)state;
    script_bytes(&opening->script, inquiry, sizeof inquiry);
    assert_int_equal(open_with(opening, NULL), DRIVE_OK);
    assert_failure_is_bare(&opening->failure, DRIVE_OK);
    assert_int_equal(opening->script.sent_count, 1);
    assert_sent(&opening->script, 0, cdb, 6);
    assert_int_equal(opening->script.sent[0].timeout_ms, 30000);
    assert_string_equal(drive_peek_identity(opening->drive)->vendor, "QEMU");
    assert_string_equal(drive_peek_identity(opening->drive)->product, "QEMU DVD-ROM");
    assert_string_equal(drive_peek_identity(opening->drive)->revision, "2.5+");
    drive_close(opening->drive);
}

static void open__inquiry_claims_less_than_it_sends__is_read(void **state)
{
    struct opening *opening = begin();
    uint8_t bytes[36];

    (void)state;
    memcpy(bytes, inquiry, sizeof bytes);
    bytes[4] = 0;
    script_bytes(&opening->script, bytes, sizeof bytes);
    assert_int_equal(open_with(opening, NULL), DRIVE_OK);
    assert_string_equal(drive_peek_identity(opening->drive)->revision, "2.5+");
    drive_close(opening->drive);
}

/* SPC-3, byte 0: qualifier in bits 7-5, peripheral device type in bits 4-0. The first is a USB stick in a CD-ROM's
 * place: PNY USB 3.0 FD.
 */
static void open__no_optical_drive__is_refused_and_sent_nothing_else(void **state)
{
    static const uint8_t kinds[] = {0x00, 0x01, 0x07, 0x08, 0x0E, 0x1F, 0x25, 0x65, 0x7F};
    uint8_t bytes[36] = {0x00, 0x80, 0x00, 0x02, 0x1F, 0,   0,   0,   'P', 'N', 'Y', ' ', ' ', ' ', ' ', ' ', 'U', 'S',
                         'B',  ' ',  '3',  '.',  '0',  ' ', 'F', 'D', ' ', ' ', ' ', ' ', ' ', ' ', 'P', 'M', 'A', 'P'};
    struct opening *opening;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof kinds; i++) {
        opening = begin();
        bytes[0] = kinds[i];
        script_bytes(&opening->script, bytes, sizeof bytes);
        assert_int_equal(open_with(opening, NULL), DRIVE_NOT_OPTICAL);
        assert_null(opening->drive);
        assert_int_equal(opening->failure.status, DRIVE_NOT_OPTICAL);
        assert_int_equal(opening->failure.peripheral, kinds[i]);
        assert_int_equal(opening->script.sent_count, 1);
        opening = begin();
        opening->identity.peripheral = kinds[i];
        assert_int_equal(open_with(opening, &opening->identity), DRIVE_NOT_OPTICAL);
        assert_int_equal(opening->failure.peripheral, kinds[i]);
        assert_int_equal(opening->script.sent_count, 0);
    }
}

/* Type 4 of a write-once drive; type 5 of a bridge that says nothing sensible otherwise. */
static void open__unusual_optical_drive__works(void **state)
{
    uint8_t bytes[36];
    struct opening *opening = begin();

    (void)state;
    memcpy(bytes, inquiry, sizeof bytes);
    bytes[0] = 0x04;
    script_bytes(&opening->script, bytes, sizeof bytes);
    assert_int_equal(open_with(opening, NULL), DRIVE_OK);
    drive_close(opening->drive);
    opening = begin();
    memset(bytes, 0xFF, sizeof bytes);
    bytes[0] = 0x05;
    script_bytes(&opening->script, bytes, sizeof bytes);
    assert_int_equal(open_with(opening, NULL), DRIVE_OK);
    assert_string_equal(drive_peek_identity(opening->drive)->vendor, "");
    drive_close(opening->drive);
}

/* The transport stays the caller's. */
static void open__inquiry_fails__transport_is_not_taken(void **state)
{
    struct opening *opening = begin();
    long before = base_alloc_live();

    (void)state;
    script_bytes(&opening->script, inquiry, 35);
    assert_int_equal(open_with(opening, NULL), DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&opening->failure, DRIVE_INVALID_RESPONSE, 0x12);
    assert_null(opening->drive);

    script_failure(&opening->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 121);
    assert_int_equal(open_with(opening, NULL), DRIVE_TIMEOUT);
    assert_int_equal(opening->failure.system_error, 121);
    assert_null(opening->drive);

    assert_int_equal(opening->script.closes, 0);
    assert_int_equal(base_alloc_live(), before);
}

/* A replay, a client's recorder, a raw node: commands go through, and nobody is there to be asked for the rest. */
static void open__transport_alone__is_a_whole_drive(void **state)
{
    static const uint8_t allow[6] = {0x1E}, eject[6] = {0x1B, 0, 0, 0, 0x02};
    struct opening *opening = begin();
    long before = base_alloc_live();

    (void)state;
    script_bytes(&opening->script, inquiry, sizeof inquiry);
    assert_int_equal(
        drive_open(&opening->script.transport, NULL, NULL, &opening->clock.clock, &opening->drive, &opening->failure),
        DRIVE_OK);
    assert_string_equal(drive_peek_identity(opening->drive)->product, "QEMU DVD-ROM");
    script_good(&opening->script);
    assert_int_equal(drive_prevent_removal(opening->drive, false, &opening->failure), DRIVE_OK);
    assert_sent(&opening->script, 1, allow, 6);

    /* Nobody can say who holds it. */
    script_failure(&opening->script, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED, 5);
    assert_int_equal(drive_test_ready(opening->drive, &opening->failure), DRIVE_LOCKED);
    assert_string_equal(opening->failure.holder, "");

    /* Nobody can set a mounted disc aside: one eject, and its refusal. */
    script_sense(&opening->script, 1, 0x70, 0x05, 0x53, 0x02);
    assert_int_equal(drive_eject(opening->drive, &opening->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&opening->failure, DRIVE_REFUSED, 0x1B, 0x05, 0x53, 0x02);
    assert_string_equal(opening->failure.mount, "");
    assert_int_equal(opening->script.sent_count, 4);
    assert_sent(&opening->script, 3, eject, 6);

    drive_close(opening->drive);
    assert_int_equal(opening->script.closes, 1);
    assert_int_equal(opening->script.unexpected, 0);
    assert_int_equal(base_alloc_live(), before);
}

static void open__no_memory__transport_is_not_taken(void **state)
{
    struct opening *opening = begin();

    (void)state;
    base_alloc_fail_nth(1);
    assert_int_equal(open_with(opening, &opening->identity), DRIVE_NO_MEMORY);
    base_alloc_fail_nth(0);
    assert_failure_is_bare(&opening->failure, DRIVE_NO_MEMORY);
    assert_null(opening->drive);
    assert_int_equal(opening->script.closes, 0);
}

static void close__null__is_allowed(void **state)
{
    (void)state;
    drive_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open__system_knows_the_identity__sends_nothing),
        cmocka_unit_test(open__systems_strings__lose_trailing_blanks_and_keep_leading_ones),
        cmocka_unit_test(open__systems_strings_with_control_characters__are_cleaned),
        cmocka_unit_test(open__system_does_not_know__asks_one_inquiry_of_36_bytes),
        cmocka_unit_test(open__inquiry_claims_less_than_it_sends__is_read),
        cmocka_unit_test(open__inquiry_fails__transport_is_not_taken),
        cmocka_unit_test(open__transport_alone__is_a_whole_drive),
        cmocka_unit_test(open__no_memory__transport_is_not_taken),
        cmocka_unit_test(open__no_optical_drive__is_refused_and_sent_nothing_else),
        cmocka_unit_test(open__unusual_optical_drive__works),
        cmocka_unit_test(close__null__is_allowed),
    };

    return cmocka_run_group_tests_name("drive", tests, NULL, NULL);
}
