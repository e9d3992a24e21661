/* Sub-code P and Q of a raw audio image, computed only from the address of the sector. */
#include "rawcd/sub_code.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc16.h"

enum {
    Q_POSITION = 1, /* ADR, the low half of byte 0 */
    Q_CATALOG = 2,
    Q_ISRC = 3,

    PERIOD = 90, /* catalogue number and ISRC come once in so many sectors, within the 100 of IEC 60908 */
    CATALOG_PHASE = 0,
    ISRC_PHASE = 50,

    POINTS = 3,       /* A0, A1, A2 */
    POINT_COPIES = 3, /* of each entry of the table of contents, one behind the other */

    P_FLASH = 19, /* sectors of ones, then of zeros: 2 Hz, from the 150th sector of the lead-out on */
};

/* The last track whose index 0 is not behind the sector. */
static unsigned track_at(const struct rawcd_layout *layout, int32_t lba)
{
    unsigned low = 0, high = layout->track_count;

    while (high - low > 1) {
        unsigned middle = (low + high) / 2;

        if (rawcd_index0(layout, middle) <= lba)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The index of the sector in its track, 0-99; *first is where it begins. */
static unsigned index_at(const struct rawcd_layout *layout, unsigned number, int32_t lba, int32_t *first)
{
    const struct rawcd_track *track = &layout->tracks[number];
    unsigned index = 0;

    *first = rawcd_index0(layout, number);
    while (index < track->index_count && track->start + (int32_t)track->indexes[index] <= lba) {
        *first = track->start + (int32_t)track->indexes[index];
        index++;
    }
    return index;
}

static bool begins_index(const struct rawcd_layout *layout, int32_t lba)
{
    int32_t first;

    index_at(layout, track_at(layout, lba), lba, &first);
    return first == lba;
}

/* Is the sector's turn in a period of 90? A sector in which an index begins gives its turn to the next. */
static bool is_turn(const struct rawcd_layout *layout, int32_t lba, int32_t phase)
{
    int32_t turn = lba;

    if (begins_index(layout, lba)) return false;
    while (turn > RAWCD_PROGRAM_AREA && begins_index(layout, turn - 1))
        turn--;
    for (; turn <= lba; turn++)
        if ((turn - phase + PERIOD * RAWCD_FRAMES_A_SECOND) % PERIOD == 0) return true;
    return false;
}

static void store_msf(uint8_t *bytes, struct rawcd_msf time)
{
    bytes[0] = rawcd_bcd(time.minute);
    bytes[1] = rawcd_bcd(time.second);
    bytes[2] = rawcd_bcd(time.frame);
}

/* An entry of the table of contents. */
static void make_lead_in(const struct rawcd_layout *layout, int32_t lba, uint8_t *q)
{
    const struct rawcd_track *track = &layout->tracks[layout->track_count - 1];
    unsigned entry = (unsigned)(lba - RAWCD_LEAD_IN) / POINT_COPIES % (layout->track_count + POINTS);

    store_msf(q + 3, rawcd_msf_of_lba(lba));
    if (entry < layout->track_count) {
        track = &layout->tracks[entry];
        q[2] = rawcd_bcd(layout->first_number + entry);
        store_msf(q + 7, rawcd_msf_of_lba(track->start));
    } else if (entry == layout->track_count) {
        track = &layout->tracks[0];
        q[2] = 0xA0;
        q[7] = rawcd_bcd(layout->first_number);
    } else if (entry == layout->track_count + 1) {
        q[2] = 0xA1;
        q[7] = rawcd_bcd(layout->first_number + layout->track_count - 1);
    } else {
        q[2] = 0xA2;
        store_msf(q + 7, rawcd_msf_of_lba(layout->lead_out));
    }
    q[0] = (uint8_t)(rawcd_control(track) << 4 | Q_POSITION);
}

static void make_lead_out(const struct rawcd_layout *layout, int32_t lba, uint8_t *q)
{
    q[0] = (uint8_t)(rawcd_control(&layout->tracks[layout->track_count - 1]) << 4 | Q_POSITION);
    q[1] = 0xAA;
    q[2] = 1;
    store_msf(q + 3, rawcd_msf_of_frames((uint32_t)(lba - layout->lead_out)));
    store_msf(q + 7, rawcd_msf_of_lba(lba));
}

/* Thirteen digits, two in a byte. */
static void make_catalog(const char *catalog, uint8_t *q)
{
    unsigned i;

    for (i = 0; i < RAWCD_CATALOG_DIGITS; i++)
        q[1 + i / 2] |= (uint8_t)((catalog[i] - '0') << (i % 2 == 0 ? 4 : 0));
}

/* Five characters of six bits, two bits of zero, seven digits of four bits. */
static void make_isrc(const char *isrc, uint8_t *q)
{
    uint32_t word = 0;
    unsigned i;

    for (i = 0; i < 5; i++)
        word = word << 6 | (uint32_t)(isrc[i] - '0');
    store_be32(q + 1, word << 2);
    for (word = 0; i < RAWCD_ISRC_CHARACTERS; i++)
        word = word << 4 | (uint32_t)(isrc[i] - '0');
    store_be32(q + 5, word << 4);
}

static void make_program(const struct rawcd_layout *layout, int32_t lba, uint8_t *q)
{
    unsigned number = track_at(layout, lba);
    const struct rawcd_track *track = &layout->tracks[number];
    uint8_t control = rawcd_control(track);
    struct rawcd_msf address = rawcd_msf_of_lba(lba);
    int32_t first;

    if (track->copying == RAWCD_COPYING_SCMS && (lba - RAWCD_PROGRAM_AREA) % 8 >= 4) control |= 2;

    if (layout->catalog[0] && is_turn(layout, lba, CATALOG_PHASE)) {
        q[0] = (uint8_t)(control << 4 | Q_CATALOG);
        make_catalog(layout->catalog, q);
        q[9] = rawcd_bcd(address.frame);
    } else if (track->isrc[0] && is_turn(layout, lba, ISRC_PHASE)) {
        q[0] = (uint8_t)(control << 4 | Q_ISRC);
        make_isrc(track->isrc, q);
        q[9] = rawcd_bcd(address.frame);
    } else {
        q[0] = (uint8_t)(control << 4 | Q_POSITION);
        q[1] = rawcd_bcd(layout->first_number + number);
        q[2] = rawcd_bcd(index_at(layout, number, lba, &first));
        /* Index 0 counts down to zero in its last sector. */
        store_msf(q + 3,
                  rawcd_msf_of_frames((uint32_t)(lba < track->start ? track->start - 1 - lba : lba - track->start)));
        store_msf(q + 7, address);
    }
}

void rawcd_make_q(const struct rawcd_layout *layout, int32_t lba, uint8_t q[RAWCD_Q_BYTES])
{
    memset(q, 0, RAWCD_Q_BYTES);
    if (lba < RAWCD_PROGRAM_AREA)
        make_lead_in(layout, lba, q);
    else if (lba >= layout->lead_out)
        make_lead_out(layout, lba, q);
    else
        make_program(layout, lba, q);
    store_be16(q + 10, (uint16_t)~base_crc16(q, 10));
}

bool rawcd_has_p(const struct rawcd_layout *layout, int32_t lba)
{
    if (lba < RAWCD_PROGRAM_AREA) return false;
    if (lba >= layout->lead_out) {
        int32_t since = lba - layout->lead_out - RAWCD_GAP_SECTORS;

        return lba == layout->lead_out || (since >= 0 && since / P_FLASH % 2 == 0);
    }
    return lba <= layout->tracks[track_at(layout, lba)].start || lba >= layout->lead_out - RAWCD_GAP_SECTORS;
}

void rawcd_make_pq(const struct rawcd_layout *layout, int32_t lba, uint8_t bytes[RAWCD_PQ_BYTES])
{
    memset(bytes, 0, RAWCD_PQ_BYTES);
    rawcd_make_q(layout, lba, bytes);
    bytes[RAWCD_PQ_BYTES - 1] = rawcd_has_p(layout, lba) ? 0x80 : 0;
}

void rawcd_make_pw(const struct rawcd_layout *layout, int32_t lba, const uint8_t *rw, uint8_t bytes[RAWCD_PW_BYTES])
{
    uint8_t q[RAWCD_Q_BYTES];
    uint8_t p = rawcd_has_p(layout, lba) ? 0x80 : 0;
    unsigned i;

    rawcd_make_q(layout, lba, q);
    for (i = 0; i < RAWCD_PW_BYTES; i++)
        bytes[i] = (uint8_t)(p | (q[i / 8] << i % 8 & 0x80) >> 1 | (rw ? rw[i] & 0x3F : 0));
}
