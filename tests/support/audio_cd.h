/* A blank CD in a drive that takes audio track at once and whole discs raw, for tests of burn/audio_write.h: what is
 * sent is kept, and what WRITE brings is compared with the source as it comes. The replies are put together here, by
 * the tables of MMC-6 and the facts of behaviour-audio.md, apart from the code under test. Teardown fails the test when
 * memory is left, or a worker lives.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_AUDIO_CD_H
#define OPENIMAPI2_TESTS_SUPPORT_AUDIO_CD_H

#include "burn/audio_write.h"
#include "support/fake_clock.h"
#include "support/step_pump.h"
#include "support/transport_script.h"

enum { AUDIO_CD_SENT = 4096, AUDIO_CD_NOTICES = 256, AUDIO_CD_TRACKS = 8 };

/* Byte i of block n is (n * 31 + i * 7) & FFh, never that of silence throughout. */
struct audio_cd_source {
    struct burn_source source; /* first; it cannot seek */
    uint32_t block_bytes;
    uint64_t bytes; /* how long it really is */
    uint64_t at;
    uint64_t fails_at; /* a read that reaches behind it answers 1234; 0: none */
};

struct audio_cd_sent {
    uint8_t cdb[SCSI_CDB_MAX];
    uint32_t bytes;
    uint8_t data[64]; /* that were sent, the first ones */
};

struct audio_cd_track {
    int32_t start;
    uint32_t source_blocks; /* of the source, in its order */
    uint32_t silent_blocks; /* behind them */
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
    struct burn_failure failure; /* full of nonsense at first */
    struct burn_audio_disc disc;

    /* The drive, to be changed by the test. */
    uint8_t profile;    /* 09h, 0Ah */
    uint8_t lead_in[3]; /* of READ DISC INFORMATION; FFh: not told there */
    uint8_t lead_out[3];
    uint8_t atip[6];           /* lead-in, last lead-out; all zero: READ TOC format 4 is refused */
    uint8_t page_05[52];       /* what MODE SENSE gives */
    uint8_t feature_2d[4];     /* the feature's data; first byte FFh: not listed */
    uint8_t feature_2e[4];     /* likewise */
    uint32_t run_out;          /* blocks behind a track, in front of the next pre-gap */
    bool says_nwa_late;        /* an address only once MODE SELECT has set a write type */
    bool free_never_shrinks;   /* always the whole disc */
    bool says_no_free;         /* always 0 */
    uint32_t lied_next;        /* the next track begins here, and has 7FFFFFFFh blocks; 0: the truth */
    bool calls_tracks_data;    /* READ TRACK INFORMATION says so */
    uint32_t size_too_large;   /* READ TRACK INFORMATION adds so much */
    bool counts_pregaps;       /* to it, a track begins with its pre-gap */
    bool says_open;            /* a closed disc is called appendable */
    bool hides_last_track;     /* READ TOC leaves it out */
    bool refuses_write_type_3; /* 05/26/00 at MODE SELECT */

    /* What became of the disc. */
    bool has_write_type;
    uint8_t write_type, block_type;
    uint32_t block_bytes;
    struct audio_cd_track tracks[AUDIO_CD_TRACKS];
    unsigned track_count;
    bool is_open;          /* the last track is being written */
    int32_t next;          /* address of the next WRITE of an open track */
    bool is_closed;        /* the session */
    bool is_multi_session; /* when it was closed */
    uint32_t wrong_blocks; /* neither the source's next nor silence */

    struct audio_cd_sent sent[AUDIO_CD_SENT];
    size_t sent_count;
    size_t fails_nth;     /* this command, counted from 1, is refused with 04/44/00; 0: none */
    size_t cancels_nth;   /* the control is set at this command; 0: never */
    unsigned busy_writes; /* the next WRITEs find the buffer full */
    uint32_t flush_ms;    /* so long the drive is at it behind SYNCHRONIZE CACHE: TEST UNIT READY is 02/04/07 */
    uint64_t flushed_ms;  /* on the clock: when it is done */

    struct burn_progress notices[AUDIO_CD_NOTICES];
    size_t notice_at[AUDIO_CD_NOTICES]; /* commands that were sent before it */
    size_t notice_count;
    long live_before;
};

int audio_cd_setup(void **state);
int audio_cd_teardown(void **state);

/* Another one in its place. */
struct audio_cd *audio_cd_again(void **state);

/* The source has so many blocks of this size, from its beginning. */
void audio_cd_give(struct audio_cd *cd, uint32_t blocks, uint32_t block_bytes);

/* burn_audio_look, which succeeds; the commands are forgotten. */
void audio_cd_look(struct audio_cd *cd);

/* Commands with this operation code. */
size_t audio_cd_count(const struct audio_cd *cd, uint8_t opcode);

/* The operation codes that were sent, two hex digits each, WRITEs in a row as one; text: 512 bytes. */
void audio_cd_summarise(const struct audio_cd *cd, char *text);

#endif
