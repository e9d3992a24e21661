/* CD-TEXT of an audio disc, from a sheet that the user has, by OpenIMAPI2.CDText. */
#ifndef OPENIMAPI2_DISCCTL_AUDIO_TEXT_H
#define OPENIMAPI2_DISCCTL_AUDIO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "openimapi2.h"

#include "discctl/failure.h"

/* Read a sheet: a cue sheet where its name ends in .cue, ready packs in .cdt, else Sony's input sheet; for a disc of so
 * many tracks: those that the sheet does not name have empty texts. IOpenCDText_Release(). False, and sets failure,
 * with the place in the sheet.
 */
bool audio_text_open(const char *path, size_t tracks, IOpenCDText **text, struct failure *failure);

/* The code of a track (ISRC), for track 0 that of the disc (catalogue number). NULL: the sheet has none.
 * SysFreeString().
 */
BSTR audio_text_code(IOpenCDText *text, size_t track);

/* Let the creator, which has its tracks, take the sub-channels R to W of the lead-in from the sheet.
 * lead_in   LBA of the first sector that gets onto the disc: IDiscFormat2RawCD::StartOfNextSession. The first pack
 *           stands there.
 */
bool audio_text_attach(IOpenCDText *text, IRawCDImageCreator *creator, LONG lead_in, struct failure *failure);

#endif
