/* Drive letters that lead to an optical drive: how drives are found under Wine, which has no device interfaces. */
#ifndef OPENIMAPI2_WIN32_DRIVE_LETTER_H
#define OPENIMAPI2_WIN32_DRIVE_LETTER_H

#include <stdbool.h>
#include <wchar.h>

/* letter: A to Z. Does the system report it as a CD-ROM drive, and does its device exist? Opens nothing: opening the
 * device would make Linux ask the drive for its medium.
 */
bool drive_letter_has_drive(wchar_t letter);

#endif
