/* The memory of a simulated drive between two commands: a plain value, with a fixed layout of bytes for a file. */
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

/* A unit attention that is pending: additional sense code and qualifier. */
struct sim_attention {
    uint8_t asc;
    uint8_t ascq;
};

/* A pending event; the rest of its descriptor describes the drive at the time of the query. */
struct sim_event {
    bool pending;
    uint8_t code;
    uint16_t parameter; /* bytes 6 and 7 of the event descriptor */
};

/* Values of a mode page that MODE SELECT has set; used in place of the identity's page. */
struct sim_page {
    uint8_t count; /* bytes with the 2-byte head; 0: not used */
    uint8_t bytes[SIM_PAGE_BYTES];
};

/* The operation that goes on after its command has been answered. */
enum sim_operation { SIM_FORMATTING, SIM_WRITING, SIM_BLANKING };

/* The buffer of a drive that takes time: it fills first, then goes to the disc at the write speed; the rest goes to the
 * disc when the drive is told to flush it.
 */
enum sim_buffer_phase { SIM_BUFFER_FILLING, SIM_BUFFER_RECORDING, SIM_BUFFER_FLUSHING };

struct sim_state {
    enum sim_medium medium; /* in the drive, or on the open tray */
    bool tray_open;
    bool prevented;            /* PREVENT ALLOW MEDIUM REMOVAL: the tray stays closed */
    bool persistent_prevented; /* likewise, by its Persistent bit */
    bool gone;                 /* a fault unplugged the drive, which has lost its power */
    uint8_t power;             /* MMC, power event: 1 active, 2 idle, 3 standby, 4 sleep */
    uint8_t becoming_ready;    /* so many more commands are answered with 02/04/01 */
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
    uint32_t operation_lasts_ms;           /* likewise, and how long it lasts; 0: it is not such an operation */
    uint32_t stored_blocks; /* number of blocks given to the store of a recordable disc, from LBA 0 to the last */
    uint32_t layer0_blocks; /* SEND DISC STRUCTURE, layer boundary; 0: the medium's own */
    uint8_t buffer_phase;   /* enum sim_buffer_phase */
    bool has_lost_stream;   /* the buffer ran dry under an unprotected recording; not reported yet */
    uint32_t buffer_bytes;  /* as they go to the disc: up to 2352 a block */
    uint32_t buffer_rate;   /* bytes that leave it in a millisecond */
    uint64_t buffer_ms;     /* the time of buffer_bytes */
};

/* A drive that the system has already accessed: tray closed, nothing prevented, no attention, no event, no value set.
 */
void sim_state_reset(struct sim_state *state, enum sim_medium medium);

/* A user changes the medium by hand and closes the tray. Lifts every prevention, raises 06/28/00 and the events of a
 * new medium. medium: SIM_MEDIUM_NONE takes the medium out.
 */
void sim_state_insert(struct sim_state *state, enum sim_medium medium);

/* End the operation that is under way. */
void sim_state_end_operation(struct sim_state *state);

/* Empty the drive's buffer, and drop what it still had to report. */
void sim_state_empty_buffer(struct sim_state *state);

/* The faults were set anew or cleared: the counters begin at 0, and an unplugged drive is connected again. */
void sim_state_clear_faults(struct sim_state *state);

/* For the drive itself: an attention that is queued already is not queued again; beyond SIM_ATTENTIONS_MAX the newest
 * ones are dropped.
 */
void sim_state_raise_attention(struct sim_state *state, uint8_t asc, uint8_t ascq);

/* For the drive itself: event_class 1 to 7; the newest event of a class replaces an older one. */
void sim_state_raise_event(struct sim_state *state, uint8_t event_class, uint8_t code, uint16_t parameter);

/* For the drive itself: raise the events of a medium that was inserted or removed, and of the current features that
 * change with it.
 */
void sim_state_raise_media_events(struct sim_state *state, bool arrived);

/* Store the state with magic, version and checksum, all numbers little-endian: the same bytes on every architecture. */
void sim_state_store(const struct sim_state *state, uint8_t bytes[SIM_STATE_BYTES]);

/* Are the bytes a state that a newer version stored? */
bool sim_state_is_of_newer_version(const uint8_t bytes[SIM_STATE_BYTES]);

/* Load a state. False when the bytes are not a state of this version, are damaged or are contradictory; state is
 * unchanged then.
 */
bool sim_state_load(struct sim_state *state, const uint8_t *bytes, size_t count);

#endif
