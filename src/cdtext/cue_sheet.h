/* The CD-TEXT of a cue sheet: TITLE, PERFORMER, SONGWRITER, COMPOSER, ARRANGER, MESSAGE, GENRE, DISC_ID, CATALOG and
 * ISRC, and the name of a file of packs (CDTEXTFILE).
 */
#ifndef OPENIMAPI2_CDTEXT_CUE_SHEET_H
#define OPENIMAPI2_CDTEXT_CUE_SHEET_H

#include "cdtext/cd_text.h"
#include "cdtext/sheet.h"

/* Add the texts of a sheet to those that are there, which they replace where both have one. What stands in front of the
 * first TRACK is the disc's. The first and the last TRACK are the disc's, too, where the texts have no track without.
 * sheet      opened; it is read to its end, or to the line of the fault.
 * text       in and out; undefined on failure. cdtext_check_length tells whether it fits.
 * pack_file  out: the name that CDTEXTFILE gives, borrowed from the sheet; no characters: there is none.
 * returns    CDTEXT_NO_VALUE, CDTEXT_BAD_KEY, CDTEXT_BAD_VALUE, and the faults of cdtext_put and cdtext_set_tracks,
 *            with their line.
 */
enum cdtext_status cdtext_cue_sheet_read(struct cdtext_sheet *sheet, struct cdtext *text,
                                         struct cdtext_words *pack_file, struct cdtext_fault *fault);

#endif
