/* burn_erase_medium: BLANK for up to an hour, zeros, and how each can end. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/burn_fixture.h"

static enum burn_status erase(struct burn_fixture *fixture, enum burn_medium medium, bool full)
{
    struct burn_media media;
    bool is_blanked = medium == BURN_MEDIUM_CD_RW || medium == BURN_MEDIUM_DVD_RW;

    memset(&media, 0, sizeof media);
    media.medium = medium;
    media.method = is_blanked                          ? BURN_METHOD_CD
                   : medium == BURN_MEDIUM_DVD_PLUS_RW ? BURN_METHOD_DVD_PLUS_RW
                   : medium == BURN_MEDIUM_CD_R        ? BURN_METHOD_CD
                                                       : BURN_METHOD_OVERWRITABLE;
    media.is_formatted = true;
    media.unit_blocks = 16;
    media.total_blocks = 4000;
    media.disc.erasable = medium != BURN_MEDIUM_CD_R;
    media.status = BURN_MEDIA_ERASE_REQUIRED;
    return burn_erase_medium(&fixture->tools, &media, full, &fixture->failure);
}

static void erase__blank_of_a_minute__asks_once_a_second(void **state)
{
    struct burn_fixture *fixture = *state;
    unsigned i;

    burn_fixture_refuse(fixture, 0x51, 0, 60, 0x020407);
    fixture->answers[0].progress = 0x4000; /* a quarter, always */
    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, true), BURN_OK);
    burn_fixture_assert_cdb(&fixture->sent[0], "1e0000000100");
    burn_fixture_assert_cdb(&fixture->sent[1], "1b0000000100");
    burn_fixture_assert_cdb(&fixture->sent[3], "a11000000000000000000000");
    assert_int_equal(burn_fixture_count(fixture, 0x51), 61);
    assert_int_equal(burn_fixture_count(fixture, 0x00), 0);
    assert_int_equal(burn_fixture_nth(fixture, 0x51, 30)->at_ms - burn_fixture_nth(fixture, 0x51, 29)->at_ms, 1001);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    assert_true(fixture->notice_count >= 60 && fixture->notice_count <= 64);
    assert_int_equal(fixture->notices[0].total_s, 900);
    assert_int_equal(fixture->notices[20].total_s, fixture->notices[20].elapsed_s * 4); /* by the drive's own word */
    for (i = 0; i < fixture->notice_count; i++)
        assert_int_equal(fixture->notices[i].phase, BURN_WRITING);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].elapsed_s, 61);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].total_s, 61);
}

/* Whoever is faster, worker or caller: the first notice comes before the drive has said how far it is. */
static void erase__worker_is_fast__the_first_total_is_the_estimate(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->pump.is_hasty = true;
    burn_fixture_refuse(fixture, 0x51, 0, 2, 0x020407);
    fixture->answers[0].progress = 0xC000; /* three quarters */
    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, false), BURN_OK);
    assert_int_equal(fixture->notices[0].phase, BURN_WRITING);
    assert_int_equal(fixture->notices[0].total_s, 30);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].total_s, 3);
}

static void erase__quick__blanks_as_little_as_possible(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(erase(fixture, BURN_MEDIUM_DVD_RW, false), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0xA1, 0), "a11100000000000000000000");
    assert_int_equal(fixture->notices[0].total_s, 90);
}

static void erase__never_ends__time_out_after_an_hour(void **state)
{
    struct burn_fixture *fixture = *state;
    uint64_t began = fixture->clock.ms;

    burn_fixture_refuse(fixture, 0x51, 0, 100000, 0x020407);
    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, true), BURN_ERASE_TIMEOUT);
    assert_true(fixture->clock.ms - began >= 3600000 && fixture->clock.ms - began < 3610000);
    burn_fixture_assert_cdb(&fixture->sent[(fixture->sent_count - 1) % BURN_FIXTURE_SENT], "1e0000000000");
}

static void erase__refusals__have_names(void **state)
{
    /* clang-format off */
    static const struct {
        uint8_t opcode;
        unsigned after;
        uint32_t sense;
        enum burn_status status;
    } cases[] = {
        {0x1B, 0, 0x044400, BURN_ERASE_NOT_STARTED},
        {0xA1, 0, 0x052000, BURN_ERASE_REFUSED},
        {0xA1, 0, 0x023000, BURN_ERASE_REFUSED},
        {0xA1, 0, 0x020407, BURN_OK}, /* it has begun */
        {0x51, 0, 0x035100, BURN_ERASE_UNEXPECTED},
        {0x51, 0, 0x044400, BURN_ERASE_UNEXPECTED},
        {0x51, 0, 0x023A00, BURN_DRIVE}, /* the disc is gone */
        {0x51, 0, 0x062800, BURN_OK},
        {0x51, 0, 0x062900, BURN_OK},
        {0x51, 0, 0x062E00, BURN_OK},
    };
    /* clang-format on */
    size_t i;

    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct burn_fixture *fixture;

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        burn_fixture_refuse(fixture, cases[i].opcode, cases[i].after, 1, cases[i].sense);
        assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, false), cases[i].status);
        assert_int_equal(fixture->failure.status, cases[i].status);
        if (cases[i].status != BURN_OK) assert_int_equal(fixture->failure.drive.opcode, cases[i].opcode);
        burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    }
}

/* A door that stays shut is tried five times, a second apart, and is not the erase's failure; one that cannot be shut
 * is (Microsoft's erase sample).
 */
static void erase__removal_is_not_allowed_again__is_good_all_the_same(void **state)
{
    static const enum burn_medium media[] = {BURN_MEDIUM_CD_RW, BURN_MEDIUM_DVD_RAM};
    struct burn_fixture *fixture;
    size_t i;

    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        fixture = burn_fixture_again(state);
        burn_fixture_refuse(fixture, 0x1E, 1, 100, 0x044400);
        assert_int_equal(erase(fixture, media[i], false), BURN_OK);
        assert_int_equal(fixture->failure.status, BURN_OK);
        assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
        assert_int_equal(burn_fixture_count(fixture, 0x1E), 1 + 5);
        assert_int_equal(burn_fixture_nth(fixture, 0x1E, 5)->at_ms - burn_fixture_nth(fixture, 0x1E, 4)->at_ms, 1001);
        assert_int_equal(fixture->notices[fixture->notice_count - 1].elapsed_s,
                         fixture->notices[fixture->notice_count - 1].total_s);
    }
    fixture = burn_fixture_again(state);
    burn_fixture_refuse(fixture, 0x1E, 0, 100, 0x044400);
    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, false), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x1E);
    assert_int_equal(burn_fixture_count(fixture, 0xA1), 0);

    /* What failed before is told. */
    fixture = burn_fixture_again(state);
    burn_fixture_refuse(fixture, 0xA1, 0, 1, 0x052400);
    burn_fixture_refuse(fixture, 0x1E, 1, 100, 0x044400);
    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_RW, false), BURN_ERASE_REFUSED);
    assert_int_equal(fixture->failure.drive.opcode, 0xA1);
}

static void erase__overwritable__zeros_at_both_ends(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(erase(fixture, BURN_MEDIUM_DVD_RAM, false), BURN_OK);
    burn_fixture_assert_zeros(fixture, 0, 1024);
    burn_fixture_assert_untouched(fixture, 1024, 4000 - 2048);
    burn_fixture_assert_zeros(fixture, 4000 - 1024, 1024);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x35, 0), "35000000000000000000");
    assert_true(burn_fixture_nth(fixture, 0x35, 0)->timeout_ms >= 260000); /* Microsoft's erase sample */
    assert_int_equal(fixture->notices[0].total_s, 30);
}

static void erase__overwritable_full__zeros_everywhere(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(erase(fixture, BURN_MEDIUM_DVD_PLUS_RW, true), BURN_OK);
    burn_fixture_assert_zeros(fixture, 0, 4000);
    burn_fixture_assert_untouched(fixture, 4000, 1);
}

static void erase__not_rewritable__unsupported_and_nothing_sent(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(erase(fixture, BURN_MEDIUM_CD_R, false), BURN_MEDIUM_UNSUPPORTED);
    assert_int_equal(fixture->failure.medium, BURN_MEDIUM_CD_R);
    assert_int_equal(fixture->sent_count, 0);
    assert_int_equal(fixture->pump.starts, 0);
}

/* A disk of blocks of 512 bytes, or one that is formatted to nothing: there are no 2048 bytes of it to overwrite. */
static void erase__overwritable_of_other_blocks__unsupported_and_nothing_sent(void **state)
{
    static const struct burn_media media = {.medium = BURN_MEDIUM_DISK,
                                            .method = BURN_METHOD_OVERWRITABLE,
                                            .is_formatted = true,
                                            .unit_blocks = 1,
                                            .total_blocks = 1258291,
                                            .status = BURN_MEDIA_UNSUPPORTED};
    struct burn_fixture *fixture = *state;

    assert_false(burn_is_erasable(&media));
    assert_int_equal(burn_erase_medium(&fixture->tools, &media, false, &fixture->failure), BURN_MEDIUM_UNSUPPORTED);
    assert_int_equal(fixture->failure.media_status, BURN_MEDIA_UNSUPPORTED);
    assert_int_equal(fixture->sent_count, 0);
}

/* Nothing of the drive is current that writes it: not even one that it says is protected. */
static void erase__no_way_to_write_it__unsupported_and_nothing_sent(void **state)
{
    static const struct burn_media media = {.medium = BURN_MEDIUM_CD_RW,
                                            .method = BURN_METHOD_NONE,
                                            .profile = 0x0A,
                                            .disc = {.erasable = true},
                                            .unit_blocks = 1,
                                            .status = BURN_MEDIA_WRITE_PROTECTED | BURN_MEDIA_UNSUPPORTED};
    struct burn_fixture *fixture = *state;

    assert_false(burn_is_erasable(&media));
    assert_int_equal(burn_erase_medium(&fixture->tools, &media, false, &fixture->failure), BURN_MEDIUM_UNSUPPORTED);
    assert_int_equal(fixture->sent_count, 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(erase__blank_of_a_minute__asks_once_a_second),
        CASE(erase__worker_is_fast__the_first_total_is_the_estimate),
        CASE(erase__quick__blanks_as_little_as_possible),
        CASE(erase__never_ends__time_out_after_an_hour),
        CASE(erase__refusals__have_names),
        CASE(erase__removal_is_not_allowed_again__is_good_all_the_same),
        CASE(erase__overwritable__zeros_at_both_ends),
        CASE(erase__overwritable_full__zeros_everywhere),
        CASE(erase__not_rewritable__unsupported_and_nothing_sent),
        CASE(erase__overwritable_of_other_blocks__unsupported_and_nothing_sent),
        CASE(erase__no_way_to_write_it__unsupported_and_nothing_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
