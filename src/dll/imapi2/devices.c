/* Joins real drives and virtual recorders into the one device source of the process, and inserts the trace. */
#include "dll/imapi2/devices.h"

#include "base/alloc.h"
#include "com/module.h"
#include "com/thread.h"
#include "mmc/codes.h"
#include "scsi/transport_trace.h"
#include "virtual/virtual_source.h"
#include "win32/real_source.h"
#include "os/system_clock.h"
#include "os/system_error.h"
#include "os/trace_file.h"

/* Two sources as one. */
struct composite {
    struct device_source source;
    struct imapi2_environment environment; /* itself, and the clock */
    struct device_source *real;
    struct device_source *virtual;
    struct scsi_trace_sink *trace; /* NULL while nothing is traced, which costs this pointer */
};

static struct com_kept kept_composite;

static struct composite *composite_from(struct device_source *source)
{
    return CONTAINING_RECORD(source, struct composite, source);
}

static enum drive_status composite_list(struct device_source *source, device_visit visit, void *context,
                                        struct drive_failure *failure)
{
    struct composite *composite = composite_from(source);
    enum drive_status status;

    status = composite->real->ops->list(composite->real, visit, context, failure);
    if (status != DRIVE_OK) return status;
    return composite->virtual->ops->list(composite->virtual, visit, context, failure);
}

/* The trace takes the place of the device's transport. Without memory for it the device works untraced. */
static void trace_device(struct device *device, const char *id, struct scsi_trace_sink *sink)
{
    struct scsi_transport *traced = scsi_trace_create(device->transport, sink, mmc_opcode_name, id);

    if (traced) device->transport = traced;
}

/* The virtual recorders know their IDs at sight; the system has to be asked. */
static enum drive_status composite_open(struct device_source *source, const char *id, struct device **device,
                                        struct drive_failure *failure)
{
    struct composite *composite = composite_from(source);
    enum drive_status status;

    status = composite->virtual->ops->open(composite->virtual, id, device, failure);
    if (status == DRIVE_NO_SUCH_DEVICE) status = composite->real->ops->open(composite->real, id, device, failure);
    if (status == DRIVE_OK && composite->trace) trace_device(*device, id, composite->trace);
    return status;
}

/* Two watches as one. */
struct composite_watch {
    struct device_watch watch;
    struct device_watch *real;
    struct device_watch *virtual;
};

static void watch_close(struct device_watch *watch)
{
    struct composite_watch *both = CONTAINING_RECORD(watch, struct composite_watch, watch);

    if (both->virtual) both->virtual->ops->close(both->virtual);
    if (both->real) both->real->ops->close(both->real);
    base_free(both);
}

static enum drive_status composite_watch(struct device_source *source, device_start_thread start, device_notice notice,
                                         void *context, struct device_watch **watch, struct drive_failure *failure)
{
    static const struct device_watch_ops ops = {watch_close};
    struct composite_watch *both = base_alloc(sizeof *both);
    struct composite *composite = composite_from(source);
    enum drive_status status;

    *watch = NULL;
    if (!both) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    both->watch.ops = &ops;
    status = composite->real->ops->watch(composite->real, start, notice, context, &both->real, failure);
    if (status == DRIVE_OK) {
        status = composite->virtual->ops->watch(composite->virtual, start, notice, context, &both->virtual, failure);
    }
    if (status != DRIVE_OK) {
        watch_close(&both->watch);
        return status;
    }
    *watch = &both->watch;
    return status;
}

static void composite_close(struct device_source *source)
{
    struct composite *composite = composite_from(source);

    if (composite->virtual) composite->virtual->ops->close(composite->virtual);
    if (composite->real) composite->real->ops->close(composite->real);
    if (composite->trace) composite->trace->ops->close(composite->trace);
    base_free(composite);
}

static const struct device_source_ops composite_ops = {composite_list, composite_open, composite_watch,
                                                       composite_close};

static uint32_t first_free_number(void *context)
{
    (void)context;
    return win32_first_free_number();
}

static void release(void *thing)
{
    struct composite *composite = thing;

    composite_close(&composite->source);
}

HRESULT devices_get(const struct imapi2_environment **environment)
{
    struct composite *composite = com_module_kept(&kept_composite);
    struct drive_failure failure;

    *environment = composite ? &composite->environment : NULL;
    if (composite) return S_OK;
    composite = base_alloc(sizeof *composite);
    if (!composite) return E_OUTOFMEMORY;
    composite->source.ops = &composite_ops;
    if (win32_source_create(com_thread_start, &composite->real) != DRIVE_OK ||
        virtual_source_create(first_free_number, NULL, &composite->virtual, &failure) != DRIVE_OK) {
        composite_close(&composite->source);
        return E_OUTOFMEMORY;
    }
    composite->trace = trace_file_open();
    composite->environment.devices = &composite->source;
    composite->environment.clock = system_clock_peek();
    composite = com_module_keep(&kept_composite, composite, release);
    *environment = &composite->environment;
    return S_OK;
}
