/* A recorder of a client's own: an object of the test's with IDiscRecorder2 and IDiscRecorder2Ex, which is none of
 * ours. It belongs to the apartment that made it. It answers commands as it is told, or hands them to another recorder.
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
    LONG references; /* the caller owns the memory and looks at it at the end: 1 is right */
    void (*react)(struct foreign_recorder *foreign); /* inside Release; may be NULL */
    void *context;                                   /* react's */

    IDiscRecorder2 *inner; /* borrowed; NULL: alone */
    IDiscRecorder2Ex *inner_extended;

    /* What it answers when it is alone. */
    HRESULT answer;
    BYTE sense[18];
    BYTE data[FOREIGN_DATA_MAX]; /* of data-in, as many as are asked for */
    ULONG fetched;               /* whatever is true */
    HRESULT limits_answer;
    ULONG aligned, unaligned, alignment;
    const WCHAR *id;
    const uint16_t *profiles; /* supported and current; NULL: it has no list */
    size_t profile_count;

    /* Instead, READ(10), READ CAPACITY and READ TOC/PMA/ATIP of format 1 of a disc of 2048-byte blocks, of one session;
     * NULL: there is none. Before that, `attentions` commands end with 06/29/00, then `deferrals` with 01/0C/01 as
     * deferred sense, which says that they were not carried out.
     */
    const BYTE *disc;
    ULONG disc_blocks, attentions, deferrals, blocks_read;

    /* Instead, every command goes to a drive in software; NULL: none does. */
    const struct sim_drive *drive;

    /* Instead of the inner recorder's answer; 0: that one's. */
    HRESULT acquire_answer, release_answer;

    /* The last command. */
    BYTE cdb[16];
    ULONG cdb_size, timeout_s, buffer_size;
    BYTE *buffer; /* NULL: without data */
    bool was_sent_to_device;
    BYTE received[FOREIGN_DATA_MAX]; /* of data-out */
    LONG commands, acquires, releases, disables, enables;
    DWORD thread;       /* that made it */
    LONG other_threads; /* commands on any other */
};

/* 64 KiB at most, alignment of a byte, VENDOR PRODUCT REV1, S_OK. */
void foreign_begin(struct foreign_recorder *foreign, IDiscRecorder2 *inner);
void foreign_end(struct foreign_recorder *foreign);

#endif
