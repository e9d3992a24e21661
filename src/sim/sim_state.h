/* What a simulated drive remembers between two commands: a plain value, with a fixed layout of bytes for a file. */
#ifndef OPENIMAPI2_SIM_SIM_STATE_H
#define OPENIMAPI2_SIM_SIM_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_fault.h"
#include "sim/sim_media.h"

enum {
    SIM_ATTENTIONS_MAX = 8,
    SIM_EVENT_CLASSES = 8, /* MMC, GET EVENT STATUS NOTIFICATION: classes 0 to 7 */
    SIM_PAGES_MAX = 8,     /* mode pages whose values were set */
    SIM_PAGE_BYTES = 72,   /* longest such page */
    SIM_STATE_BYTES = 2048 /* of sim_state_store, always */
};

/* MMC-6, GET EVENT STATUS NOTIFICATION: event classes, and the codes that are raised here. */
enum {
    SIM_CLASS_OPERATIONAL_CHANGE = 1,
    SIM_CLASS_POWER = 2,
    SIM_CLASS_EXTERNAL_REQUEST = 3,
    SIM_CLASS_MEDIA = 4,
    SIM_CLASS_DEVICE_BUSY = 6,
    SIM_OPERATIONAL_CHANGED = 2,
    SIM_POWER_CHANGED = 1,
    SIM_MEDIA_NEW = 2,
    SIM_MEDIA_REMOVED = 3,
};

/* A unit attention that waits to be told: additional sense code and qualifier. */
struct sim_attention {
    uint8_t asc;
    uint8_t ascq;
};

/* An event that waits to be asked for; what else its descriptor says is as things are when it is asked. */
struct sim_event {
    bool pending;
    uint8_t code;
    uint16_t parameter; /* bytes 6 and 7 of the event descriptor */
};

/* Values of a mode page that MODE SELECT has set; stands in front of the identity's page. */
struct sim_page {
    uint8_t count; /* bytes with the 2-byte head; 0: not used */
    uint8_t bytes[SIM_PAGE_BYTES];
};

/* What is under way although its command is answered. */
enum sim_operation { SIM_FORMATTING, SIM_WRITING, SIM_BLANKING };

/* The buffer of a drive that takes time: it waits until it is full, goes to the disc at the write speed, and what is
 * left goes to the disc when the drive is told.
 */
enum sim_buffer_phase { SIM_BUFFER_FILLING, SIM_BUFFER_RECORDING, SIM_BUFFER_FLUSHING };

struct sim_state {
    enum sim_medium medium; /* in the drive, or on the open tray */
    bool tray_open;
    bool prevented;            /* PREVENT ALLOW MEDIUM REMOVAL: the tray stays closed */
    bool persistent_prevented; /* likewise, by its Persistent bit */
    bool gone;                 /* a fault unplugged the drive, which has lost its power */
    uint8_t power;             /* MMC, power event: 1 active, 2 idle, 3 standby, 4 sleep */
    uint8_t becoming_ready;    /* so many commands are still answered with 02/04/01 */
    uint8_t attention_count;
    struct sim_attention attentions[SIM_ATTENTIONS_MAX]; /* oldest first */
    struct sim_event events[SIM_EVENT_CLASSES];
    uint16_t read_speed_kbs;  /* SET CD SPEED, SET STREAMING; 0: the medium's best */
    uint16_t write_speed_kbs; /* likewise */
    struct sim_page pages[SIM_PAGES_MAX];
    struct sim_page saved_pages[SIM_PAGES_MAX];
    uint32_t fault_counts[SIM_FAULTS_MAX]; /* commands that fault i has met */
    uint8_t operation;                     /* enum sim_operation */
    uint16_t operation_left;               /* commands until it is done; 0: nothing is under way */
    uint16_t operation_total;              /* commands that it takes */
    uint64_t operation_ms;                 /* in a drive that takes time: when it began */
    uint32_t operation_lasts_ms;           /* likewise, and for how long it goes on; 0: it is no such operation */
    uint32_t stored_blocks; /* so many the store of a recordable disc was given, from LBA 0 to the last */
    uint32_t layer0_blocks; /* SEND DISC STRUCTURE, layer boundary; 0: the medium's own */
    uint8_t buffer_phase;   /* enum sim_buffer_phase */
    bool has_lost_stream;   /* the buffer ran dry under an unprotected recording, and nobody knows yet */
    uint32_t buffer_bytes;  /* as they go to the disc: up to 2352 a block */
    uint32_t buffer_rate;   /* bytes that leave it in a millisecond */
    uint64_t buffer_ms;     /* when there were so many */
};

/* A drive that the system has already spoken to: tray closed, nothing prevented, no attention, no event, no value set.
 */
void sim_state_reset(struct sim_state *state, enum sim_medium medium);

/* Somebody changes the medium by hand and pushes the tray in. Lifts every prevention, raises 06/28/00 and the events
 * that go with it. medium: SIM_MEDIUM_NONE takes the medium out.
 */
void sim_state_insert(struct sim_state *state, enum sim_medium medium);

/* Nothing is under way any more. */
void sim_state_end_operation(struct sim_state *state);

/* Nothing is in the drive's buffer, and nothing of it is still to be told. */
void sim_state_empty_buffer(struct sim_state *state);

/* The faults were set anew or cleared: counters begin at 0, an unplugged drive is there again. */
void sim_state_clear_faults(struct sim_state *state);

/* For the drive itself: an attention already queued is not queued twice; of more than SIM_ATTENTIONS_MAX the newest are
 * dropped.
 */
void sim_state_raise_attention(struct sim_state *state, uint8_t asc, uint8_t ascq);

/* For the drive itself: event_class 1 to 7; the newest event of a class replaces an older one. */
void sim_state_raise_event(struct sim_state *state, uint8_t event_class, uint8_t code, uint16_t parameter);

/* For the drive itself: the events of a medium that came or went, and with it the features that are current. */
void sim_state_raise_media_events(struct sim_state *state, bool arrived);

/* Write the state with magic, version and checksum, all numbers little-endian: the same bytes from every architecture.
 */
void sim_state_store(const struct sim_state *state, uint8_t bytes[SIM_STATE_BYTES]);

/* Are the bytes a state that a newer version stored? */
bool sim_state_is_of_newer_version(const uint8_t bytes[SIM_STATE_BYTES]);

/* False when the bytes are no state of this version, are damaged or contradict themselves; state is unchanged then. */
bool sim_state_load(struct sim_state *state, const uint8_t *bytes, size_t count);

#endif
