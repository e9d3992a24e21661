/* The names of media, in the order of their numbers. */
#include "sim/sim_media.h"

#include <stddef.h>
#include <string.h>

#define SIM_MEDIUM_NAME(enumerator, name, text) name,
static const char *const names[SIM_MEDIUM_COUNT] = {SIM_MEDIA(SIM_MEDIUM_NAME)};
#undef SIM_MEDIUM_NAME

enum sim_medium sim_medium_from_name(const char *name)
{
    size_t i;

    for (i = 0; i < SIM_MEDIUM_COUNT && strcmp(names[i], name) != 0; i++)
        continue;
    return (enum sim_medium)i;
}

const char *sim_medium_name(enum sim_medium medium)
{
    return names[medium];
}
