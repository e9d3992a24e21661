/* Sony's input sheet for CD-TEXT, version 0.7T: lines `key = value`. */
#ifndef OPENIMAPI2_CDTEXT_SONY_SHEET_H
#define OPENIMAPI2_CDTEXT_SONY_SHEET_H

#include "cdtext/cd_text.h"
#include "cdtext/sheet.h"

/* All texts of a sheet. The letter case of keys and the blanks in them are ignored.
 * sheet    opened; it is read to its end, or to the line of the fault.
 * text     out; undefined on failure. cdtext_check_length tells whether it fits.
 * returns  CDTEXT_NO_VALUE, CDTEXT_BAD_KEY, CDTEXT_BAD_VALUE, CDTEXT_BAD_CODE, and the faults of cdtext_put and
 *          cdtext_set_tracks, with their line.
 */
enum cdtext_status cdtext_sony_sheet_read(struct cdtext_sheet *sheet, struct cdtext *text, struct cdtext_fault *fault);

#endif
