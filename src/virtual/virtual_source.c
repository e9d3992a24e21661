/* Lists and opens virtual recorders. */
#include "virtual/virtual_source.h"

#include "base/alloc.h"
#include "virtual/recorder_id.h"
#include "virtual/settings.h"
#include "virtual/settings_watch.h"
#include "virtual/virtual_device.h"
#include "os/system_error.h"

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
    DWORD error;
};

/* Errors of a recorder that is not there for this user: gone meanwhile, not to be read, or without sense. */
static bool is_no_recorder(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND || error == ERROR_KEY_DELETED ||
           error == ERROR_ACCESS_DENIED || error == ERROR_INVALID_DATA;
}

/* One that a fault unplugged is not there either. */
static bool list_one(void *context, const wchar_t *name)
{
    struct listing *listing = context;
    char id[DEVICE_ID_SIZE];
    struct virtual_settings *settings;

    listing->error = virtual_settings_open(name, &settings);
    if (is_no_recorder(listing->error)) listing->error = ERROR_SUCCESS;
    if (listing->error || !settings) return !listing->error;
    if (!virtual_device_is_gone(virtual_settings_peek(settings))) {
        recorder_id_format(virtual_settings_peek(settings)->name, &virtual_settings_peek(settings)->identity, id);
        if (!listing->visit(listing->context, id)) listing->error = ERROR_NOT_ENOUGH_MEMORY;
    }
    virtual_settings_close(settings);
    return !listing->error;
}

static enum drive_status list(device_visit visit, void *context, struct drive_failure *failure)
{
    struct listing listing = {visit, context, ERROR_SUCCESS};
    DWORD error;

    error = virtual_settings_list(list_one, &listing);
    if (error == ERROR_CANCELLED) error = listing.error;
    return error ? os_fail_by_error(failure, error) : os_fail(failure, DRIVE_OK, 0);
}

static enum drive_status source_open(struct device_source *base, const char *id, struct device **device,
                                     struct drive_failure *failure)
{
    struct virtual_source *source = source_from(base);
    wchar_t name[VIRTUAL_NAME_MAX + 1];

    *device = NULL;
    if (!recorder_id_parse(id, name)) return os_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);
    return virtual_device_open(name, source->first_number, source->context, device, failure);
}

static enum drive_status source_list(struct device_source *base, device_visit visit, void *context,
                                     struct drive_failure *failure)
{
    (void)base;
    return list(visit, context, failure);
}

static enum drive_status source_watch(struct device_source *base, device_start_thread start, device_notice notice,
                                      void *context, struct device_watch **watch, struct drive_failure *failure)
{
    (void)base;
    return device_watcher_start(list, virtual_settings_watch, start, notice, context, watch, failure);
}

static void source_close(struct device_source *base)
{
    base_free(source_from(base));
}

enum drive_status virtual_source_create(virtual_first_number first_number, void *context, struct device_source **source,
                                        struct drive_failure *failure)
{
    static const struct device_source_ops ops = {source_list, source_open, source_watch, source_close};
    struct virtual_source *created = base_alloc(sizeof *created);

    *source = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    created->base.ops = &ops;
    created->first_number = first_number;
    created->context = context;
    *source = &created->base;
    return os_fail(failure, DRIVE_OK, 0);
}
