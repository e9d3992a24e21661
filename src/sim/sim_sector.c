/* Sectors of CD-ROM tracks, as ECMA-130 and CD-ROM XA lay them out. */
#include "sim/sim_sector.h"

#include <string.h>

/* ECMA-130: EDC polynomial (x^16 + x^15 + x^2 + 1)(x^16 + x^2 + x + 1), bit-reversed; GF(2^8) with x^8 + x^4 + x^3 +
 * x^2 + 1.
 */
enum { FIELD_POLYNOMIAL = 0x1d };

/* What four bits become: row n is n, four times shifted right, each time with D8018001h (the EDC polynomial) where a
 * bit fell out.
 */
static const uint32_t edc_rows[16] = {0x00000000, 0x99011001, 0x82012001, 0x1b003000, 0xb4014001, 0x2d005000,
                                      0x36006000, 0xaf017001, 0xd8018001, 0x41009000, 0x5a00a000, 0xc301b001,
                                      0x6c00c000, 0xf501d001, 0xee01e001, 0x7700f000};

enum {
    HEADER_AT = 12,
    MODE_AT = 15,
    USER_AT = 16,
    SUB_MODE_AT = 18,
    EDC_AT = 2064,
    FORM_1_EDC_AT = 2072,
    FORM_2_EDC_AT = 2348,
    FORM_2 = 0x20, /* bit of the sub-mode */
    P_AT = 2076,
    Q_AT = 2248,
    P_COLUMNS = 86,
    P_ROWS = 24,
    Q_DIAGONALS = 52,
    Q_STEPS = 43,
};

static uint8_t times_x(uint8_t value)
{
    return (uint8_t)(value << 1 ^ (value & 0x80 ? FIELD_POLYNOMIAL : 0));
}

/* The element whose product with (x + 1) is `value`: value (x^7 + x^6 + x^5 + x^4 + x^2), F4h being the inverse of x +
 * 1.
 */
static uint8_t divided_by_x_plus_1(uint8_t value)
{
    uint8_t quotient = 0;
    unsigned inverse;

    for (inverse = 0xf4; inverse; inverse >>= 1, value = times_x(value)) {
        if (inverse & 1) quotient ^= value;
    }
    return quotient;
}

/* Over the bytes from `first` on, behind them. */
static void put_edc(uint8_t *sector, size_t first, size_t at)
{
    uint32_t edc = 0;
    size_t i;

    for (i = first; i < at; i++) {
        edc ^= sector[i];
        edc = edc >> 4 ^ edc_rows[edc & 0x0f];
        edc = edc >> 4 ^ edc_rows[edc & 0x0f];
    }
    for (i = 0; i < 4; i++)
        sector[at + i] = (uint8_t)(edc >> (8 * i));
}

/* Two parity bytes over `count` bytes of code word `word`: the byte at index i is sector[HEADER_AT + (start + i * step)
 * modulo `modulo`], in pairs of even and odd bytes. Sums of the data, plain (sum) and weighted with x^place (weighted),
 * must vanish together with the parity at the places 1 and 0.
 */
static void put_parity(uint8_t *sector, size_t start, size_t step, size_t count, size_t modulo, size_t parity_at,
                       size_t parity_step)
{
    uint8_t sum = 0, weighted = 0;
    size_t i, at = start;

    for (i = 0; i < count; i++) {
        uint8_t value = sector[HEADER_AT + at];

        sum ^= value;
        weighted = times_x(weighted ^ value);
        at += step;
        if (at >= modulo) at -= modulo;
    }
    /* weighted is now the sum of value x^(count - place); both parity bytes follow: p1 x + p0 = weighted x, p1 + p0 =
     * sum.
     */
    weighted = times_x(weighted);
    sector[parity_at] = divided_by_x_plus_1((uint8_t)(weighted ^ sum));
    sector[parity_at + parity_step] = (uint8_t)(sector[parity_at] ^ sum);
}

static uint8_t bcd(uint32_t value)
{
    return (uint8_t)(value / 10 << 4 | value % 10);
}

static void put_head(uint32_t lba, uint8_t mode, uint8_t *sector)
{
    uint32_t frames = lba + 150;

    memset(sector, 0, SIM_SECTOR_BYTES);
    memset(sector + 1, 0xff, 10);
    sector[HEADER_AT] = bcd(frames / (60 * 75));
    sector[HEADER_AT + 1] = bcd(frames / 75 % 60);
    sector[HEADER_AT + 2] = bcd(frames % 75);
    sector[MODE_AT] = mode;
}

static void put_ecc(uint8_t *sector)
{
    size_t i;

    for (i = 0; i < P_COLUMNS; i++)
        put_parity(sector, i, P_COLUMNS, P_ROWS, (size_t)P_COLUMNS * P_ROWS, P_AT + i, P_COLUMNS);
    for (i = 0; i < Q_DIAGONALS; i++) {
        put_parity(sector, i / 2 * P_COLUMNS + i % 2, P_COLUMNS + 2, Q_STEPS, (size_t)Q_STEPS * Q_DIAGONALS, Q_AT + i,
                   Q_DIAGONALS);
    }
}

void sim_sector_mode1(uint32_t lba, const uint8_t user[SIM_BLOCK_BYTES], bool is_whole,
                      uint8_t sector[SIM_SECTOR_BYTES])
{
    put_head(lba, 1, sector);
    memcpy(sector + USER_AT, user, SIM_BLOCK_BYTES);
    if (!is_whole) return;
    put_edc(sector, 0, EDC_AT);
    put_ecc(sector);
}

void sim_sector_xa(uint32_t lba, const uint8_t from_sub_header[SIM_XA_BYTES], uint8_t sector[SIM_SECTOR_BYTES])
{
    uint8_t header[4];

    put_head(lba, 2, sector);
    memcpy(sector + USER_AT, from_sub_header, SIM_XA_BYTES);
    if (sector[SUB_MODE_AT] & FORM_2) {
        put_edc(sector, USER_AT, FORM_2_EDC_AT);
        return;
    }
    put_edc(sector, USER_AT, FORM_1_EDC_AT);
    /* The ECC counts the header as zeros, so that a sector can be moved. */
    memcpy(header, sector + HEADER_AT, sizeof header);
    memset(sector + HEADER_AT, 0, sizeof header);
    put_ecc(sector);
    memcpy(sector + HEADER_AT, header, sizeof header);
}

void sim_sector_scramble(uint8_t sector[SIM_SECTOR_BYTES])
{
    uint32_t shift_register = 1;
    size_t i;
    int bit;

    for (i = HEADER_AT; i < SIM_SECTOR_BYTES; i++) {
        for (bit = 0; bit < 8; bit++) {
            sector[i] ^= (uint8_t)((shift_register & 1) << bit);
            shift_register = shift_register >> 1 | ((shift_register ^ shift_register >> 1) & 1) << 14;
        }
    }
}

bool sim_sector_has_sync(const uint8_t sector[SIM_SECTOR_BYTES])
{
    static const uint8_t sync[HEADER_AT] = {0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00};

    return memcmp(sector, sync, sizeof sync) == 0;
}

enum sim_sector_type sim_sector_type_of(const uint8_t sector[SIM_SECTOR_BYTES])
{
    if (!sim_sector_has_sync(sector)) return SIM_SECTOR_AUDIO;
    switch (sector[MODE_AT] & 0x03) {
    case 0:
        return SIM_SECTOR_MODE_0;
    case 1:
        return SIM_SECTOR_MODE_1;
    default:
        if (memcmp(sector + USER_AT, sector + USER_AT + 4, 4) != 0) return SIM_SECTOR_MODE_2;
        return sector[SUB_MODE_AT] & FORM_2 ? SIM_SECTOR_FORM_2 : SIM_SECTOR_FORM_1;
    }
}
