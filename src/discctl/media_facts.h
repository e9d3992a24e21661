/* The state of a disc at one moment, for a report. */
#ifndef OPENIMAPI2_DISCCTL_MEDIA_FACTS_H
#define OPENIMAPI2_DISCCTL_MEDIA_FACTS_H

#include <stdbool.h>

#include "imapi2.h"

struct media_facts {
    bool is_read;      /* else the drive was not asked */
    bool has_medium;   /* the kind of disc is known; else `why` is set */
    LONG type, status; /* IMAPI_MEDIA_PHYSICAL_TYPE, IMAPI_FORMAT2_DATA_MEDIA_STATE */
    bool has_status, has_room, has_next;
    LONG total, free, next; /* sectors */
    char *speeds;           /* "24.0x, 16.0x"; "" if not reported */
    char *why;              /* NULL, or why the facts could not be read */
};

/* Waits for a drive that is becoming ready. media_facts_free(). */
void media_facts_read(IDiscFormat2Data *writer, struct media_facts *facts);
void media_facts_free(struct media_facts *facts);

#endif
