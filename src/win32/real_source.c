#include "win32/real_source.h"

#include "base/alloc.h"
#include "win32/arrival.h"
#include "win32/device.h"
#include "win32/device_list.h"
#include "win32/device_number.h"

static enum drive_status source_list(struct device_source *source, device_visit visit, void *context,
                                     struct drive_failure *failure)
{
    (void)source;
    return device_list_visit(visit, context, failure);
}

static enum drive_status source_open(struct device_source *source, const char *id, struct device **device,
                                     struct drive_failure *failure)
{
    (void)source;
    return win32_device_open(id, device, failure);
}

static enum drive_status source_watch(struct device_source *source, device_start_thread start, device_notice notice,
                                      void *context, struct device_watch **watch, struct drive_failure *failure)
{
    (void)source;
    return device_watcher_start(device_list_visit, arrival_watch, start, notice, context, watch, failure);
}

static void source_close(struct device_source *source)
{
    base_free(source);
}

enum drive_status win32_source_create(struct device_source **source)
{
    static const struct device_source_ops ops = {source_list, source_open, source_watch, source_close};

    *source = base_alloc(sizeof **source);
    if (!*source) return DRIVE_NO_MEMORY;
    (*source)->ops = &ops;
    return DRIVE_OK;
}

uint32_t win32_first_free_number(void)
{
    return device_number_first_free();
}
