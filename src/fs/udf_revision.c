/* The table of revisions. */
#include "fs/udf_revision.h"

#include <stddef.h>

#include "fs/plan_private.h"

const struct udf_revision *udf_revision_numbered(uint16_t number)
{
    static const struct udf_revision revisions[] = {
        {0x0102, 0x0102, 2, "NSR02", false, false, false}, {0x0150, 0x0150, 2, "NSR02", false, false, false},
        {0x0200, 0x0200, 3, "NSR03", true, false, false},  {0x0201, 0x0201, 3, "NSR03", true, true, false},
        {0x0250, 0x0250, 3, "NSR03", true, true, true},    {0x0260, 0x0250, 3, "NSR03", true, true, true},
    };
    size_t i;

    for (i = 0; i < sizeof revisions / sizeof *revisions; i++) {
        if (revisions[i].number == number) return &revisions[i];
    }
    return NULL;
}

const struct udf_revision *udf_revision_of(const struct fs_plan *plan)
{
    return udf_revision_numbered(plan->options.udf_revision);
}
