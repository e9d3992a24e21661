/* A disc in a drive, described by a table of its replies, for tests of burn.
 *
 * The bytes are built here from the tables of MMC-6, independently of the code under test. A command without an answer
 * in the table is refused with 05/24/00; commands are counted by operation code.
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

/* READ TRACK INFORMATION for one track number. */
struct scripted_track {
    uint16_t number; /* FFh: the next writable one; SCRIPTED_EVERY_TRACK: every number not listed before it */
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

    bool has_no_information;                    /* READ DISC INFORMATION is refused likewise */
    uint8_t state;                              /* byte 2: erasable, last session, disc */
    uint16_t sessions, first_track, last_track; /* first_track and last_track are those of the last session */
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

    uint8_t structure; /* the only format of READ DISC STRUCTURE; 0: none, unless structure_bytes is set */
    uint8_t structure_bytes;
    uint8_t structure_data[32]; /* after the header */

    uint8_t performance_bytes; /* GET PERFORMANCE type 03h, after the header; 0: refused */
    uint8_t performance[96];
    bool hides_performance; /* announces only one descriptor when 0 or 1 are requested */

    /* READ(10). */
    uint8_t filler; /* value of every byte, except for */
    bool is_dirty;  /* the last byte of block dirty_lba, which is 1 */
    uint32_t dirty_lba;
    uint8_t read_key, read_asc; /* not 0: READ is refused with this sense */
    bool is_read_short;         /* each READ returns one byte too few */

    /* This operation code is refused with this sense. */
    uint8_t failing_opcode;
    uint8_t key, asc, ascq;
    unsigned lost_at; /* this command, counted from 1, gets no answer; 0: none */

    unsigned counts[256]; /* commands sent, by operation code */
};

/* Let this disc answer the script's questions. disc is borrowed. */
void scripted_disc_insert(struct transport_script *script, struct scripted_disc *disc);

/* Number of all commands so far. */
unsigned scripted_disc_count(const struct scripted_disc *disc);

#endif
