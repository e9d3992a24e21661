/* The option --speed of the verbs that write. */
#ifndef OPENIMAPI2_DISCCTL_WRITE_SPEED_H
#define OPENIMAPI2_DISCCTL_WRITE_SPEED_H

#include <stdbool.h>

#include "imapi2.h"

struct write_speed {
    unsigned long value; /* 0: the fastest */
    bool is_multiple;    /* of 1x; else sectors per second */
};

/* "5410" or "8x". text NULL: the fastest. Returns 0, or the result of arguments_refuse(). */
int write_speed_read(const char *verb, const char *text, struct write_speed *speed);

/* The speed in sectors per second for this kind of disc. */
LONG write_speed_for(const struct write_speed *speed, LONG media_type);

#endif
