/* Sense data in words. */
#ifndef OPENIMAPI2_DISCCTL_SENSE_H
#define OPENIMAPI2_DISCCTL_SENSE_H

#include <stdbool.h>
#include <stdint.h>

enum { SENSE_BYTES = 18 }; /* as IDiscRecorder2Ex hands them over */

struct sense {
    bool deferred; /* of an earlier command */
    unsigned key, asc, ascq;
};

/* Fixed and descriptor format (SPC-3). False when it is neither. */
bool sense_read(const uint8_t bytes[SENSE_BYTES], struct sense *sense);

/* "2/3A/01: not ready, medium not present, tray closed"; free(). */
char *sense_text(const struct sense *sense);

#endif
