/* The cue sheet of a CD that is recorded as a session at once: whether it is valid, and what it says about each sector.
 * MMC-6, SEND CUE SHEET. A sheet is the bytes that the initiator sent: entries of 8, in the order of the disc.
 */
#ifndef OPENIMAPI2_SIM_SIM_CUE_SHEET_H
#define OPENIMAPI2_SIM_SIM_CUE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_q.h"

enum {
    SIM_CUE_ENTRY_BYTES = 8,
    SIM_CUE_BYTES_MAX = 0x0d00, /* as feature 002Eh says (sim_identity.c): 99 tracks with text, and some indexes */
    /* Data form: main channel in bits 5-0, sub-channels in bits 7-6 (40h: 96 bytes as they are on the disc). */
    SIM_FORM_AUDIO = 0x00,
    SIM_FORM_NO_DATA = 0x01,       /* lead-in, lead-out: the drive makes the main channel */
    SIM_FORM_MODE_1 = 0x10,        /* 2048 bytes */
    SIM_FORM_MODE_1_SECTOR = 0x11, /* 2352 bytes */
    SIM_FORM_MODE_1_NO_DATA = 0x14,
    SIM_FORM_XA = 0x20,        /* 2336 bytes */
    SIM_FORM_XA_SECTOR = 0x21, /* 2352 bytes */
    SIM_FORM_XA_NO_DATA = 0x24,
    SIM_FORM_SUB_CODE = 0x40,
};

/* The check of a sheet: 0, or its fault. count: bytes.
 * lead_in_start  as ATIP gives it: the lead-in's entry has this address, or none.
 * lead_out_max   the last address where the lead-out may begin.
 */
enum sim_cue_fault {
    SIM_CUE_OK,
    SIM_CUE_NO_LEAD_IN,
    SIM_CUE_NO_LEAD_OUT,
    SIM_CUE_BACKWARDS,   /* an address that is not greater than the one before */
    SIM_CUE_NUMBERS,     /* track numbers with a gap, an index that does not follow */
    SIM_CUE_NO_INDEX,    /* lacks index 0 or 1 of the first track, or index 1 of another */
    SIM_CUE_SHORT_TRACK, /* below four seconds */
    SIM_CUE_TOO_LONG,    /* the lead-out begins too late */
    SIM_CUE_FORM,        /* a data form that the drive does not support here */
    SIM_CUE_TEXT,        /* half a catalogue number or ISRC, or invalid characters in it */
};
enum sim_cue_fault sim_cue_check(const uint8_t *sheet, size_t count, int32_t lead_in_start, int32_t lead_out_max);

/* All functions below take a sheet that has been checked. */

/* Are all of its tracks data of 2048 bytes, without text or sub-channels? */
bool sim_cue_is_plain_data(const uint8_t *sheet, size_t count);

/* Does the initiator send the lead-in's sub-channel (data form 41h)? */
bool sim_cue_has_lead_in(const uint8_t *sheet, size_t count);

int32_t sim_cue_lead_out(const uint8_t *sheet, size_t count);

struct sim_cue_place {
    uint8_t control;
    uint8_t form;
    uint8_t track;   /* 1-99 */
    uint8_t index;   /* 0-99 */
    int32_t start;   /* where this index begins */
    int32_t next;    /* where the next entry begins */
    int32_t index_1; /* of the track */
};

/* The place of a sector from LBA -150 to the lead-out. */
struct sim_cue_place sim_cue_find(const uint8_t *sheet, size_t count, int32_t lba);

/* The sheet's data about a track. nth: from 0 on. False after the last. */
struct sim_cue_track {
    uint8_t number;
    uint8_t control;
    uint8_t form;    /* of index 1 */
    int32_t index_0; /* where the track before ends */
    int32_t index_1;
    int32_t end; /* index 0 of the next one, or the lead-out */
};
bool sim_cue_get_track(const uint8_t *sheet, size_t count, unsigned nth, struct sim_cue_track *track);

/* The texts, with a zero after them. False: there is none. */
bool sim_cue_get_catalogue(const uint8_t *sheet, size_t count, char digits[SIM_CATALOGUE_DIGITS + 1]);
bool sim_cue_get_isrc(const uint8_t *sheet, size_t count, uint8_t track, char isrc[SIM_ISRC_CHARACTERS + 1]);

/* Bytes that the initiator sends for a sector of this form; 0: none, or an unknown form. */
uint32_t sim_form_bytes(uint8_t form);

#endif
