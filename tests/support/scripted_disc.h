/* A disc in a drive as its replies: a table of what each question is answered with, for tests of burn.
 *
 * The bytes are put together here, by the tables of MMC-6, apart from the code under test. A question without an answer
 * in the table is refused with 05/24/00; every question is counted by operation code.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SCRIPTED_DISC_H
#define OPENIMAPI2_TESTS_SUPPORT_SCRIPTED_DISC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/transport_script.h"

struct scripted_feature {
    uint16_t code;
    bool current;
    uint8_t data_bytes;
    uint8_t data[20];
};

/* READ TRACK INFORMATION of one number. */
struct scripted_track {
    uint16_t number; /* FFh: the next writable one; SCRIPTED_EVERY_TRACK: every number not named in front of it */
    uint16_t session;
    uint8_t byte_6;          /* RT, blank, packet, FP, data mode */
    bool has_next, has_last; /* NWA_V, LRA_V */
    int32_t start, next;
    uint32_t free, size, last;
};

enum { SCRIPTED_FEATURES = 12, SCRIPTED_TRACKS = 6, SCRIPTED_EVERY_TRACK = 0xFFFF };

struct scripted_disc {
    bool has_no_configuration; /* GET CONFIGURATION is refused with 05/20/00 */
    uint16_t profile;
    struct scripted_feature features[SCRIPTED_FEATURES]; /* code 0 without data ends them */

    bool has_no_information;                    /* READ DISC INFORMATION likewise */
    uint8_t state;                              /* byte 2: erasable, last session, disc */
    uint16_t sessions, first_track, last_track; /* the two of the last session */
    uint8_t background_format;
    uint32_t last_lead_out;                        /* raw */
    struct scripted_track tracks[SCRIPTED_TRACKS]; /* number 0 ends them */

    bool has_session_start; /* READ TOC, format 1 */
    uint32_t session_start;

    bool has_capacity;
    uint32_t capacity_last; /* last LBA */
    uint32_t block_bytes;   /* 0: 2048 */
    uint8_t format_count;   /* READ FORMAT CAPACITIES: 8-byte descriptors, the current one first; 0: refused */
    uint8_t formats[4][8];

    uint8_t page_2a_bytes; /* 0: refused */
    uint8_t page_2a[64];

    uint8_t structure; /* the one format of READ DISC STRUCTURE that is there, 0 for none unless structure_bytes */
    uint8_t structure_bytes;
    uint8_t structure_data[32]; /* behind the header */

    uint8_t performance_bytes; /* GET PERFORMANCE type 03h, behind the header; 0: refused */
    uint8_t performance[96];
    bool hides_performance; /* announces one descriptor when it is asked for none or one */

    /* READ(10). */
    uint8_t filler; /* every byte, but for */
    bool is_dirty;  /* the last one at dirty_lba, which is 1 */
    uint32_t dirty_lba;
    uint8_t read_key, read_asc; /* not 0: READ is refused with it */
    bool is_read_short;         /* a byte of each is missing */

    /* This operation code is refused with this sense. */
    uint8_t failing_opcode;
    uint8_t key, asc, ascq;
    unsigned lost_at; /* this command, counted from 1, has no answer; 0: none */

    unsigned counts[256]; /* commands that were sent, by operation code */
};

/* Let this disc answer the script's questions. disc is borrowed. */
void scripted_disc_insert(struct transport_script *script, struct scripted_disc *disc);

/* All commands so far. */
unsigned scripted_disc_count(const struct scripted_disc *disc);

#endif
