/* Media in words: kinds, states, reasons of write protection, speeds. */
#ifndef OPENIMAPI2_DISCCTL_MEDIA_WORDS_H
#define OPENIMAPI2_DISCCTL_MEDIA_WORDS_H

#include "imapi2.h"

/* One bit of a property, or one value. The names are those of the IDL without their common prefix. */
struct media_word {
    LONG value;
    const char *name;
    const char *text;
};

/* An entry with name NULL ends each array. */
extern const struct media_word media_status_words[];     /* IMAPI_FORMAT2_DATA_MEDIA_STATE */
extern const struct media_word media_protection_words[]; /* IMAPI_MEDIA_WRITE_PROTECT_STATE */

/* "CD-R"; "unknown" for a value that the enumeration does not have. Static. */
const char *media_type_text(LONG type);

/* "CDR": the name of the IDL. Static. */
const char *media_type_name(LONG type);

/* "dvd+r-dl", or "DVDPLUSR_DUALLAYER" as the IDL has it, in any letter case. IMAPI_MEDIA_TYPE_UNKNOWN: no such medium.
 */
LONG media_type_from_name(const char *name);

/* The speed 1x of a CD, a DVD or a Blu-ray disc in sectors per second; 0 for other kinds. */
LONG media_speed_of_1x(LONG type);

/* "blank, appendable": the words of all bits that are set; "in an unknown state" if none is. memory_free(). */
char *media_status_text(LONG status);

#endif
