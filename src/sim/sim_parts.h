/* The parts of a CD with audio: the data that is kept beside its blocks of 2048 bytes, and the endings of its files. A
 * pure table, so that code that deletes the files of a disc can include this header alone and link nothing.
 */
#ifndef OPENIMAPI2_SIM_SIM_PARTS_H
#define OPENIMAPI2_SIM_SIM_PARTS_H

/* X(enumerator, ending of the file's name)
 * Sectors   the main channel, SIM_SECTOR_BYTES each, from LBA 0 on; of data tracks only those kept as sectors
 *           (sim/sim_cd.h).
 * Sub-code  the sub-channels P to W as they are on the disc, SIM_SUB_CODE_BYTES for each sector: bit 7 of a byte is
 *           P, bit 6 Q, bit 0 W; from LBA -150 on. Bytes that are 0 were not recorded.
 * Pre-gap   the main channel of LBA -150 to -1, where it is not silence.
 * Text      CD-TEXT: packs of 18 bytes, followed by one zero byte (the format that cue sheets name by CDTEXTFILE).
 * Cue       the disc's cue sheet: text, one command a line.
 * Lead-in   the sub-channels of a lead-in that is being recorded, from its start on; removed when the session ends.
 * Sheet     likewise, the cue sheet that the drive was sent for the session.
 */
/* clang-format off */
#define SIM_PARTS(X)              \
    X(SIM_PART_SECTORS,  ".bin")  \
    X(SIM_PART_SUB_CODE, ".sub")  \
    X(SIM_PART_PRE_GAP,  ".gap")  \
    X(SIM_PART_TEXT,     ".cdt")  \
    X(SIM_PART_CUE,      ".cue")  \
    X(SIM_PART_LEAD_IN,  ".lin")  \
    X(SIM_PART_SHEET,    ".sht")
/* clang-format on */

#define SIM_PART_ENUMERATOR(enumerator, ending) enumerator,
enum sim_part { SIM_PARTS(SIM_PART_ENUMERATOR) SIM_PART_COUNT };
#undef SIM_PART_ENUMERATOR

#endif
