/* The description of a failure for IErrorInfo, in words. */
#ifndef OPENIMAPI2_IMAPI2_FAILURE_TEXT_H
#define OPENIMAPI2_IMAPI2_FAILURE_TEXT_H

#include <windows.h>

#include "base/text.h"
#include "device/device_source.h"

enum { FAILURE_TEXT_SIZE = 2048 };

/* Append one paragraph: the attempt, the meaning of the HRESULT, then, as far as known: the reason, the command, the
 * sense data in words, the holder of the drive, where the disc is mounted, the system's error, the drive.
 * attempt   the beginning of a sentence, such as "Ejecting the medium".
 * reason    whole sentences from the caller; NULL: none.
 * failure   NULL: no drive was asked.
 * identity  vendor, product, revision; NULL: there is no drive yet.
 * id        UTF-8, as the caller gave it; NULL: unknown.
 */
void failure_text(struct text *text, const char *attempt, HRESULT hr, const char *reason,
                  const struct drive_failure *failure, const struct drive_identity *identity, const char *id);

#endif
