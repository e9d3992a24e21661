/* Records sectors of an audio track, track at once, with sub-code P and Q. IEC 60908; MMC-6, write parameters page. */
#include "sim/sim_track_audio.h"

#include <string.h>

#include "sim/sim_at_once.h"
#include "sim/sim_model.h"
#include "sim/sim_q.h"

/* MMC-6, write parameters page: track mode, data block type, and two numbers whose first byte has a valid bit. */
enum { TRACK_MODE_AT = 3, BLOCK_TYPE_AT = 4, CATALOGUE_AT = 16, ISRC_AT = 32, VALID = 0x80, BLOCK_RAW = 0 };

bool sim_track_audio_is_wanted(struct sim_call *call)
{
    return (sim_write_parameter(call, BLOCK_TYPE_AT) & 0x0f) == BLOCK_RAW &&
           !(sim_write_parameter(call, TRACK_MODE_AT) & SIM_CONTROL_DATA);
}

uint8_t sim_track_audio_control(struct sim_call *call)
{
    return sim_write_parameter(call, TRACK_MODE_AT) & (SIM_CONTROL_COPY | SIM_CONTROL_PRE_EMPHASIS);
}

struct numbers {
    bool has_catalogue, has_isrc;
    char catalogue[SIM_CATALOGUE_DIGITS];
    char isrc[SIM_ISRC_CHARACTERS];
};

static struct numbers numbers_of(struct sim_call *call)
{
    struct numbers numbers;
    size_t i;

    numbers.has_catalogue = sim_write_parameter(call, CATALOGUE_AT) & VALID;
    numbers.has_isrc = sim_write_parameter(call, ISRC_AT) & VALID;
    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++)
        numbers.catalogue[i] = (char)sim_write_parameter(call, CATALOGUE_AT + 1 + i);
    for (i = 0; i < SIM_ISRC_CHARACTERS; i++)
        numbers.isrc[i] = (char)sim_write_parameter(call, ISRC_AT + 1 + i);
    return numbers;
}

/* IEC 60908: a number stands in at least one of 100 sectors, here in each 90th. The first sector of an index tells its
 * position; where a number's turn would be there, the next one tells the number.
 */
static bool is_turn(int32_t lba, uint32_t phase, int32_t start)
{
    enum { EVERY = 90 };
    int32_t pre_gap = start - SIM_PRE_GAP_SECTORS;
    uint32_t turn = (uint32_t)(lba + 2 * EVERY) % EVERY; /* LBA modulo 90: -150 is the least */

    if (lba == start || lba == pre_gap) return false;
    return turn == phase || ((lba == start + 1 || lba == pre_gap + 1) && turn == (phase + 1) % EVERY);
}

static void make_sub_code(const struct numbers *numbers, const struct sim_track *track, uint16_t number, int32_t lba,
                          uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    enum { CATALOGUE_PHASE = 0, ISRC_PHASE = 50 };
    int32_t start = (int32_t)track->start;
    bool is_gap = lba < start;
    uint8_t control = sim_track_control(track), q[SIM_Q_BYTES];

    sim_q_put_position(q, control, (uint8_t)number, is_gap ? 0 : 1, (uint32_t)(is_gap ? start - 1 - lba : lba - start),
                       lba);
    /* A number of other characters is none: its frame stays a position. */
    if (numbers->has_catalogue && is_turn(lba, CATALOGUE_PHASE, start))
        sim_q_put_catalogue(q, control, numbers->catalogue, lba);
    else if (numbers->has_isrc && is_turn(lba, ISRC_PHASE, start))
        sim_q_put_isrc(q, control, numbers->isrc, lba);
    memset(sub_code, 0, SIM_SUB_CODE_BYTES);
    sim_q_spread(q, is_gap || lba == start, sub_code);
}

bool sim_track_audio_record(struct sim_call *call, const struct sim_track *track, uint16_t number, int32_t lba,
                            uint32_t count, const uint8_t *bytes)
{
    struct numbers numbers = numbers_of(call);
    struct sim_run run;

    run.lba = lba;
    run.count = 0;
    for (; count; count--, lba++) {
        if (bytes)
            memcpy(run.main[run.count], bytes, SIM_SECTOR_BYTES);
        else
            memset(run.main[run.count], 0, SIM_SECTOR_BYTES);
        make_sub_code(&numbers, track, number, lba, run.sub_code[run.count]);
        run.count++;
        if (bytes) bytes += SIM_SECTOR_BYTES;
        if (sim_run_is_full(&run) && !sim_run_flush(call, &run)) return false;
    }
    return sim_run_flush(call, &run);
}

bool sim_track_audio_begin(struct sim_call *call, const struct sim_track *track, uint16_t number)
{
    return sim_track_audio_record(call, track, number, (int32_t)track->start - SIM_PRE_GAP_SECTORS, SIM_PRE_GAP_SECTORS,
                                  NULL);
}
