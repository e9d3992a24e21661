/* Sectors and lead-ins of sessions that are recorded in one piece, kept in the parts of the store. */
#include "sim/sim_at_once.h"

#include <string.h>

bool sim_get_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes)
{
    struct sim_store *store = call->store;
    uint64_t there = store && store->get_part_bytes ? store->get_part_bytes(store, part) : 0;

    memset(bytes, 0, count);
    if (at >= there) return true;
    if (count > there - at) count = (uint32_t)(there - at);
    if (store->read_part(store, part, at, count, bytes)) return true;
    sim_refuse(call, SIM_UNRECOVERED_READ_ERROR);
    return false;
}

bool sim_put_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes)
{
    struct sim_store *store = call->store;

    if (!count) return true;
    if (store && store->write_part && store->write_part(store, part, at, count, bytes)) return true;
    sim_refuse(call, SIM_WRITE_ERROR);
    return false;
}

bool sim_cut_part(struct sim_call *call, enum sim_part part, uint64_t bytes)
{
    struct sim_store *store = call->store;
    uint64_t there = store && store->get_part_bytes ? store->get_part_bytes(store, part) : 0;

    if (there <= bytes || store->cut_part(store, part, bytes)) return true;
    sim_refuse(call, SIM_WRITE_ERROR);
    return false;
}

bool sim_run_is_full(const struct sim_run *run)
{
    return run->count == SIM_RUN_SECTORS || (run->count && run->lba + (int32_t)run->count == 0);
}

static bool is_silent(const struct sim_run *run)
{
    const uint8_t *bytes = run->main[0];

    return !bytes[0] && memcmp(bytes, bytes + 1, (size_t)run->count * SIM_SECTOR_BYTES - 1) == 0;
}

/* Of the first pre-gap only what is not silence, which no part has to be kept for. */
static bool flush_main(struct sim_call *call, const struct sim_run *run)
{
    uint32_t bytes = run->count * SIM_SECTOR_BYTES;

    if (run->lba >= 0)
        return sim_put_part(call, SIM_PART_SECTORS, (uint64_t)run->lba * SIM_SECTOR_BYTES, bytes, run->main[0]);
    if (is_silent(run)) return true;
    return sim_put_part(call, SIM_PART_PRE_GAP, (uint64_t)(run->lba + SIM_PRE_GAP_SECTORS) * SIM_SECTOR_BYTES, bytes,
                        run->main[0]);
}

bool sim_run_flush(struct sim_call *call, struct sim_run *run)
{
    uint64_t at = (uint64_t)(run->lba + SIM_PRE_GAP_SECTORS) * SIM_SUB_CODE_BYTES;

    if (!run->count) return true;
    if (!flush_main(call, run) ||
        !sim_put_part(call, SIM_PART_SUB_CODE, at, run->count * SIM_SUB_CODE_BYTES, run->sub_code[0]))
        return false;
    run->lba += (int32_t)run->count;
    run->count = 0;
    return true;
}

static uint64_t lead_in_at(const struct sim_call *call, int32_t lba)
{
    return (uint64_t)(lba - call->disc.lead_in_start) * SIM_SUB_CODE_BYTES;
}

bool sim_put_lead_in(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *sub_codes)
{
    return sim_put_part(call, SIM_PART_LEAD_IN, lead_in_at(call, lba), count * SIM_SUB_CODE_BYTES, sub_codes);
}

bool sim_forget_lead_in(struct sim_call *call)
{
    return sim_cut_part(call, SIM_PART_LEAD_IN, 0) && sim_cut_part(call, SIM_PART_SHEET, 0);
}

bool sim_forget_parts(struct sim_call *call)
{
    int part;

    for (part = 0; part < SIM_PART_COUNT; part++) {
        if (!sim_cut_part(call, (enum sim_part)part, 0)) return false;
    }
    return true;
}

/* Up to SIM_RUN_SECTORS sectors' sub-code of the lead-in, from lba on; how many there are in front of `end`. */
static bool read_some(struct sim_call *call, int32_t lba, int32_t end, uint8_t sub_codes[][SIM_SUB_CODE_BYTES],
                      uint32_t *count)
{
    *count = (uint32_t)(end - lba) < SIM_RUN_SECTORS ? (uint32_t)(end - lba) : SIM_RUN_SECTORS;
    return sim_get_part(call, SIM_PART_LEAD_IN, lead_in_at(call, lba), *count * SIM_SUB_CODE_BYTES, sub_codes[0]);
}

bool sim_read_lead_in(struct sim_call *call, int32_t end, struct sim_lead_in *lead_in)
{
    uint8_t sub_codes[SIM_RUN_SECTORS][SIM_SUB_CODE_BYTES], q[SIM_Q_BYTES];
    uint32_t count, i;
    int32_t lba;

    memset(lead_in, 0, sizeof *lead_in);
    for (lba = call->disc.lead_in_start; lba < end; lba += (int32_t)count) {
        if (!read_some(call, lba, end, sub_codes, &count)) return false;
        for (i = 0; i < count; i++) {
            sim_q_gather(sub_codes[i], q);
            sim_lead_in_take(lead_in, q);
        }
    }
    return true;
}

/* The packs that the lead-in has, as bits by their keys. */
enum { KEY_BYTES = SIM_TEXT_PACK_KEYS / 8 };

static bool has_key(const uint8_t keys[KEY_BYTES], uint16_t key)
{
    return keys[key / 8] >> key % 8 & 1;
}

static uint32_t count_below(const uint8_t keys[KEY_BYTES], uint16_t key)
{
    uint32_t count = 0;
    uint16_t i;

    for (i = 0; i < key; i++)
        count += has_key(keys, i);
    return count;
}

/* One walk over the lead-in: notes the keys of its packs, or keeps each at the place that its key has among all. */
static bool walk_text(struct sim_call *call, int32_t end, uint8_t keys[KEY_BYTES], bool keeps)
{
    uint8_t sub_codes[SIM_RUN_SECTORS][SIM_SUB_CODE_BYTES], pack[SIM_TEXT_PACK_BYTES], kept[KEY_BYTES] = {0};
    uint8_t *seen = keeps ? kept : keys;
    uint32_t count, i;
    unsigned nth;
    int32_t lba;

    for (lba = call->disc.lead_in_start; lba < end; lba += (int32_t)count) {
        if (!read_some(call, lba, end, sub_codes, &count)) return false;
        for (i = 0; i < count * SIM_TEXT_PACKS_OF_SECTOR; i++) {
            uint16_t key;

            nth = i % SIM_TEXT_PACKS_OF_SECTOR;
            if (!sim_text_pack_get(sub_codes[i / SIM_TEXT_PACKS_OF_SECTOR], nth, pack)) continue;
            key = sim_text_pack_key(pack);
            if (has_key(seen, key)) continue;
            seen[key / 8] |= (uint8_t)(1 << key % 8);
            if (keeps &&
                !sim_put_part(call, SIM_PART_TEXT, (uint64_t)count_below(keys, key) * sizeof pack, sizeof pack, pack))
                return false;
        }
    }
    return true;
}

bool sim_keep_text(struct sim_call *call, int32_t end)
{
    static const uint8_t zero[1];
    uint8_t keys[KEY_BYTES] = {0};
    uint32_t packs;

    if (!walk_text(call, end, keys, false)) return false;
    packs = count_below(keys, SIM_TEXT_PACK_KEYS);
    if (!packs) return true;
    return walk_text(call, end, keys, true) &&
           sim_put_part(call, SIM_PART_TEXT, (uint64_t)packs * SIM_TEXT_PACK_BYTES, 1, zero);
}
