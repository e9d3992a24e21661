/* The ways in which one command to a drive can break: every sense of the sense table that an optical drive returns
 * (MMC-6, SPC-3 and real drives), the status bytes, and what a transport can do to a command.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_COMMAND_FAULT_H
#define OPENIMAPI2_TESTS_HOSTILE_COMMAND_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

#include "support/plain_drive.h"
#include "support/transport_script.h"

enum command_fault_effect {
    COMMAND_FAULT_FAILS,    /* the command has failed: the method says so, with `hr` */
    COMMAND_FAULT_ABSORBED, /* the command is sent again, or has succeeded all the same */
    COMMAND_FAULT_SHORTENS, /* fewer bytes arrive: less of a list, or E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE */
};

struct command_fault {
    const char *name;
    enum command_fault_effect effect;
    HRESULT hr; /* Microsoft's EraseSample, sense table, and the return values page; see the rows */
    enum scsi_outcome outcome;
    enum scsi_failure failure;
    uint8_t status;
    uint8_t response_code; /* 0: no sense comes with it */
    uint8_t key, asc, ascq;
    uint32_t transferred; /* of SCSI_DONE: so many bytes of the true answer */
};

extern const struct command_fault command_faults[];
extern const size_t command_fault_count;

/* The code that this fault gives when it hits a command with this operation code. */
HRESULT command_fault_hr(const struct command_fault *fault, uint8_t opcode);

/* A drive whose nth command breaks. Context of command_fault_answer, which is for a script's `otherwise`. */
struct breaking_drive {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    const struct command_fault *fault;
    size_t nth;          /* of the script's commands; 0: none */
    bool breaks_onwards; /* this and all that follow */
    unsigned hits;
    uint8_t opcode; /* of the first that was hit */
};

void command_fault_answer(struct transport_script *script, const struct scsi_command *command,
                          struct scsi_reply *reply);

#endif
