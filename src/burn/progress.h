/* The progress of a burn or an erase, and how it is reported and cancelled. */
#ifndef OPENIMAPI2_BURN_PROGRESS_H
#define OPENIMAPI2_BURN_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* The numbers are those of IMAPI_FORMAT2_DATA_WRITE_ACTION; the phases come in the order VALIDATING, FORMATTING,
 * INITIALIZING, CALIBRATING, WRITING, FINALIZING, VERIFYING, COMPLETED.
 */
enum burn_phase {
    BURN_VALIDATING = 0,
    BURN_FORMATTING = 1, /* only where FORMAT UNIT is sent */
    BURN_INITIALIZING = 2,
    BURN_CALIBRATING = 3,
    BURN_WRITING = 4,
    BURN_FINALIZING = 5,
    BURN_COMPLETED = 6,
    BURN_VERIFYING = 7,
};

/* A snapshot at the time of the notice. */
struct burn_progress {
    enum burn_phase phase;
    int32_t start_lba;     /* of the section that is written, as planned */
    uint32_t block_count;  /* likewise */
    int32_t last_read_lba; /* from the source; start_lba before the first read */
    int32_t last_written_lba;
    uint32_t buffer_bytes; /* the ring */
    uint32_t buffer_used_bytes;
    uint32_t elapsed_s;
    uint32_t total_s; /* an estimate */
};

struct burn_media;
struct burn_speeds;

/* Called on the caller's thread, with no lock held. It may call burn_control's cancel, and nothing else of burn. */
struct burn_observer {
    void (*notice)(void *context, const struct burn_progress *progress);
    void *context;

    /* Called once with the medium, and with the speeds that the drive lists for it. In burn_write it is called after
     * the notice of BURN_VALIDATING and before any other; in burn_erase before the first notice, without speeds. The
     * pointers are valid during this call only. NULL: not wanted.
     */
    void (*found)(void *context, const struct burn_media *media, const struct burn_speeds *speeds);
};

/* For one burn or erase; 0 at first. Any thread may set it; it is read between two commands. */
struct burn_control {
    atomic_bool is_cancelled;
};

#endif
