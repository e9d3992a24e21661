/* MODE SENSE(10), MODE SELECT(10) and the mode pages. */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/codes.h"
#include "sim/sim_model.h"

enum {
    PAGE_MAX = 257,
    HEADER = 8,
    SAVABLE = 0x80, /* PS */
    CODE = 0x3f,
    /* MMC-6, page control */
    CURRENT = 0,
    CHANGEABLE = 1,
    DEFAULT = 2,
    SAVED = 3,
};

/* Is it our own drive's page, of which only the place in the order is fixed? An identity may have taken it over. */
static bool is_own(const uint8_t *page, size_t count)
{
    size_t own_count;
    const uint8_t *own = sim_identity_page(&sim_identity_default, page[0] & CODE, &own_count);

    return own && own_count == count && memcmp(own, page, count) == 0;
}

/* What was set for a page, when it still fits the identity's page. */
static struct sim_page *find_set(struct sim_page *list, const uint8_t *page, size_t count)
{
    size_t i;

    for (i = 0; i < SIM_PAGES_MAX; i++) {
        if (list[i].count == count && (list[i].bytes[0] & CODE) == (page[0] & CODE)) return &list[i];
    }
    return NULL;
}

/* MMC-3, MM capabilities and mechanical status page of our own drive: reads and writes everything, plays nothing. Its
 * length changes with the medium, as it does on real drives.
 */
static size_t own_capabilities(const struct sim_call *call, uint8_t *page)
{
    enum { FASTEST = 8467, BUFFER_KB = 1568 };
    const uint16_t *speeds = call->presence == SIM_PRESENT ? call->disc.write_speeds_kbs : NULL;
    uint16_t read_speed = call->presence == SIM_PRESENT ? call->disc.read_speed_kbs : FASTEST;
    size_t count = 0;

    memset(page, 0, 32 + 4 * SIM_SPEEDS_MAX);
    page[0] = MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS;
    page[2] = 0x3f; /* reads CD-R, CD-RW, method 2, DVD-ROM, DVD-R, DVD-RAM */
    page[3] = 0x37; /* writes CD-R, CD-RW, test, DVD-R, DVD-RAM */
    page[4] = 0xf0; /* mode 2 forms 1 and 2, multi-session, BUF */
    page[5] = 0x77; /* audio is read, and begun again exactly; R-W, C2 pointers, ISRC, catalogue number */
    page[6] = 0x29; /* tray, eject, lock */
    store_be16(page + 8, read_speed);
    store_be16(page + 12, BUFFER_KB);
    store_be16(page + 14, read_speed);
    store_be16(page + 18, speeds ? speeds[0] : FASTEST);
    store_be16(page + 20, sim_write_speed(call));
    store_be16(page + 22, 1); /* copy management */
    store_be16(page + 28, sim_write_speed(call));
    while (speeds && count < SIM_SPEEDS_MAX && speeds[count]) {
        store_be16(page + 32 + 4 * count + 2, speeds[count]);
        count++;
    }
    store_be16(page + 30, (uint16_t)count);
    page[1] = (uint8_t)(30 + 4 * count);
    return 32 + 4 * count;
}

/* The values of a page by page control; returns its length. */
static size_t page_values(struct sim_call *call, uint8_t control, const uint8_t *base, size_t count, uint8_t *values)
{
    uint8_t shape[PAGE_MAX];
    const struct sim_page *set = NULL;

    memcpy(values, base, count);
    if ((base[0] & CODE) == MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS) {
        if (is_own(base, count)) count = own_capabilities(call, values);
        if (control == CURRENT && count > 6 && (call->state->prevented || call->state->persistent_prevented))
            values[6] |= 0x02; /* locked */
    }
    if (control == CHANGEABLE) {
        memcpy(shape, values, count);
        sim_identity_page_mask(shape, count, values);
    } else if (control == SAVED && !(base[0] & SAVABLE)) {
        memset(values + 2, 0, count - 2);
    } else if (control == CURRENT || control == SAVED) {
        set = find_set(control == CURRENT ? call->state->pages : call->state->saved_pages, base, count);
    }
    if (set) memcpy(values + 2, set->bytes + 2, count - 2);
    return count;
}

uint8_t sim_write_parameter(struct sim_call *call, size_t at)
{
    size_t count;
    const uint8_t *page = sim_identity_page(call->identity, MMC_MODE_PAGE_WRITE_PARAMETERS, &count);
    uint8_t values[PAGE_MAX];

    if (!page || at >= count) return 0;
    page_values(call, CURRENT, page, count, values);
    return values[at];
}

/* Medium type codes of ATAPI drives, which shipping drives still give in the mode parameter header (SFF-8020; seen 41h,
 * 70h).
 */
static uint8_t medium_type(const struct sim_call *call)
{
    uint8_t contents;

    if (call->state->tray_open) return 0x71;
    if (call->presence == SIM_EMPTY) return 0x70;
    if (call->presence == SIM_UNREADABLE || call->disc.family == SIM_BD) return 0x00;
    if (call->disc.family != SIM_CD) return 0x41;
    contents = call->disc.is_blank ? 0x00 : 0x01;
    if (call->disc.writing == SIM_READ_ONLY) return contents;
    return (uint8_t)((call->disc.erasable ? 0x20 : 0x10) | contents);
}

void sim_answer_mode_sense(struct sim_call *call)
{
    uint8_t control = call->cdb[2] >> 6;
    uint8_t code = call->cdb[2] & CODE;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    uint8_t values[PAGE_MAX];
    const uint8_t *page;
    size_t at = 0, count, pages = 0;
    bool any_savable = false;

    if (call->cdb[3]) { /* no page has sub-pages */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_zeros(&writer, 2);
    sim_put_u8(&writer, medium_type(call));
    sim_put_zeros(&writer, HEADER - 3);
    while (sim_identity_next_page(call->identity, &at, &page, &count)) {
        if (code != MMC_MODE_PAGE_ALL && (page[0] & CODE) != code) continue;
        pages++;
        any_savable |= (page[0] & SAVABLE) != 0;
        count = page_values(call, control, page, count, values);
        sim_put_bytes(&writer, values, count);
    }
    if (!pages || (control == SAVED && !any_savable)) {
        sim_refuse(call, pages ? SIM_SAVING_NOT_SUPPORTED : SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_set_be16(&writer, 0, (uint32_t)writer.count - 2);
    sim_writer_end(call, &writer);
}

/* DVD+R, DVD+RW, DVD-RAM and BD are recorded without the page: programs send it all the same, and it is taken. */
static bool is_ruled_by_medium(const struct sim_call *call)
{
    if (call->presence != SIM_PRESENT) return false;
    return call->disc.medium == SIM_MEDIUM_IMAGE || call->disc.family == SIM_CD || call->disc.family == SIM_DVD_MINUS;
}

/* Is a feature there, with these bits in its byte 4, and current if the disc that is in rules the page? */
static bool can_write(const struct sim_call *call, uint16_t feature, uint8_t bits)
{
    size_t count;
    const uint8_t *descriptor = sim_identity_feature(call->identity, feature, &count);

    if (!descriptor || (bits && (count < 5 || (descriptor[4] & bits) != bits))) return false;
    return !is_ruled_by_medium(call) || sim_feature_is_current(call, descriptor);
}

/* MMC-6, write parameters: which feature allows which write type with which bits of its byte 4 set, and which of them
 * allows test writing; ANY: no bit there speaks of test writing.
 */
enum { ANY = 0xff };

/* clang-format off */
static const struct {
    uint8_t write_type;
    uint16_t feature;
    uint8_t bits;
    uint8_t test_bit;
} write_types[] = {
    {0, MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, 0x00, ANY},
    {0, MMC_FEATURE_RESTRICTED_OVERWRITE,           0x00, ANY},
    {1, MMC_FEATURE_CD_TRACK_AT_ONCE,               0x00, 0x04},
    {2, MMC_FEATURE_CD_MASTERING,                   0x20, 0x04},
    {2, MMC_FEATURE_DVD_MINUS_R_RW_WRITE,           0x00, 0x04},
    {3, MMC_FEATURE_CD_MASTERING,                   0x08, 0x04},
    {4, MMC_FEATURE_LAYER_JUMP_RECORDING,           0x00, ANY},
};
/* clang-format on */

enum { WRITE_TYPES = sizeof write_types / sizeof write_types[0], WRITE_PARAMETERS_MIN = 52 };

/* Raw writing takes blocks with sub-channels and no others. cdrdao asks for them with a session at once, too, whose
 * sheet then rules. Where the drive says which of them it takes (feature 002Dh, data types) it takes these alone;
 * those with R to W where it writes R to W (feature 002Eh).
 */
static bool accepts_block_type(const struct sim_call *call, uint8_t write_type, uint8_t block_type)
{
    enum { SESSION_AT_ONCE = 2, RAW = 3, WITH_SUB_CHANNELS = 0x000e, R_TO_W = 0x01, PQ = 1 };
    bool has_sub_channels = WITH_SUB_CHANNELS >> block_type & 1;
    const uint8_t *descriptor;
    size_t count;

    if (!has_sub_channels) return write_type != RAW;
    if (write_type != RAW && write_type != SESSION_AT_ONCE) return false;
    descriptor = sim_identity_feature(call->identity, MMC_FEATURE_CD_TRACK_AT_ONCE, &count);
    if (descriptor && count >= 8 && load_be16(descriptor + 6) & WITH_SUB_CHANNELS)
        return load_be16(descriptor + 6) >> block_type & 1;
    return block_type == PQ || can_write(call, MMC_FEATURE_CD_MASTERING, R_TO_W);
}

/* May the drive take these write parameters? Burners try each write type and believe what is refused. */
static bool accepts_write_parameters(const struct sim_call *call, const uint8_t *page, size_t count)
{
    enum { DATA_BLOCK_TYPES = 0x3f0f }; /* 0 to 3 and 8 to 13: MMC-6, data block type */
    uint8_t write_type = page[2] & 0x0f;
    bool test = page[2] & 0x10;
    bool fixed_packet = page[3] & 0x20;
    size_t i;

    if (count < WRITE_PARAMETERS_MIN) return true;
    if (!(DATA_BLOCK_TYPES >> (page[4] & 0x0f) & 1)) return false;
    if (!accepts_block_type(call, write_type, page[4] & 0x0f)) return false;
    if (page[3] >> 6 == 2) return false; /* multi-session: reserved value */
    if (fixed_packet && write_type == 0 && !load_be32(page + 10)) return false;
    for (i = 0; i < WRITE_TYPES; i++) {
        uint8_t bits = write_types[i].bits;

        if (write_types[i].write_type != write_type) continue;
        if (test && write_types[i].test_bit != ANY) bits |= write_types[i].test_bit;
        if (can_write(call, write_types[i].feature, bits)) return true;
    }
    return false;
}

/* 0, or the sense of what is wrong with one page of the list. count: bytes with the head. */
static uint32_t check_page(struct sim_call *call, const uint8_t *page, size_t count, bool save)
{
    uint8_t values[PAGE_MAX], mask[PAGE_MAX];
    size_t i, base_count;
    uint8_t code = page[0] & CODE;
    const uint8_t *base = code == CODE ? NULL : sim_identity_page(call->identity, code, &base_count);

    if (!base) return SIM_INVALID_FIELD_IN_LIST;
    if (save && !(base[0] & SAVABLE)) return SIM_INVALID_FIELD_IN_CDB;
    base_count = page_values(call, CURRENT, base, base_count, values);
    if (count != base_count) return SIM_INVALID_FIELD_IN_LIST;
    sim_identity_page_mask(values, count, mask);
    for (i = 2; i < count; i++) {
        if ((page[i] ^ values[i]) & ~mask[i]) return SIM_INVALID_FIELD_IN_LIST;
    }
    if (code == MMC_MODE_PAGE_WRITE_PARAMETERS && !accepts_write_parameters(call, page, count))
        return SIM_INVALID_FIELD_IN_LIST;
    return 0;
}

/* Keeps what was set; pages of which nothing can be changed need no keeping, and there is room for all the others. */
static void set_page(struct sim_page *list, const uint8_t *page, size_t count)
{
    uint8_t mask[PAGE_MAX];
    struct sim_page *place = find_set(list, page, count);
    size_t i;

    sim_identity_page_mask(page, count, mask);
    for (i = 2; i < count && !mask[i]; i++)
        continue;
    if (i == count || count > SIM_PAGE_BYTES) return;
    for (i = 0; !place && i < SIM_PAGES_MAX; i++) {
        /* A page of another identity makes room. */
        if (!list[i].count || (list[i].bytes[0] & CODE) == (page[0] & CODE)) place = &list[i];
    }
    if (!place) return;
    memset(place, 0, sizeof *place);
    memcpy(place->bytes, page, count);
    place->count = (uint8_t)count;
}

void sim_answer_mode_select(struct sim_call *call)
{
    bool page_format = call->cdb[1] & 0x10;
    bool save = call->cdb[1] & 0x01;
    uint32_t length = load_be16(call->cdb + 7);
    const uint8_t *list = call->out;
    uint32_t first, at;

    if (!length) return;
    if (!page_format) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    /* Bytes 6 and 7: block descriptors of old programs are skipped. */
    if (length > call->out_count || length < HEADER || length < HEADER + (uint32_t)load_be16(list + 6)) {
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
        return;
    }
    /* All or nothing: every page is checked before the first is set. */
    first = HEADER + load_be16(list + 6);
    for (at = first; at < length; at += 2u + list[at + 1]) {
        uint32_t sense;

        if (length - at < 2 || length - at < 2u + list[at + 1]) {
            sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
            return;
        }
        sense = check_page(call, list + at, 2u + list[at + 1], save);
        if (sense) {
            sim_refuse(call, sense);
            return;
        }
    }
    for (at = first; at < length; at += 2u + list[at + 1]) {
        set_page(call->state->pages, list + at, 2u + list[at + 1]);
        if (save) set_page(call->state->saved_pages, list + at, 2u + list[at + 1]);
    }
    call->reply->transferred_bytes = length;
}
