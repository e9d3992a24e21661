/* A transport that answers from a list and records the commands that it is sent.
 *
 * Answers are queued by the script_ functions and used in order. When the queue is empty, `otherwise` answers; without
 * it a command is SCSI_NOT_SENT and counted in `unexpected`. Like a real transport it clears the data-in buffer before
 * it answers. Not for several threads at once.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_TRANSPORT_SCRIPT_H
#define OPENIMAPI2_TESTS_SUPPORT_TRANSPORT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "scsi/transport.h"
#include "support/fake_clock.h"

enum { SCRIPT_ANSWERS_MAX = 256, SCRIPT_SENT_MAX = 512, SCRIPT_DATA_OUT_MAX = 128 };

struct script_sent {
    uint8_t cdb[SCSI_CDB_MAX];
    uint8_t cdb_length;
    enum scsi_direction direction;
    uint32_t requested_bytes;
    uint32_t timeout_ms;
    uint8_t data_out[SCRIPT_DATA_OUT_MAX]; /* the first bytes of SCSI_DATA_OUT */
};

struct script_answer {
    struct scsi_reply reply;
    const uint8_t *data; /* borrowed */
    size_t data_bytes;
    bool is_counted; /* transferred_bytes is returned as set, true or not */
};

struct transport_script {
    struct scsi_transport transport; /* first: pass &script.transport */
    struct scsi_limits limits;       /* 65536, 65536, mask 0 unless changed */
    struct script_answer answers[SCRIPT_ANSWERS_MAX];
    size_t answer_count;
    size_t answer_next;
    /* Answers commands when the queue is empty; must fill all of reply (script_reply_ helps). */
    void (*otherwise)(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply);
    void *context;                            /* for otherwise */
    struct script_sent sent[SCRIPT_SENT_MAX]; /* the first ones */
    size_t sent_count;                        /* all of them, also beyond SCRIPT_SENT_MAX */
    size_t unexpected;
    unsigned closes;          /* calls of close, which frees nothing: the test may open it again */
    struct fake_clock *clock; /* may be NULL */
    uint32_t command_ms;      /* how long a command takes on that clock */
};

void script_begin(struct transport_script *script);

/* Clear answers and commands; keep limits, otherwise, context, clock. */
void script_again(struct transport_script *script);

/* Status GOOD with these bytes, cut to the requested length; data is borrowed until the command comes. */
void script_bytes(struct transport_script *script, const void *data, size_t count);
/* Likewise, but the transport reports `transferred` bytes, true or not. */
void script_bytes_counted(struct transport_script *script, const void *data, size_t count, uint32_t transferred);
/* Status GOOD without data. */
void script_good(struct transport_script *script);
/* CHECK CONDITION with fixed sense of 18 bytes, `times` times. response_code: 70h, or 71h deferred. */
void script_sense(struct transport_script *script, size_t times, uint8_t response_code, uint8_t key, uint8_t asc,
                  uint8_t ascq);
/* CHECK CONDITION with these sense bytes; count 0: the transport returns no sense data. */
void script_raw_sense(struct transport_script *script, const void *sense, size_t count);
/* Another status byte. */
void script_status(struct transport_script *script, uint8_t status);
/* No answer: SCSI_NOT_SENT or SCSI_LOST. */
void script_failure(struct transport_script *script, enum scsi_outcome outcome, enum scsi_failure failure,
                    uint32_t system_error);

/* The same for `otherwise`: fill a reply and the command's data. */
void script_reply_bytes(const struct scsi_command *command, struct scsi_reply *reply, const void *data, size_t count);
void script_reply_sense(struct scsi_reply *reply, uint8_t response_code, uint8_t key, uint8_t asc, uint8_t ascq);

#endif
