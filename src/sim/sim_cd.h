/* Sectors of the CD in the drive, wherever they are kept: as blocks of data, as sectors with their sub-code, or
 * nowhere, as the gaps between tracks that were written at once.
 */
#ifndef OPENIMAPI2_SIM_SIM_CD_H
#define OPENIMAPI2_SIM_SIM_CD_H

#include "sim/sim_answer.h"

/* Is a track kept as sectors of 2352 bytes? Audio is, and data that were recorded by a sheet of more than data, or raw;
 * the others in blocks.
 */
bool sim_cd_is_in_sectors(const struct sim_call *call, const struct sim_track *track);

/* Likewise, the track of this sector. */
bool sim_cd_is_sector(const struct sim_call *call, int32_t lba);

/* Behind the sectors that can be read from this one on; lba: it cannot be read itself. Those of a whole session can,
 * from its first pre-gap to its lead-out; of discs with nothing but blocks of data, those of their tracks. There may
 * be more of them behind the answer.
 */
int64_t sim_cd_readable_to(const struct sim_call *call, int64_t lba);

/* One that can. is_whole: false leaves EDC and ECC of a sector that the drive makes 0. False: refused, it cannot be
 * read.
 */
bool sim_cd_get_sector(struct sim_call *call, int32_t lba, bool is_whole, uint8_t sector[SIM_SECTOR_BYTES],
                       enum sim_sector_type *type);

/* Its sub-channels; of a sector that is kept without, P and Q as a drive writes them. False: refused. */
bool sim_cd_get_sub_code(struct sim_call *call, int32_t lba, uint8_t sub_code[SIM_SUB_CODE_BYTES]);

/* The 2048 bytes of user data of sectors that are kept whole. False: they cannot be read, or have
 * none.
 */
bool sim_cd_read_user_data(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes);

#endif
