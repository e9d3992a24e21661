/* Misbehaviour on request: which command goes wrong, and how. */
#ifndef OPENIMAPI2_SIM_SIM_FAULT_H
#define OPENIMAPI2_SIM_SIM_FAULT_H

#include <stddef.h>
#include <stdint.h>

/* The values are stored in settings (virtual/layout.h, VIRTUAL_FAULT_KIND): append only. */
enum sim_fault_kind {
    SIM_FAULT_SENSE = 0, /* CHECK CONDITION with the parameter's sense; the command is not executed */
    SIM_FAULT_REPLY = 1, /* GOOD with exactly the given bytes; parameter: bytes counted as transferred; not executed */
    SIM_FAULT_SHORT = 2, /* executed; at most `parameter` bytes of the answer arrive, the rest of the buffer is 0 */
    SIM_FAULT_DELAY = 3, /* executed; the answer comes `parameter` milliseconds late */
    /* the drive is unplugged and has no power, for this command and all that follow, until the faults are cleared */
    SIM_FAULT_GONE = 4,
    SIM_FAULT_HANG = 5, /* no answer before the command's deadline; not executed */
    SIM_FAULT_KIND_COUNT
};

enum { SIM_FAULTS_MAX = 16 };

struct sim_fault {
    enum sim_fault_kind kind;
    uint8_t opcode;       /* commands with this operation code */
    uint32_t nth;         /* only the nth such command since the faults were set, counted from 1; 0: each */
    uint32_t parameter;   /* sense: key << 16 | ASC << 8 | ASCQ; see the kinds */
    const uint8_t *reply; /* borrowed; for SIM_FAULT_REPLY */
    size_t reply_count;
};

#endif
