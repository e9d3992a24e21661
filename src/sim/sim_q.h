/* One frame of sub-channel Q, and its place among the 96 bytes of a sector's sub-code. IEC 60908 and ECMA-130, clause
 * 22: 12 bytes, control and ADR first, CRC last; numbers are BCD.
 *
 * Frames are both written and read: the drive records frames, and finds in the recorded ones where an index begins, a
 * track's ISRC and the disc's catalogue number.
 */
#ifndef OPENIMAPI2_SIM_SIM_Q_H
#define OPENIMAPI2_SIM_SIM_Q_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/store.h"

enum {
    SIM_Q_BYTES = 12,
    SIM_CATALOGUE_DIGITS = 13,
    SIM_ISRC_CHARACTERS = 12,
    /* ADR */
    SIM_Q_POSITION = 1,
    SIM_Q_CATALOGUE = 2,
    SIM_Q_ISRC = 3,
    SIM_Q_MULTISESSION = 5,
    /* control */
    SIM_CONTROL_PRE_EMPHASIS = 1,
    SIM_CONTROL_COPY = 2,
    SIM_CONTROL_DATA = 4,
    SIM_TNO_LEAD_OUT = 0xaa,
};

/* A position in a program area or lead-out. lba: -150 and up. relative: sectors from index 1, or in index 0 the sectors
 * that are left of it. track: 1 to 99, or SIM_TNO_LEAD_OUT; index: 0 to 99.
 */
void sim_q_put_position(uint8_t q[SIM_Q_BYTES], uint8_t control, uint8_t track, uint8_t index, uint32_t relative,
                        int32_t lba);

/* A catalogue number of digits, an ISRC of letters (upper case) and digits. False, with q unchanged, for anything else.
 * lba: -150 and up.
 */
bool sim_q_put_catalogue(uint8_t q[SIM_Q_BYTES], uint8_t control, const char digits[SIM_CATALOGUE_DIGITS], int32_t lba);
bool sim_q_put_isrc(uint8_t q[SIM_Q_BYTES], uint8_t control, const char isrc[SIM_ISRC_CHARACTERS], int32_t lba);

/* sim_q_seal sets the CRC of bytes 0 to 9; sim_q_is_whole checks it. */
void sim_q_seal(uint8_t q[SIM_Q_BYTES]);
bool sim_q_is_whole(const uint8_t q[SIM_Q_BYTES]);

/* The contents of a frame: its ADR; and a number of two BCD digits, or -1. */
uint8_t sim_q_adr(const uint8_t q[SIM_Q_BYTES]);
int sim_q_number(uint8_t bcd);
/* Minute, second and frame in BCD as sectors; -1 when they are not valid BCD. No offset is subtracted. */
int32_t sim_q_sectors(const uint8_t msf[3]);
/* False for a frame with another ADR or a wrong CRC, or without a valid number or ISRC. */
bool sim_q_get_catalogue(const uint8_t q[SIM_Q_BYTES], char digits[SIM_CATALOGUE_DIGITS]);
bool sim_q_get_isrc(const uint8_t q[SIM_Q_BYTES], char isrc[SIM_ISRC_CHARACTERS]);

/* Put a frame into a sector's sub-code, whose channels R to W stay unchanged, and get it back. */
void sim_q_spread(const uint8_t q[SIM_Q_BYTES], bool p, uint8_t sub_code[SIM_SUB_CODE_BYTES]);
void sim_q_gather(const uint8_t sub_code[SIM_SUB_CODE_BYTES], uint8_t q[SIM_Q_BYTES]);
bool sim_q_gather_p(const uint8_t sub_code[SIM_SUB_CODE_BYTES]);

#endif
