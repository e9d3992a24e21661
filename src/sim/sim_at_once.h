/* Functions shared by the two ways of recording a CD in one piece, raw or by a cue sheet: sectors with their sub-code
 * go to the parts of the store, and the lead-in is read again at the end of the session.
 */
#ifndef OPENIMAPI2_SIM_SIM_AT_ONCE_H
#define OPENIMAPI2_SIM_SIM_AT_ONCE_H

#include "sim/sim_lead_in.h"
#include "sim/sim_model.h"

/* Sectors that are stored with one call of the store. */
enum { SIM_RUN_SECTORS = 8 };

struct sim_run {
    int32_t lba; /* of the first; -150 and up */
    uint32_t count;
    uint8_t main[SIM_RUN_SECTORS][SIM_SECTOR_BYTES];
    uint8_t sub_code[SIM_RUN_SECTORS][SIM_SUB_CODE_BYTES];
};

/* Store the whole run, and empty it: lba moves on behind it. False: refused, as a medium error. A run never crosses LBA
 * 0 (sim_run_is_full).
 */
bool sim_run_flush(struct sim_call *call, struct sim_run *run);

/* Is there no room for the next sector, or must it begin another run? */
bool sim_run_is_full(const struct sim_run *run);

/* Store sub-code of the lead-in from this address on, 96 bytes a sector. False: refused. */
bool sim_put_lead_in(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *sub_codes);

/* Forget the parts of a session that are kept only until it ends: its lead-in and its cue sheet. False: refused. */
bool sim_forget_lead_in(struct sim_call *call);

/* Forget all parts of an earlier disc. False: refused. */
bool sim_forget_parts(struct sim_call *call);

/* Read the lead-in in the store, whose sub-code goes up to `end`. False: refused, it cannot be read. */
bool sim_read_lead_in(struct sim_call *call, int32_t end, struct sim_lead_in *lead_in);

/* Make the CD-TEXT of the lead-in the disc's, in the order of its packs. False: refused. */
bool sim_keep_text(struct sim_call *call, int32_t end);

/* Read, write or cut a part in the store. sim_get_part: zeros where the part has no bytes; false: refused, it cannot be
 * read.
 */
bool sim_get_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes);
bool sim_put_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes);
bool sim_cut_part(struct sim_call *call, enum sim_part part, uint64_t bytes);

#endif
