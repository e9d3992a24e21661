/* A client's own recorder: an object of the test with IDiscRecorder2 and IDiscRecorder2Ex that is not one of ours. It
 * belongs to the apartment that created it. It answers commands as the test sets, or passes them to another recorder.
 */
#ifndef OPENIMAPI2_TESTS_COM_FOREIGN_RECORDER_H
#define OPENIMAPI2_TESTS_COM_FOREIGN_RECORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "imapi2.h"

enum { FOREIGN_DATA_MAX = 64 };

struct sim_drive;

struct foreign_recorder {
    IDiscRecorder2 IDiscRecorder2_iface;
    IDiscRecorder2Ex IDiscRecorder2Ex_iface;
    LONG references; /* the caller owns the memory and checks this at the end: it must be 1 */
    void (*react)(struct foreign_recorder *foreign); /* inside Release; may be NULL */
    void *context;                                   /* react's */

    IDiscRecorder2 *inner; /* borrowed; NULL: there is none */
    IDiscRecorder2Ex *inner_extended;

    /* Its answers when it has no inner recorder. */
    HRESULT answer;
    BYTE sense[18];
    BYTE data[FOREIGN_DATA_MAX]; /* of data-in, as many as requested */
    ULONG fetched;               /* reported count, true or not */
    HRESULT limits_answer;
    ULONG aligned, unaligned, alignment;
    const WCHAR *id;
    const uint16_t *profiles; /* supported and current; NULL: it has no list */
    size_t profile_count;

    /* Instead of these answers, READ(10), READ CAPACITY and READ TOC/PMA/ATIP of format 1 for a disc of 2048-byte
     * blocks and one session; NULL: there is none. Before that, `attentions` commands end with 06/29/00, then
     * `deferrals` commands with 01/0C/01 as deferred sense, which means that they were not executed.
     */
    const BYTE *disc;
    ULONG disc_blocks, attentions, deferrals, blocks_read;

    /* Instead, every command goes to a simulated drive; NULL: there is none. */
    const struct sim_drive *drive;

    /* Results instead of the inner recorder's; 0: the inner recorder's. */
    HRESULT acquire_answer, release_answer;

    /* The last command. */
    BYTE cdb[16];
    ULONG cdb_size, timeout_s, buffer_size;
    BYTE *buffer; /* NULL: without data */
    bool was_sent_to_device;
    BYTE received[FOREIGN_DATA_MAX]; /* of data-out */
    LONG commands, acquires, releases, disables, enables;
    DWORD thread;       /* that created it */
    LONG other_threads; /* commands on other threads */
};

/* Limits of 64 KiB, byte alignment, VENDOR PRODUCT REV1, S_OK. */
void foreign_begin(struct foreign_recorder *foreign, IDiscRecorder2 *inner);
void foreign_end(struct foreign_recorder *foreign);

#endif
