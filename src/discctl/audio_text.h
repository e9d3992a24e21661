/* CD-TEXT of an audio disc, from the user's sheet, by OpenIMAPI2.CDText. */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_TEXT_H
#define OPENIMAPI2_DISCCTL_AUDIO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "openimapi2.h"

#include "discctl/failure.h"

/* Read a sheet for a disc of this many tracks: a cue sheet if its name ends in .cue, ready-made packs if in .cdt, else
 * Sony's input sheet. Tracks that the sheet does not name get empty texts. IOpenCDText_Release(). False, and sets
 * failure, which names the position in the sheet.
 */
bool audio_text_open(const char *path, size_t tracks, IOpenCDText **text, struct failure *failure);

/* The code of a track (ISRC), or of the disc for track 0 (catalogue number). NULL: the sheet has none. SysFreeString().
 */
BSTR audio_text_code(IOpenCDText *text, size_t track);

/* Let the creator, to which the tracks were added, take the sub-channels R to W of the lead-in from the sheet.
 * lead_in   LBA of the first sector that is written to the disc: IDiscFormat2RawCD::StartOfNextSession. It holds the
 *           first pack.
 */
bool audio_text_attach(IOpenCDText *text, IRawCDImageCreator *creator, LONG lead_in, struct failure *failure);

#endif
