#include "discctl/media.h"

#include <string.h>

/* Pure data, text without code: nothing of the simulated drive is linked. */
#include "sim/sim_media.h"

#define MEDIUM_NAME(enumerator, name, text) [(enumerator)] = (name),
static const char *const names[] = {SIM_MEDIA(MEDIUM_NAME)};

bool media_is_known(const char *name)
{
    int medium;

    for (medium = 0; medium < SIM_MEDIUM_COUNT; medium++) {
        if (strcmp(names[medium], name) == 0) return medium != SIM_MEDIUM_IMAGE;
    }
    return false;
}
