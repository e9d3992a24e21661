/* What IErrorInfo says of a failure, in words. */
#ifndef OPENIMAPI2_IMAPI2_FAILURE_TEXT_H
#define OPENIMAPI2_IMAPI2_FAILURE_TEXT_H

#include <windows.h>

#include "base/text.h"
#include "device/device_source.h"

enum { FAILURE_TEXT_SIZE = 2048 };

/* One paragraph: what was tried, what the HRESULT means, then as far as known: why, the command, the sense data in
 * words, who holds the drive, where the disc is mounted, the system's error, the drive.
 * attempt   "Ejecting the medium": the beginning of a sentence.
 * reason    whole sentences that the caller knows; NULL when there are none.
 * failure   NULL when no drive was asked.
 * identity  vendor, product, revision; NULL when there is no drive yet.
 * id        UTF-8, as the caller gave it; NULL when unknown.
 */
void failure_text(struct text *text, const char *attempt, HRESULT hr, const char *reason,
                  const struct drive_failure *failure, const struct drive_identity *identity, const char *id);

#endif
