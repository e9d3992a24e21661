/* Makes the volume set identifier. */
#include "fs/volume_set.h"

#include "fs/plan_private.h"

size_t fs_volume_set_identifier(const struct fs_plan *plan, uint16_t *identifier)
{
    struct fs_calendar now = fs_calendar_of(plan->options.now_s);
    const unsigned parts[4] = {now.hour, now.minute, now.second, plan->options.now_centiseconds};
    size_t i, at = 0;

    for (i = 0; i < 4; i++) {
        identifier[at++] = (uint16_t) "0123456789ABCDEF"[parts[i] >> 4];
        identifier[at++] = (uint16_t) "0123456789ABCDEF"[parts[i] & 15];
    }
    for (i = 0; i < plan->options.volume_name_count; i++)
        identifier[at++] = plan->options.volume_name[i];
    return at;
}
