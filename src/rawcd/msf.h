/* Minutes, seconds and frames of a CD, and logical block addresses: a second has 75 frames. */
#ifndef OPENIMAPI2_RAWCD_MSF_H
#define OPENIMAPI2_RAWCD_MSF_H

#include <stdint.h>

/* Ends of the sections of a session, as logical block addresses. */
enum {
    RAWCD_LEAD_IN = -22650,     /* 95:00:00, where a raw image begins */
    RAWCD_PROGRAM_AREA = -150,  /* 00:00:00 */
    RAWCD_LAST_SECTOR = 404849, /* 89:59:74 */
    RAWCD_FRAMES_A_SECOND = 75,
    RAWCD_FRAMES_A_MINUTE = 75 * 60,
};

struct rawcd_msf {
    uint8_t minute, second, frame; /* 0-99, 0-59, 0-74 */
};

/* A time as sub-code Q counts it: frames from 00:00:00 on.
 * frames  0-449999
 */
static inline struct rawcd_msf rawcd_msf_of_frames(uint32_t frames)
{
    return (struct rawcd_msf){(uint8_t)(frames / RAWCD_FRAMES_A_MINUTE), (uint8_t)(frames / RAWCD_FRAMES_A_SECOND % 60),
                              (uint8_t)(frames % RAWCD_FRAMES_A_SECOND)};
}

/* The time of a sector. The lead-in of the first session, below -150, has the times up to 99:59:74 (MMC, "LBA to MSF
 * translation").
 * lba  -45150 to 404849
 */
static inline struct rawcd_msf rawcd_msf_of_lba(int32_t lba)
{
    return rawcd_msf_of_frames((uint32_t)(lba - RAWCD_PROGRAM_AREA + (lba < RAWCD_PROGRAM_AREA ? 450000 : 0)));
}

/* value: 0-99 */
static inline uint8_t rawcd_bcd(unsigned value)
{
    return (uint8_t)(value / 10 << 4 | value % 10);
}

#endif
