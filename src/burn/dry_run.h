/* A burn that changes nothing: the checks and the plan are made, and the source is read to its end. */
#ifndef OPENIMAPI2_BURN_DRY_RUN_H
#define OPENIMAPI2_BURN_DRY_RUN_H

#include "burn/burn.h"
#include "burn/speed.h"

/* One step as it would be carried out. All of it is borrowed, for the time of the call. */
struct burn_planned_step {
    const char *words; /* from burn_step_describe */
    uint32_t
        commands; /* with this CDB: 1, for a run of WRITEs as many as it has; 0: reads alone, which have none here */
    const uint8_t *cdb;  /* of the first of them; NULL where commands is 0 */
    size_t cdb_bytes;    /* 6, 10 or 12 */
    const uint8_t *list; /* its parameter list, with the header of MODE SELECT; NULL: none, as for a WRITE */
    size_t list_bytes;
};

/* Takes the planned steps. take returns false without memory; the dry run then ends with BURN_NO_MEMORY. */
struct burn_planned_steps {
    bool (*take)(void *context, const struct burn_planned_step *step);
    void *context;
};

/* What burn_write would do, up to the first command that changes the medium or how it is written. The drive is sent
 * only commands that read, and START UNIT. The source is read in the order of the plan; BURN_VALIDATING is reported
 * meanwhile.
 * steps     taken one by one, when the source has been read.
 */
enum burn_status burn_dry_run(const struct burn_tools *tools, const struct burn_wishes *wishes,
                              struct burn_source *source, const struct burn_planned_steps *steps,
                              struct burn_failure *failure);

/* The same for a medium that has been read already, at this speed (NULL: the fastest). began_ms: the time from which
 * the progress counts.
 */
enum burn_status burn_dry_run_medium(const struct burn_tools *tools, const struct burn_wishes *wishes,
                                     const struct burn_media *media, const struct burn_speed *speed,
                                     struct burn_source *source, uint64_t began_ms,
                                     const struct burn_planned_steps *steps, struct burn_failure *failure);

#endif
