/* Drive letters that lead to an optical drive: how drives are found under Wine, which has no device interfaces. */
#ifndef OPENIMAPI2_WIN32_DRIVE_LETTER_H
#define OPENIMAPI2_WIN32_DRIVE_LETTER_H

#include <stdbool.h>
#include <wchar.h>

/* letter: A to Z. Does the system call it CD-ROM, and is its device there? Opens nothing: Linux asks a drive for its
 * medium when the device is opened.
 */
bool drive_letter_has_drive(wchar_t letter);

#endif
