/* The ways of writing, each as one burn. */
#include "support/burn_case.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void begin(struct burn_job *job, enum burn_medium medium, enum burn_method method, uint32_t unit)
{
    memset(job, 0, sizeof *job);
    job->wishes.block_count = BURN_CASE_BLOCKS;
    job->wishes.is_compatible = true;
    job->wishes.sectors_per_second = -1;
    job->media.medium = medium;
    job->media.method = method;
    job->media.unit_blocks = unit;
    job->media.total_blocks = 359847;
    job->media.free_blocks = 359697;
    job->media.status = BURN_MEDIA_BLANK | BURN_MEDIA_APPENDABLE;
    job->media.can_track_at_once = true;
    job->media.can_session_at_once = true;
    job->media.can_incremental = true;
    job->media.has_buf = true;
}

static void cd_open(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_CD_R, BURN_METHOD_CD, 1);
    burn_fixture_say(fixture, 1, 0, 2, 0, 1066);
}

static void cd_final(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_CD_R, BURN_METHOD_CD, 1);
    job->wishes.is_disc_closed = true;
    burn_fixture_say(fixture, 2, 3, 1, 0, 1066);
}

static void dvd_r(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS, 16);
    burn_fixture_say(fixture, 1, 0, 2, 0, 928);
}

static void dvd_r_at_once(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS, 16);
    job->media.can_incremental = false;
    burn_fixture_say(fixture, 2, 3, 1, 0, 916);
}

static void dvd_plus_r(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R, 16);
    burn_fixture_say(fixture, 2, 3, 1, 0, 928);
}

static void dvd_plus_r_dl(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R, 16);
    job->media.layer_blocks = 2086912;
    burn_fixture_say(fixture, 2, 3, 1, 0, 928);
}

static void bd_r(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_BD_R, BURN_METHOD_BD_R, 32);
    burn_fixture_say(fixture, 1, 0, 2, 0, 928);
}

static void dvd_plus_rw(struct burn_fixture *fixture, struct burn_job *job)
{
    begin(job, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW, 16);
    job->media.status = BURN_MEDIA_BLANK | BURN_MEDIA_OVERWRITE_ONLY;
    job->media.is_heuristically_blank = true;
    job->media.total_blocks = 2295104;
    burn_fixture_say(fixture, 2, 3, 1, 0, 0);
}

static void dvd_plus_rw_formatted(struct burn_fixture *fixture, struct burn_job *job)
{
    dvd_plus_rw(fixture, job);
    job->media.is_formatted = true;
    job->media.disc.background_format = 3;
}

const struct burn_case burn_cases[BURN_CASES] = {
    {"CD-R open", cd_open, 0, 0, 150, 34, "1e 5a 55 bb 54 2a 35 5b 1b 51 52 1e"},
    {"CD-R closed", cd_final, 0, 150, 150, 38, "1e 5a 55 bb 54 5d 2a 35 1b 51 52 1e"},
    {"DVD-R", dvd_r, 0, 0, 12, 29, "1e 5a 55 b6 54 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD-R at once", dvd_r_at_once, 0, 0, 0, 29, "1e 5a 55 53 b6 54 2a 35 1b 51 52 1e"},
    {"DVD+R", dvd_plus_r, 0, 0, 12, 29, "1e b6 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+R DL", dvd_plus_r_dl, 0, 0, 12, 29, "1e b6 bf 2a 35 5b 5b 1b 51 52 1e"},
    {"BD-R", bd_r, 0, 0, 12, 29, "1e b6 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+RW", dvd_plus_rw, 0, 0, 12, 29, "1e 04 b6 2a 35 5b 5b 1b 51 25 1e"},
    {"DVD+RW formatted", dvd_plus_rw_formatted, 0, 0, 12, 29, "1e b6 2a 35 1b 51 25 1e"},
};

const struct burn_case *burn_case_find(const char *name)
{
    size_t i;

    for (i = 0; i < BURN_CASES; i++) {
        if (!strcmp(burn_cases[i].name, name)) return &burn_cases[i];
    }
    fail_msg("no burn %s", name);
    return NULL;
}

struct burn_job burn_case_job(struct burn_fixture *fixture, const char *name)
{
    struct burn_job job;

    burn_case_find(name)->set(fixture, &job);
    return job;
}

enum burn_status burn_job_run(struct burn_fixture *fixture, const struct burn_job *job)
{
    return burn_write_medium(&fixture->tools, &job->wishes, &job->media, NULL, &fixture->source.source,
                             fixture->clock.ms, &fixture->failure);
}

enum burn_status burn_case_run(struct burn_fixture *fixture, const char *name)
{
    struct burn_job job = burn_case_job(fixture, name);

    fixture->source.bytes = (uint64_t)BURN_CASE_BLOCKS * 2048;
    return burn_job_run(fixture, &job);
}

void burn_case_summarise(const struct burn_fixture *fixture, char *text)
{
    uint8_t last = 0xFF;
    size_t i;

    text[0] = '\0';
    for (i = 0; i < fixture->sent_count; i++) {
        uint8_t opcode = fixture->sent[i].cdb[0];
        bool is_poll = opcode == 0x00 || (opcode == 0x51 && i && fixture->sent[i - 1].cdb[0] == 0x00);

        if (!is_poll && !(opcode == 0x2A && last == 0x2A)) {
            sprintf(text + strlen(text), "%s%02x", text[0] ? " " : "", opcode);
        }
        if (!is_poll) last = opcode;
    }
}

void burn_case_assert_closed(const struct burn_fixture *fixture)
{
    static const char *const closes[] = {"35020000000000000000", "5b010100000100000000", "5b010200000000000000",
                                         "1e0000000000"};
    size_t i, at = fixture->sent_count;

    for (i = sizeof closes / sizeof closes[0]; i-- > 0;) {
        do /* polls */
            assert_true(at-- > 0);
        while (fixture->sent[at].cdb[0] == 0x00 || fixture->sent[at].cdb[0] == 0x51);
        burn_fixture_assert_cdb(&fixture->sent[at], closes[i]);
    }
    assert_true(at-- > 0);
    assert_int_equal(fixture->sent[at].cdb[0], 0x2A); /* nothing else behind the last WRITE */
}
