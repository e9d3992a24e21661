/* Frames of sub-channel Q: IEC 60908 and ECMA-130, clause 22. */
#include "sim/sim_q.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc16.h"

enum { CRC_AT = 10, FRAME_AT = 9, SECONDS = 60, FRAMES = 75 };

static uint8_t bcd(uint32_t number)
{
    return (uint8_t)(number / 10 % 10 << 4 | number % 10);
}

static void put_msf(uint8_t msf[3], uint32_t sectors)
{
    msf[0] = bcd(sectors / FRAMES / SECONDS);
    msf[1] = bcd(sectors / FRAMES % SECONDS);
    msf[2] = bcd(sectors % FRAMES);
}

static uint32_t absolute(int32_t lba)
{
    return (uint32_t)(lba + SIM_PRE_GAP_SECTORS);
}

/* Stored inverted. */
static uint16_t crc_of(const uint8_t q[SIM_Q_BYTES])
{
    return (uint16_t)~base_crc16(q, CRC_AT);
}

void sim_q_seal(uint8_t q[SIM_Q_BYTES])
{
    store_be16(q + CRC_AT, crc_of(q));
}

bool sim_q_is_whole(const uint8_t q[SIM_Q_BYTES])
{
    return load_be16(q + CRC_AT) == crc_of(q);
}

void sim_q_put_position(uint8_t q[SIM_Q_BYTES], uint8_t control, uint8_t track, uint8_t index, uint32_t relative,
                        int32_t lba)
{
    q[0] = (uint8_t)(control << 4 | SIM_Q_POSITION);
    q[1] = track == SIM_TNO_LEAD_OUT ? track : bcd(track);
    q[2] = bcd(index);
    put_msf(q + 3, relative);
    q[6] = 0;
    put_msf(q + 7, absolute(lba));
    sim_q_seal(q);
}

/* Four bits each, from byte 1 on; 12 zero bits and the frame of the absolute time follow. */
bool sim_q_put_catalogue(uint8_t q[SIM_Q_BYTES], uint8_t control, const char digits[SIM_CATALOGUE_DIGITS], int32_t lba)
{
    uint8_t made[SIM_Q_BYTES] = {(uint8_t)(control << 4 | SIM_Q_CATALOGUE)};
    size_t i;

    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++) {
        if (digits[i] < '0' || digits[i] > '9') return false;
        made[1 + i / 2] |= (uint8_t)((digits[i] - '0') << (i % 2 ? 0 : 4));
    }
    made[FRAME_AT] = bcd(absolute(lba) % FRAMES);
    sim_q_seal(made);
    memcpy(q, made, SIM_Q_BYTES);
    return true;
}

/* Five characters of six bits (ASCII less 30h), two zero bits, seven digits of four bits, four zero bits. */
enum { ISRC_LETTERS = 5, ISRC_DIGITS_AT = 5, LETTER_MASK = 0x3f };

static bool is_isrc_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

bool sim_q_put_isrc(uint8_t q[SIM_Q_BYTES], uint8_t control, const char isrc[SIM_ISRC_CHARACTERS], int32_t lba)
{
    uint8_t made[SIM_Q_BYTES] = {(uint8_t)(control << 4 | SIM_Q_ISRC)};
    uint32_t letters = 0;
    size_t i;

    for (i = 0; i < ISRC_LETTERS; i++) {
        if (!is_isrc_character(isrc[i])) return false;
        letters = letters << 6 | (uint32_t)(isrc[i] - '0');
    }
    store_be32(made + 1, letters << 2);
    for (i = 0; i < SIM_ISRC_CHARACTERS - ISRC_LETTERS; i++) {
        char digit = isrc[ISRC_LETTERS + i];

        if (digit < '0' || digit > '9') return false;
        made[ISRC_DIGITS_AT + i / 2] |= (uint8_t)((digit - '0') << (i % 2 ? 0 : 4));
    }
    made[FRAME_AT] = bcd(absolute(lba) % FRAMES);
    sim_q_seal(made);
    memcpy(q, made, SIM_Q_BYTES);
    return true;
}

uint8_t sim_q_adr(const uint8_t q[SIM_Q_BYTES])
{
    return q[0] & 0x0f;
}

int sim_q_number(uint8_t bcd)
{
    return (bcd & 0x0f) > 9 || bcd >> 4 > 9 ? -1 : (bcd >> 4) * 10 + (bcd & 0x0f);
}

int32_t sim_q_sectors(const uint8_t msf[3])
{
    int minutes = sim_q_number(msf[0]), seconds = sim_q_number(msf[1]), frames = sim_q_number(msf[2]);

    if (minutes < 0 || seconds < 0 || seconds >= SECONDS || frames < 0 || frames >= FRAMES) return -1;
    return (minutes * SECONDS + seconds) * FRAMES + frames;
}

static uint8_t nibble(const uint8_t *bytes, size_t i)
{
    return i % 2 ? bytes[i / 2] & 0x0f : bytes[i / 2] >> 4;
}

bool sim_q_get_catalogue(const uint8_t q[SIM_Q_BYTES], char digits[SIM_CATALOGUE_DIGITS])
{
    size_t i;

    if (sim_q_adr(q) != SIM_Q_CATALOGUE || !sim_q_is_whole(q)) return false;
    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++) {
        if (nibble(q + 1, i) > 9) return false;
    }
    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++)
        digits[i] = (char)('0' + nibble(q + 1, i));
    return true;
}

bool sim_q_get_isrc(const uint8_t q[SIM_Q_BYTES], char isrc[SIM_ISRC_CHARACTERS])
{
    char read[SIM_ISRC_CHARACTERS];
    size_t i;

    if (sim_q_adr(q) != SIM_Q_ISRC || !sim_q_is_whole(q)) return false;
    for (i = 0; i < ISRC_LETTERS; i++) {
        read[i] = (char)('0' + (load_be32(q + 1) >> (26 - 6 * i) & LETTER_MASK));
        if (!is_isrc_character(read[i])) return false;
    }
    for (i = 0; i < SIM_ISRC_CHARACTERS - ISRC_LETTERS; i++) {
        if (nibble(q + ISRC_DIGITS_AT, i) > 9) return false;
        read[ISRC_LETTERS + i] = (char)('0' + nibble(q + ISRC_DIGITS_AT, i));
    }
    memcpy(isrc, read, sizeof read);
    return true;
}

enum { P = 0x80, Q = 0x40 };

void sim_q_spread(const uint8_t q[SIM_Q_BYTES], bool p, uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    size_t i;

    for (i = 0; i < SIM_SUB_CODE_BYTES; i++) {
        bool bit = q[i / 8] >> (7 - i % 8) & 1;

        sub_code[i] = (uint8_t)((sub_code[i] & ~(P | Q)) | (p ? P : 0) | (bit ? Q : 0));
    }
}

void sim_q_gather(const uint8_t sub_code[SIM_SUB_CODE_BYTES], uint8_t q[SIM_Q_BYTES])
{
    size_t i;

    memset(q, 0, SIM_Q_BYTES);
    for (i = 0; i < SIM_SUB_CODE_BYTES; i++)
        if (sub_code[i] & Q) q[i / 8] |= (uint8_t)(0x80 >> i % 8);
}

bool sim_q_gather_p(const uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    return sub_code[0] & P;
}
