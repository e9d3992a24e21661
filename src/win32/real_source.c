/* Lists, opens and watches real drives. */
#include "win32/real_source.h"

#include "base/alloc.h"
#include "win32/arrival.h"
#include "win32/device.h"
#include "win32/device_list.h"
#include "win32/device_number.h"
#include "win32/removal.h"
#include "os/wine.h"

struct real_source {
    struct device_source source;
    struct removal *removal; /* NULL under Wine */
};

static struct real_source *source_from(struct device_source *source)
{
    return (struct real_source *)source; /* first member */
}

static enum drive_status source_list(struct device_source *source, device_visit visit, void *context,
                                     struct drive_failure *failure)
{
    (void)source;
    return device_list_visit(visit, context, failure);
}

static enum drive_status source_open(struct device_source *source, const char *id, struct device **device,
                                     struct drive_failure *failure)
{
    return win32_device_open(id, source_from(source)->removal, device, failure);
}

static enum drive_status source_watch(struct device_source *source, device_start_thread start, device_notice notice,
                                      void *context, struct device_watch **watch, struct drive_failure *failure)
{
    (void)source;
    return device_watcher_start(device_list_visit, arrival_watch, start, notice, context, watch, failure);
}

static void source_close(struct device_source *source)
{
    removal_release(source_from(source)->removal);
    base_free(source);
}

enum drive_status win32_source_create(device_start_thread start, struct device_source **source)
{
    static const struct device_source_ops ops = {source_list, source_open, source_watch, source_close};
    struct real_source *created = base_alloc(sizeof *created);

    *source = NULL;
    if (!created) return DRIVE_NO_MEMORY;
    created->source.ops = &ops;
    created->removal = os_is_wine() ? NULL : removal_create(start);
    if (!created->removal && !os_is_wine()) {
        base_free(created);
        return DRIVE_NO_MEMORY;
    }
    *source = &created->source;
    return DRIVE_OK;
}

uint32_t win32_first_free_number(void)
{
    return device_number_first_free();
}
