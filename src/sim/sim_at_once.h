/* What recording a CD in one piece has in common, raw or by a cue sheet: sectors with their sub-code go to the parts of
 * the store, and the end of the session reads the lead-in again.
 */
#ifndef OPENIMAPI2_SIM_SIM_AT_ONCE_H
#define OPENIMAPI2_SIM_SIM_AT_ONCE_H

#include "sim/sim_lead_in.h"
#include "sim/sim_model.h"

/* So many sectors are kept with one call of the store. */
enum { SIM_RUN_SECTORS = 8 };

struct sim_run {
    int32_t lba; /* of the first; -150 and up */
    uint32_t count;
    uint8_t main[SIM_RUN_SECTORS][SIM_SECTOR_BYTES];
    uint8_t sub_code[SIM_RUN_SECTORS][SIM_SUB_CODE_BYTES];
};

/* Keeps the run, whole, and empties it: lba goes on behind it. False: refused, as a medium error. A run never crosses
 * LBA 0 (sim_run_is_full).
 */
bool sim_run_flush(struct sim_call *call, struct sim_run *run);

/* Is there no room for the sector that comes next, or must it begin another run? */
bool sim_run_is_full(const struct sim_run *run);

/* Sub-code of the lead-in from this address on, 96 bytes a sector. False: refused. */
bool sim_put_lead_in(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *sub_codes);

/* Nothing of a session is left but the disc: its lead-in is forgotten, and so is its sheet. False: refused. */
bool sim_forget_lead_in(struct sim_call *call);

/* Nothing of an earlier disc is left in any part. False: refused. */
bool sim_forget_parts(struct sim_call *call);

/* What the lead-in in the store says; its sub-code goes up to `end`. False: refused, it cannot be read. */
bool sim_read_lead_in(struct sim_call *call, int32_t end, struct sim_lead_in *lead_in);

/* CD-TEXT of the lead-in becomes the disc's, in the order of its packs. False: refused. */
bool sim_keep_text(struct sim_call *call, int32_t end);

/* Bytes of a part from the store, zeros where it has none. False: refused, it cannot be read. */
bool sim_get_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes);
bool sim_put_part(struct sim_call *call, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes);
bool sim_cut_part(struct sim_call *call, enum sim_part part, uint64_t bytes);

#endif
