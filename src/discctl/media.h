/* The media that a virtual recorder can hold, by name. */
#ifndef OPENIMAPI2_DISCCTL_MEDIA_H
#define OPENIMAPI2_DISCCTL_MEDIA_H

#include <stdbool.h>

/* A name that --media takes. "image" is none: a file belongs to it, and --image names it. */
bool media_is_known(const char *name);

#endif
