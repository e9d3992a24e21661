/* The CD-TEXT of a cue sheet: TITLE, PERFORMER, SONGWRITER, COMPOSER, ARRANGER, MESSAGE, GENRE, DISC_ID, CATALOG and
 * ISRC, and the name of a file of packs (CDTEXTFILE).
 */
#ifndef OPENIMAPI2_CDTEXT_CUE_SHEET_H
#define OPENIMAPI2_CDTEXT_CUE_SHEET_H

#include "cdtext/cd_text.h"
#include "cdtext/sheet.h"

/* Add the texts of a sheet to the existing texts, which they replace where both have one. Lines before the first TRACK
 * apply to the disc. The first and last TRACK become those of the disc; CDTEXT_OUTSIDE if a track outside them has a
 * text.
 * sheet      opened; it is read to its end, or to the line of the fault.
 * text       in and out; undefined on failure. cdtext_check_length tells whether it fits.
 * pack_file  out: the name that CDTEXTFILE gives, borrowed from the sheet; empty if there is none.
 * returns    CDTEXT_NO_VALUE, CDTEXT_BAD_KEY, CDTEXT_BAD_VALUE, and the faults of cdtext_put and cdtext_set_tracks,
 *            with their line.
 */
enum cdtext_status cdtext_cue_sheet_read(struct cdtext_sheet *sheet, struct cdtext *text,
                                         struct cdtext_words *pack_file, struct cdtext_fault *fault);

#endif
