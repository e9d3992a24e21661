/* Commands that a drive refused in the course of a burn, and how the burn went on all the same. */
#ifndef OPENIMAPI2_BURN_SETBACKS_H
#define OPENIMAPI2_BURN_SETBACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drive/status.h"

enum burn_setback_kind {
    BURN_SETBACK_WAITED, /* no room, so the command was sent again later; in each burn with a fast source */
    BURN_SETBACK_AGAIN,  /* the same command was sent again at once */
    BURN_SETBACK_PASSED, /* the burn can do without the command */
};

/* Equal setbacks share a row. */
struct burn_setback {
    enum burn_setback_kind kind;
    uint8_t opcode;
    uint8_t scsi_status;
    bool has_sense;
    uint8_t key, asc, ascq;
    uint32_t count;
    bool has_lba;
    int32_t first_lba, last_lba; /* of the commands: the first and the last time */
    uint64_t waited_ms;
};

enum { BURN_SETBACKS_MAX = 16 };

/* Begin with all 0. */
struct burn_setbacks {
    struct burn_setback rows[BURN_SETBACKS_MAX]; /* in the order of their first occurrence */
    size_t count;
    uint32_t left_out; /* setbacks for which there was no row left */
};

/* setbacks: NULL: not wanted. lba: NULL for a command without an address. */
void burn_setbacks_note(struct burn_setbacks *setbacks, enum burn_setback_kind kind,
                        const struct drive_failure *failure, const int32_t *lba, uint32_t waited_ms);

#endif
