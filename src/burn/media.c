/* The medium in the drive: its names. */
#include "burn/media.h"

/* In the order of enum burn_medium. */
static const char *const names[] = {
    "unknown medium",
    "CD-ROM",
    "CD-R",
    "CD-RW",
    "DVD-ROM",
    "DVD-RAM",
    "DVD+R",
    "DVD+RW",
    "DVD+R DL",
    "DVD-R",
    "DVD-RW",
    "DVD-R DL",
    "random access disk",
    "DVD+RW DL",
    "HD DVD-ROM",
    "HD DVD-R",
    "HD DVD-RAM",
    "BD-ROM",
    "BD-R",
    "BD-RE",
};

_Static_assert(sizeof names / sizeof names[0] == BURN_MEDIUM_BD_RE + 1, "every medium has a name");

const char *burn_medium_name(enum burn_medium medium)
{
    return names[(unsigned)medium <= BURN_MEDIUM_BD_RE ? medium : BURN_MEDIUM_UNKNOWN];
}
