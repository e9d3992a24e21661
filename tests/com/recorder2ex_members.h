/* Every member of IDiscRecorder2Ex with a common signature, and a scripted drive on which they all succeed. */
#ifndef OPENIMAPI2_TESTS_COM_RECORDER2EX_MEMBERS_H
#define OPENIMAPI2_TESTS_COM_RECORDER2EX_MEMBERS_H

#include "com/com_fixture.h"

enum { MEMBERS = 18, SENSE_BYTES = 18 };

/* A sense buffer filled with garbage, with one extra byte that must stay unchanged: end_sense checks. */
#define SENSE(name)                                                                                                    \
    BYTE name[SENSE_BYTES + 1];                                                                                        \
    memset(name, 0xA5, sizeof name)

struct member {
    const char *name;
    /* Calls the member with arguments that succeed on an initialized recorder; outputs are filled with garbage before,
     * and checked to be defined after.
     */
    HRESULT (*call)(IDiscRecorder2Ex *ex);
    HRESULT before_initialization; /* E_FAIL for results known without the drive, else ERROR_INVALID_HANDLE */
    size_t commands;               /* sent to a drive that conforms to MMC */
    bool is_raw;                   /* returns the drive's sense */
    const WCHAR *attempt;          /* in the error text */
};

/* In vtable order. */
extern const struct member members[MEMBERS];

HRESULT call_member(const char *name, IDiscRecorder2Ex *ex);

/* Replies of the well-behaved drive, with the full length that they announce. */
extern const uint8_t features_reply[32], pages_reply[28], disc_reply[34], track_reply[36], copyright_reply[8];

/* For script->otherwise: a drive that conforms to MMC. */
void well_behaved(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply);

/* IDiscRecorder2Ex of this recorder; releases the IDiscRecorder2 reference. */
IDiscRecorder2Ex *extended(IDiscRecorder2 *recorder);
/* IDiscRecorder2Ex of an initialized recorder. */
IDiscRecorder2Ex *ready(struct com_fixture *fixture);

bool is_zero(const void *bytes, size_t count);

/* Asserts that the buffer is zero, unless hr says that it holds sense, and that nothing was written after the 18 bytes.
 * Returns hr.
 */
HRESULT end_sense(HRESULT hr, const BYTE sense[SENSE_BYTES + 1]);

/* Asserts that the data are these bytes; frees the data. */
void check_memory(BYTE *data, ULONG count, const void *expected, ULONG expected_count);

#endif
