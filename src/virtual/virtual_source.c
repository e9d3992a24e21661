#include "virtual/virtual_source.h"

#include "base/alloc.h"
#include "virtual/recorder_id.h"
#include "virtual/settings.h"
#include "virtual/virtual_device.h"
#include "win32/system_error.h"

struct virtual_source {
    struct device_source base;
    virtual_first_number first_number;
    void *context;
};

static struct virtual_source *source_from(struct device_source *base)
{
    return CONTAINING_RECORD(base, struct virtual_source, base);
}

struct listing {
    device_visit visit;
    void *context;
    bool gave_up;
};

/* A recorder whose settings cannot be read is not there; one that a fault unplugged neither. */
static bool list_one(void *context, const wchar_t *name)
{
    struct listing *listing = context;
    char id[DEVICE_ID_SIZE];
    struct settings *settings;
    DWORD error = settings_open(name, &settings);

    listing->gave_up = error == ERROR_NOT_ENOUGH_MEMORY;
    if (error) return !listing->gave_up;
    if (!virtual_device_is_gone(settings)) {
        recorder_id_format(settings->name, &settings->identity, id);
        listing->gave_up = !listing->visit(listing->context, id);
    }
    settings_close(settings);
    return !listing->gave_up;
}

static enum drive_status source_list(struct device_source *base, device_visit visit, void *context,
                                     struct drive_failure *failure)
{
    struct listing listing = {visit, context, false};

    (void)base;
    settings_list(list_one, &listing);
    return win32_fail(failure, listing.gave_up ? DRIVE_NO_MEMORY : DRIVE_OK, 0);
}

static enum drive_status source_open(struct device_source *base, const char *id, struct device **device,
                                     struct drive_failure *failure)
{
    struct virtual_source *source = source_from(base);
    wchar_t name[VIRTUAL_NAME_MAX + 1];

    *device = NULL;
    if (!recorder_id_parse(id, name)) return win32_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);
    return virtual_device_open(name, source->first_number, source->context, device, failure);
}

static void source_close(struct device_source *base)
{
    base_free(source_from(base));
}

enum drive_status virtual_source_create(virtual_first_number first_number, void *context, struct device_source **source,
                                        struct drive_failure *failure)
{
    static const struct device_source_ops ops = {source_list, source_open, source_close};
    struct virtual_source *created = base_alloc(sizeof *created);

    *source = NULL;
    if (!created) return win32_fail(failure, DRIVE_NO_MEMORY, 0);
    created->base.ops = &ops;
    created->first_number = first_number;
    created->context = context;
    *source = &created->base;
    return win32_fail(failure, DRIVE_OK, 0);
}
