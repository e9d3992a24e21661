/* Turns the settings of an image into a plan, and keeps the image frozen as long as the plan exists. */
#include "imapi2fs/image_snapshot.h"

#include <wchar.h>

#include "base/alloc.h"
#include "base/text.h"
#include "imapi2fs/status.h"
#include "imapi2fs/volume_name.h"
#include "imapi2fserror.h"

/* The name that an image without one gets: when it was made, in this place's time, or in UTC where the moment is given.
 */
static void set_default_name(struct fs_plan_options *options, bool is_reproducible)
{
    struct fs_calendar moment = fs_calendar_of(options->now_s);
    char name[FS_VOLUME_NAME_MAX + 1];
    struct text text = text_in(name, sizeof name);
    SYSTEMTIME time;
    size_t i;

    if (!is_reproducible) {
        GetLocalTime(&time);
        moment = (struct fs_calendar){time.wYear,          (uint8_t)time.wMonth,  (uint8_t)time.wDay,
                                      (uint8_t)time.wHour, (uint8_t)time.wMinute, (uint8_t)time.wSecond};
    }
    text_printf(&text, "%04u%02u%02u_%02u%02u", moment.year, moment.month, moment.day, moment.hour, moment.minute);
    for (i = 0; name[i]; i++)
        options->volume_name[i] = (unsigned char)name[i];
    options->volume_name_count = i;
}

static void set_moment(struct fs_plan_options *options, bool *is_reproducible)
{
    SYSTEMTIME time;

    options->now_s = image_state_now(is_reproducible);
    if (*is_reproducible) return;
    GetSystemTime(&time);
    options->now_centiseconds = time.wMilliseconds / 10;
}

/* The caller holds the lock. */
static struct fs_plan_options options_of(const struct image_state *state)
{
    struct fs_plan_options options = image_state_options(state);
    BSTR name = state->volume_name ? state->volume_name : state->imported_volume_name;
    bool is_reproducible;

    set_moment(&options, &is_reproducible);
    if (SysStringLen(name))
        options.volume_name_count = volume_name_of_image(name, options.volume_name);
    else
        set_default_name(&options, is_reproducible);
    return options;
}

static HRESULT take_boot_entries(struct image_state *state, struct imapifs_call *call, struct boot_entries *entries)
{
    struct boot_list *list = image_state_get_boot_list(state);
    struct host_failure failure = {0};
    HRESULT hr = boot_list_get_entries(list, state->copies, entries, &failure);

    if (FAILED(hr) && !failure.what) call->inserts[0] = L"boot image";
    call->system_error = failure.system_error;
    host_failure_destroy(&failure);
    boot_list_release(list);
    return hr;
}

/* From here on the tree stays as it is. The first session alone can be booted from. */
static HRESULT freeze(struct image_state *state, struct image_snapshot *snapshot, struct fs_plan_options *options)
{
    const struct boot_entries *boot = &snapshot->boot;
    HRESULT hr = S_OK;

    EnterCriticalSection(&state->lock);
    if (state->is_changing)
        hr = IMAPI_E_READONLY;
    else if (boot->count && (state->is_imported || state->session_start > 0))
        hr = IMAPI_E_BOOT_OBJECT_CONFLICT;
    if (SUCCEEDED(hr)) {
        *options = options_of(state);
        wcscpy(snapshot->disc_id, state->is_imported ? state->disc_id : L"0000000000000000");
        state->snapshots++;
    }
    LeaveCriticalSection(&state->lock);
    options->boot_entries = boot->entries;
    options->boot_entry_count = boot->count;
    return hr;
}

static void thaw(struct image_state *state)
{
    EnterCriticalSection(&state->lock);
    state->snapshots--;
    LeaveCriticalSection(&state->lock);
}

static HRESULT make_plan(struct image_snapshot *snapshot, struct image_state *state, struct imapifs_call *call)
{
    struct fs_plan_options options;
    struct fs_failure failure;
    enum fs_status status;
    HRESULT hr;

    hr = freeze(state, snapshot, &options);
    if (FAILED(hr)) return hr;
    status = fs_plan_create(state->tree, &options, &snapshot->plan, &failure);
    hr = status == FS_IMAGE_TOO_LARGE ? IMAPI_E_IMAGE_TOO_BIG : imapifs_result_of(status, &failure);
    if (hr == IMAPI_E_DATA_TOO_BIG) call->inserts[0] = L"ISO9660/Joliet";
    if (FAILED(hr)) thaw(state);
    return hr;
}

HRESULT image_snapshot_create(struct image_state *state, struct imapifs_call *call, struct image_snapshot **out)
{
    struct image_snapshot *snapshot = base_alloc(sizeof *snapshot);
    HRESULT hr;

    *out = NULL;
    if (!snapshot) return E_OUTOFMEMORY;
    hr = take_boot_entries(state, call, &snapshot->boot);
    if (SUCCEEDED(hr)) hr = make_plan(snapshot, state, call);
    if (FAILED(hr)) {
        boot_entries_release(&snapshot->boot);
        base_free(snapshot);
        return hr;
    }
    snapshot->references = 1;
    snapshot->range_count = fs_plan_ranges(snapshot->plan, snapshot->ranges);
    snapshot->state = state;
    image_state_hold(state);
    *out = snapshot;
    return S_OK;
}

void image_snapshot_add_ref(struct image_snapshot *snapshot)
{
    InterlockedIncrement(&snapshot->references);
}

void image_snapshot_release(struct image_snapshot *snapshot)
{
    struct image_state *state = snapshot->state;

    if (InterlockedDecrement(&snapshot->references)) return;
    fs_plan_destroy(snapshot->plan);
    boot_entries_release(&snapshot->boot);
    thaw(state);
    base_free(snapshot);
    image_state_release(state);
}
