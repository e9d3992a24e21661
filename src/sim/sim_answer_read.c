/* READ(10), READ(12), READ CD, SEEK(10), VERIFY(10). */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"
#include "sim/sim_tracks.h"

/* Are all of these blocks recorded? Refuses if not. */
static bool check_range(struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint32_t first = lba;

    if (sim_is_recorded(call, lba, count)) return true;
    while (first - lba < count && sim_is_recorded(call, first, 1))
        first++;
    sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, first);
    return false;
}

static void read_data(struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint32_t room = call->in_capacity / SIM_BLOCK_BYTES;

    if (!check_range(call, lba, count)) return;
    if (count > room) count = room; /* an initiator that takes less than it asks for gets whole blocks */
    if (count && !sim_read_blocks(call, lba, count, call->in))
        sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, lba);
    else
        call->reply->transferred_bytes = count * SIM_BLOCK_BYTES;
}

void sim_answer_read_10(struct sim_call *call)
{
    read_data(call, load_be32(call->cdb + 2), load_be16(call->cdb + 7));
}

void sim_answer_read_12(struct sim_call *call)
{
    read_data(call, load_be32(call->cdb + 2), load_be32(call->cdb + 6));
}

/* Main channel selection: MMC-6, READ CD. Parts of a mode 1 sector, in their order on the disc. */
enum { SYNC = 0x80, HEADERS = 0x60, HEADER = 0x20, USER_DATA = 0x10, EDC_ECC = 0x08 };

static const struct {
    uint8_t bit;
    uint16_t start;
    uint16_t count;
} parts[] = {{SYNC, 0, 12}, {HEADER, 12, 4}, {USER_DATA, 16, 2048}, {EDC_ECC, 2064, 288}};

enum { PARTS = sizeof parts / sizeof parts[0] };

/* The wanted parts as one piece of the sector. False when they do not lie together. */
static bool find_piece(uint8_t selection, uint32_t *start, uint32_t *count)
{
    size_t i;

    *start = *count = 0;
    for (i = 0; i < PARTS; i++) {
        if (!(selection & parts[i].bit)) continue;
        if (!*count) *start = parts[i].start;
        if (*start + *count != parts[i].start) return false;
        *count += parts[i].count;
    }
    return true;
}

void sim_answer_read_cd(struct sim_call *call)
{
    enum { ANY_TYPE = 0, MODE_1 = 2, C2 = 0x06, SUB_CHANNEL = 0x07 };
    uint8_t type = call->cdb[1] >> 2 & 0x07;
    uint32_t lba = load_be32(call->cdb + 2);
    uint32_t count = load_be24(call->cdb + 6);
    uint8_t user[SIM_BLOCK_BYTES], sector[SIM_SECTOR_BYTES];
    uint32_t start, size, i;

    if (call->disc.family != SIM_CD) {
        sim_refuse(call, SIM_CANNOT_READ_FORMAT);
        return;
    }
    /* No error pointers, no sub-channels. */
    if (call->cdb[9] & C2 || call->cdb[10] & SUB_CHANNEL || !find_piece(call->cdb[9], &start, &size)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (!check_range(call, lba, count)) return;
    if (type != ANY_TYPE && type != MODE_1 && count) {
        sim_refuse_at(call, SIM_ILLEGAL_MODE_FOR_TRACK, lba);
        return;
    }
    for (i = 0; size && i < count && (i + 1) * size <= call->in_capacity; i++) {
        memset(user, 0, sizeof user);
        if (!sim_read_blocks(call, lba + i, 1, user)) {
            sim_refuse_at(call, SIM_UNRECOVERED_READ_ERROR, lba + i);
            return;
        }
        sim_sector_mode1(lba + i, user, (call->cdb[9] & EDC_ECC) != 0, sector);
        memcpy(call->in + (size_t)i * size, sector + start, size);
    }
    call->reply->transferred_bytes = i * size;
}

void sim_answer_seek(struct sim_call *call)
{
    check_range(call, load_be32(call->cdb + 2), 1);
}

void sim_answer_verify(struct sim_call *call)
{
    enum { BYTE_CHECK = 0x02 };

    if (call->cdb[1] & BYTE_CHECK)
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    else
        check_range(call, load_be32(call->cdb + 2), load_be16(call->cdb + 7));
}
