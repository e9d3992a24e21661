/* A blank CD in a drive that writes audio track at once and whole discs raw, for tests of burn/audio_write.h: the
 * commands are recorded, and the data of each WRITE is compared with the source. The replies are built here from the
 * tables of MMC-6 and the facts of behaviour-audio.md, independently of the code under test. Teardown fails the test
 * when memory is leaked or a worker is still alive.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_AUDIO_CD_H
#define OPENIMAPI2_TESTS_SUPPORT_AUDIO_CD_H

#include "burn/audio_write.h"
#include "support/fake_clock.h"
#include "support/step_pump.h"
#include "support/transport_script.h"

enum { AUDIO_CD_SENT = 4096, AUDIO_CD_NOTICES = 256, AUDIO_CD_TRACKS = 8 };

/* Byte i of block n is (n * 31 + i * 7) & FFh; no block is silence throughout. */
struct audio_cd_source {
    struct burn_source source; /* first; it cannot seek */
    uint32_t block_bytes;
    uint64_t bytes; /* its real length */
    uint64_t at;
    uint64_t fails_at; /* a read that reaches beyond it returns 1234; 0: none */
};

struct audio_cd_sent {
    uint8_t cdb[SCSI_CDB_MAX];
    uint32_t bytes;
    uint8_t data[64]; /* the first bytes that were sent */
};

struct audio_cd_track {
    int32_t start;
    uint32_t source_blocks; /* blocks of the source, in order */
    uint32_t silent_blocks; /* after them */
};

struct audio_cd {
    struct transport_script script;
    struct fake_clock clock;
    struct drive *drive;
    struct step_pump pump;
    struct burn_control control;
    struct burn_observer observer;
    struct burn_tools tools;
    struct audio_cd_source source;
    struct burn_failure failure; /* filled with garbage at first */
    struct burn_audio_disc disc;

    /* The drive; the test may change it. */
    uint8_t profile;    /* 09h, 0Ah */
    uint8_t lead_in[3]; /* of READ DISC INFORMATION; FFh: not reported there */
    uint8_t lead_out[3];
    uint8_t atip[6];           /* lead-in, last lead-out; all zero: READ TOC format 4 is refused */
    uint8_t page_05[52];       /* returned by MODE SENSE */
    uint8_t feature_2d[4];     /* the feature's data; first byte FFh: not listed */
    uint8_t feature_2e[4];     /* likewise */
    uint32_t run_out;          /* blocks after a track, before the next pre-gap */
    bool says_nwa_late;        /* reports an address only after MODE SELECT has set a write type */
    bool free_never_shrinks;   /* reports the whole disc always */
    bool says_no_free;         /* always 0 */
    uint32_t lied_next;        /* reported start of the next track, with 7FFFFFFFh blocks; 0: the truth */
    bool calls_tracks_data;    /* in READ TRACK INFORMATION */
    uint32_t size_too_large;   /* READ TRACK INFORMATION adds this many blocks */
    bool counts_pregaps;       /* reports a track as beginning with its pre-gap */
    bool says_open;            /* reports a closed disc as appendable */
    bool hides_last_track;     /* in READ TOC */
    bool refuses_write_type_3; /* 05/26/00 at MODE SELECT */

    /* The state of the disc. */
    bool has_write_type;
    uint8_t write_type, block_type;
    uint32_t block_bytes;
    struct audio_cd_track tracks[AUDIO_CD_TRACKS];
    unsigned track_count;
    bool is_open;          /* the last track is being written */
    int32_t next;          /* address of the next WRITE of an open track */
    bool is_closed;        /* the session */
    bool is_multi_session; /* when it was closed */
    uint32_t wrong_blocks; /* blocks that are neither the source's next nor silence */

    struct audio_cd_sent sent[AUDIO_CD_SENT];
    size_t sent_count;
    size_t fails_nth;     /* this command, counted from 1, is refused with 04/44/00; 0: none */
    size_t cancels_nth;   /* the control is set to cancel at this command; 0: never */
    unsigned busy_writes; /* this many next WRITEs find the buffer full */
    uint32_t flush_ms;    /* how long the drive is busy after SYNCHRONIZE CACHE: TEST UNIT READY is 02/04/07 */
    uint64_t flushed_ms;  /* when that ends, on the clock */

    struct burn_progress notices[AUDIO_CD_NOTICES];
    size_t notice_at[AUDIO_CD_NOTICES]; /* number of commands sent before it */
    size_t notice_count;
    long live_before;
};

int audio_cd_setup(void **state);
int audio_cd_teardown(void **state);

/* Replaces the fixture by a new one. */
struct audio_cd *audio_cd_again(void **state);

/* Gives the source this many blocks of this size and rewinds it. */
void audio_cd_give(struct audio_cd *cd, uint32_t blocks, uint32_t block_bytes);

/* Calls burn_audio_look, which must succeed, and clears the recorded commands. */
void audio_cd_look(struct audio_cd *cd);

/* Number of commands with this operation code. */
size_t audio_cd_count(const struct audio_cd *cd, uint8_t opcode);

/* The operation codes sent, two hex digits each, consecutive WRITEs as one; text: 512 bytes. */
void audio_cd_summarise(const struct audio_cd *cd, char *text);

#endif
