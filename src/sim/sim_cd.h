/* Sectors of the CD in the drive, wherever they are kept: as blocks of data, as sectors with their sub-code, or not at
 * all, as for the gaps between tracks recorded at once.
 */
#ifndef OPENIMAPI2_SIM_SIM_CD_H
#define OPENIMAPI2_SIM_SIM_CD_H

#include "sim/sim_answer.h"

/* Is a track kept as sectors of 2352 bytes? Audio is, and so is data that was recorded raw, or by a sheet of more than
 * data; other tracks are kept in blocks.
 */
bool sim_cd_is_in_sectors(const struct sim_call *call, const struct sim_track *track);

/* The same for the track of this sector. */
bool sim_cd_is_sector(const struct sim_call *call, int32_t lba);

/* The address after the sectors that can be read from lba on; lba itself if its sector cannot be read. The sectors of a
 * whole session can be read, from its first pre-gap to its lead-out; on discs with nothing but blocks of data, those of
 * their tracks. More readable sectors may follow the address returned.
 */
int64_t sim_cd_readable_to(const struct sim_call *call, int64_t lba);

/* Read a sector that can be read. is_whole: false leaves EDC and ECC 0 in a sector that the drive generates. False:
 * refused, it cannot be read.
 */
bool sim_cd_get_sector(struct sim_call *call, int32_t lba, bool is_whole, uint8_t sector[SIM_SECTOR_BYTES],
                       enum sim_sector_type *type);

/* Read its sub-channels; for a sector that is kept without them, P and Q as a drive writes them. False: refused. */
bool sim_cd_get_sub_code(struct sim_call *call, int32_t lba, uint8_t sub_code[SIM_SUB_CODE_BYTES]);

/* The 2048 bytes of user data of sectors that are kept whole. False: they cannot be read, or have no user data. */
bool sim_cd_read_user_data(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes);

#endif
