/* Every member of IDiscRecorder2Ex in one shape, and a scripted drive that they all succeed on. */
#ifndef OPENIMAPI2_TESTS_COM_RECORDER2EX_MEMBERS_H
#define OPENIMAPI2_TESTS_COM_RECORDER2EX_MEMBERS_H

#include "com/com_fixture.h"

enum { MEMBERS = 18, SENSE_BYTES = 18 };

/* A sense buffer full of nonsense, with one byte more that must stay as it is: end_sense looks. */
#define SENSE(name)                                                                                                    \
    BYTE name[SENSE_BYTES + 1];                                                                                        \
    memset(name, 0xA5, sizeof name)

struct member {
    const char *name;
    /* So that it can succeed on an initialized recorder; outputs are full of nonsense before, and checked to be defined
     * after.
     */
    HRESULT (*call)(IDiscRecorder2Ex *ex);
    HRESULT before_initialization; /* E_FAIL for what is known without the drive, else ERROR_INVALID_HANDLE */
    size_t commands;               /* on a drive that answers as MMC says */
    bool is_raw;                   /* hands the drive's sense over */
    const WCHAR *attempt;          /* of the error text */
};

/* In vtable order. */
extern const struct member members[MEMBERS];

HRESULT call_member(const char *name, IDiscRecorder2Ex *ex);

/* Replies that the well-behaved drive gives; of the whole length that they claim. */
extern const uint8_t features_reply[32], pages_reply[28], disc_reply[34], track_reply[36], copyright_reply[8];

/* For script->otherwise: a drive that answers as MMC says. */
void well_behaved(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply);

/* The other interface of this recorder, whose reference goes. */
IDiscRecorder2Ex *extended(IDiscRecorder2 *recorder);
/* Of an initialized one. */
IDiscRecorder2Ex *ready(struct com_fixture *fixture);

bool is_zero(const void *bytes, size_t count);

/* Zeros, unless the result says that it holds sense; nothing behind the 18 bytes. Returns hr. */
HRESULT end_sense(HRESULT hr, const BYTE sense[SENSE_BYTES + 1]);

/* The result is these bytes; frees it. */
void check_memory(BYTE *data, ULONG count, const void *expected, ULONG expected_count);

#endif
