/* One sector of a CD-ROM mode 1 track, as ECMA-130 lays it out. */
#include "sim/sim_answer.h"

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
    USER_AT = 16,
    EDC_AT = 2064,
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

static void put_edc(uint8_t *sector)
{
    uint32_t edc = 0;
    size_t i;

    for (i = 0; i < EDC_AT; i++) {
        edc ^= sector[i];
        edc = edc >> 4 ^ edc_rows[edc & 0x0f];
        edc = edc >> 4 ^ edc_rows[edc & 0x0f];
    }
    for (i = 0; i < 4; i++)
        sector[EDC_AT + i] = (uint8_t)(edc >> (8 * i));
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

void sim_sector_mode1(uint32_t lba, const uint8_t user[SIM_BLOCK_BYTES], bool is_whole,
                      uint8_t sector[SIM_SECTOR_BYTES])
{
    uint32_t frames = lba + 150;
    size_t i;

    memset(sector, 0, SIM_SECTOR_BYTES);
    memset(sector + 1, 0xff, 10);
    sector[HEADER_AT] = bcd(frames / (60 * 75));
    sector[HEADER_AT + 1] = bcd(frames / 75 % 60);
    sector[HEADER_AT + 2] = bcd(frames % 75);
    sector[HEADER_AT + 3] = 1;
    memcpy(sector + USER_AT, user, SIM_BLOCK_BYTES);
    if (!is_whole) return;
    put_edc(sector);
    for (i = 0; i < P_COLUMNS; i++)
        put_parity(sector, i, P_COLUMNS, P_ROWS, (size_t)P_COLUMNS * P_ROWS, P_AT + i, P_COLUMNS);
    for (i = 0; i < Q_DIAGONALS; i++) {
        put_parity(sector, i / 2 * P_COLUMNS + i % 2, P_COLUMNS + 2, Q_STEPS, (size_t)Q_STEPS * Q_DIAGONALS, Q_AT + i,
                   Q_DIAGONALS);
    }
}
