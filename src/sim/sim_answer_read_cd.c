/* READ CD and READ CD MSF: sectors of every kind, whole or in parts, with error pointers and sub-channels. */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/codes.h"
#include "sim/sim_cd.h"
#include "sim/sim_main_channel.h"
#include "sim/sim_q.h"

/* MMC-6, READ CD: sub-channel selection; C2 error pointers, of which the second form has a block error byte and a byte
 * to make it even in front of it.
 */
enum {
    NO_SUB_CHANNEL = 0,
    SUB_CHANNEL_RAW = 1,
    SUB_CHANNEL_Q = 2,
    SUB_CHANNEL_R_TO_W = 4,
    Q_BYTES = 16,
    C2_BYTES = 294,
    C2_AND_BLOCK_BYTES = 296,
    NO_SIZE = -1,
};

struct wanted {
    uint8_t expected;    /* sector type */
    uint8_t selection;   /* of the main channel */
    uint8_t sub_channel; /* how it is sent */
    uint32_t c2_bytes;
    uint32_t sub_bytes;
};

static bool get_wanted(const struct sim_call *call, struct wanted *wanted)
{
    static const int sub_bytes[8] = {0,      SIM_SUB_CODE_BYTES, Q_BYTES, NO_SIZE, SIM_SUB_CODE_BYTES, NO_SIZE, NO_SIZE,
                                     NO_SIZE};
    static const int c2_bytes[4] = {0, C2_BYTES, C2_AND_BLOCK_BYTES, NO_SIZE};
    int sub = sub_bytes[call->cdb[10] & 0x07], c2 = c2_bytes[call->cdb[9] >> 1 & 0x03];

    if (sub < 0 || c2 < 0) return false;
    wanted->expected = call->cdb[1] >> 2 & 0x07;
    wanted->selection = call->cdb[9] & 0xf8;
    wanted->sub_channel = call->cdb[10] & 0x07;
    wanted->c2_bytes = (uint32_t)c2;
    wanted->sub_bytes = (uint32_t)sub;
    return true;
}

/* Behind the main channel: error pointers without an error, and sub-channels. False: they cannot be read. */
static bool put_rest(struct sim_call *call, const struct wanted *wanted, int32_t lba, uint8_t *bytes)
{
    enum { P_AT = 15 };
    uint8_t sub_code[SIM_SUB_CODE_BYTES], *to = bytes + wanted->c2_bytes;
    size_t i;

    memset(bytes, 0, wanted->c2_bytes + wanted->sub_bytes);
    if (!wanted->sub_bytes) return true;
    if (!sim_cd_get_sub_code(call, lba, sub_code)) return false;
    if (wanted->sub_channel == SUB_CHANNEL_Q) {
        sim_q_gather(sub_code, to);
        to[P_AT] = sim_q_gather_p(sub_code) ? 0x80 : 0;
        return true;
    }
    for (i = 0; i < SIM_SUB_CODE_BYTES; i++)
        to[i] = wanted->sub_channel == SUB_CHANNEL_R_TO_W ? sub_code[i] & 0x3f : sub_code[i];
    return true;
}

/* One sector behind what there is already. False: refused, or the buffer is full. */
static bool put_sector(struct sim_call *call, const struct wanted *wanted, int32_t lba, uint32_t *at)
{
    bool is_whole = (wanted->selection & SIM_SELECT_EDC_ECC) != 0;
    uint8_t sector[SIM_SECTOR_BYTES];
    enum sim_sector_type type;
    uint32_t start, count;

    if (!sim_cd_get_sector(call, lba, is_whole, sector, &type)) return false;
    if (!sim_main_channel_expects(wanted->expected, type)) {
        sim_refuse_at(call, SIM_ILLEGAL_MODE_FOR_TRACK, (uint32_t)lba);
        return false;
    }
    if (!sim_main_channel_select(wanted->expected, type, wanted->selection, &start, &count)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return false;
    }
    if (count + wanted->c2_bytes + wanted->sub_bytes > call->in_capacity - *at) return false;
    if (count) memcpy(call->in + *at, sector + start, count);
    if (wanted->c2_bytes + wanted->sub_bytes && !put_rest(call, wanted, lba, call->in + *at + count)) return false;
    *at += count + wanted->c2_bytes + wanted->sub_bytes;
    return true;
}

static void read_cd(struct sim_call *call, int32_t lba, uint32_t count)
{
    int64_t end = (int64_t)lba + (count ? count : 1), to = lba, next;
    struct wanted wanted;
    uint32_t at = 0, i;

    if (call->disc.family != SIM_CD) {
        sim_refuse(call, SIM_CANNOT_READ_FORMAT);
        return;
    }
    if (!get_wanted(call, &wanted)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    while (to < end && (next = sim_cd_readable_to(call, to)) > to)
        to = next;
    if (to < end) {
        sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, (uint32_t)to);
        return;
    }
    if (!wanted.selection && !wanted.sub_bytes && !wanted.c2_bytes) return; /* nothing is asked for */
    for (i = 0; i < count && put_sector(call, &wanted, lba + (int32_t)i, &at); i++)
        continue;
    if (call->reply->outcome == SCSI_DONE) call->reply->transferred_bytes = at;
}

void sim_answer_read_cd(struct sim_call *call)
{
    read_cd(call, (int32_t)load_be32(call->cdb + 2), load_be24(call->cdb + 6));
}

/* From the first address to the sector in front of the second. */
void sim_answer_read_cd_msf(struct sim_call *call)
{
    const uint8_t *first = call->cdb + 3, *end = call->cdb + 6;
    int32_t start = (first[0] * 60 + first[1]) * 75 + first[2] - SIM_PRE_GAP_SECTORS;
    int32_t behind = (end[0] * 60 + end[1]) * 75 + end[2] - SIM_PRE_GAP_SECTORS;

    if (first[1] > 59 || first[2] > 74 || end[1] > 59 || end[2] > 74 || behind < start)
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    else
        read_cd(call, start, (uint32_t)(behind - start));
}
