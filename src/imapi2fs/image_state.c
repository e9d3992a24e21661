/* The state of an image: its lifetime, the rules for changing it, and the clock for the times of its items. */
#include "imapi2fs/image_state.h"

#include "fs/estimate.h"
#include "imapi2fs/boot_list.h"
#include "imapi2fs/copy_store.h"
#include "imapi2fs/file_time.h"
#include "imapi2fs/host_files.h"
#include "imapi2fs/host_open.h"
#include "imapi2fs/multisession.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

enum {
    CD_74_MINUTES_BLOCKS = 332800, /* the limit of a new image */
    EPOCH_DIGITS_MAX = 18,
};

/* --------------------------------------------------------------------------------------------------------- its life */

/* The longest path of the system's temporary folder has a backslash at its end. */
static HRESULT find_working_directory(BSTR *out)
{
    WCHAR path[MAX_PATH + 2];
    DWORD length = GetTempPathW(ARRAYSIZE(path), path);

    if (!length) return HRESULT_FROM_WIN32(host_last_error());
    if (length >= ARRAYSIZE(path)) return HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE);
    *out = SysAllocStringLen(path, length);
    return *out ? S_OK : E_OUTOFMEMORY;
}

static void set_defaults(struct image_state *state)
{
    state->systems = FsiFileSystemISO9660 | FsiFileSystemJoliet | FsiFileSystemUDF;
    state->udf_revision = 0x102;
    state->iso_level = 1;
    state->free_media_blocks = CD_74_MINUTES_BLOCKS;
    state->mirrors_metadata = VARIANT_TRUE;
}

HRESULT image_state_init(struct image_state *state, struct com_object *owner, IDispatch *dispatch)
{
    struct fs_name_rules rules;
    HRESULT hr = E_OUTOFMEMORY;

    state->owner = owner;
    set_defaults(state);
    rules.systems = state->systems;
    rules.iso_level = (unsigned)state->iso_level;
    rules.is_strict = false;
    if (!InitializeCriticalSectionAndSpinCount(&state->lock, 0)) return E_OUTOFMEMORY;
    state->tree = fs_tree_create(&rules);
    if (state->tree) hr = find_working_directory(&state->working_directory);
    if (SUCCEEDED(hr)) {
        state->copies = copy_store_create(state->working_directory);
        if (state->copies) {
            image_events_init(&state->events, owner, dispatch);
            return S_OK;
        }
        hr = E_OUTOFMEMORY;
    }
    SysFreeString(state->working_directory);
    fs_tree_destroy(state->tree);
    DeleteCriticalSection(&state->lock);
    return hr;
}

void image_state_destroy(struct image_state *state)
{
    image_events_destroy(&state->events);
    boot_list_release(state->boot_list);
    fs_tree_destroy(state->tree);
    host_files_release(state->host_files);
    copy_store_release(state->copies);
    if (state->disc) state->disc->release(state->disc);
    multisession_release(state->multisession);
    SysFreeString(state->volume_name);
    SysFreeString(state->imported_volume_name);
    SysFreeString(state->working_directory);
    DeleteCriticalSection(&state->lock);
    stream_source_release_departed();
}

void image_state_hold(struct image_state *state)
{
    com_object_add_ref(state->owner);
}

void image_state_release(struct image_state *state)
{
    com_object_release(state->owner);
    stream_source_release_departed();
}

/* ---------------------------------------------------------------------------------------------------------- changes */

HRESULT image_state_begin_change(struct image_state *state)
{
    EnterCriticalSection(&state->lock);
    if (!state->snapshots && !state->is_changing) return S_OK;
    LeaveCriticalSection(&state->lock);
    return IMAPI_E_READONLY;
}

void image_state_end_change(struct image_state *state)
{
    LeaveCriticalSection(&state->lock);
    stream_source_release_departed();
}

void image_state_pause_change(struct image_state *state)
{
    state->is_changing = true;
    LeaveCriticalSection(&state->lock);
}

void image_state_resume_change(struct image_state *state)
{
    EnterCriticalSection(&state->lock);
    state->is_changing = false;
}

/* ----------------------------------------------------------------------------------------------------------- events */

static void fire(void *context, BSTR path, LONG copied, LONG total)
{
    struct image_state *state = context;

    image_events_update(&state->events, path, copied, total);
}

static void fire_within_change(void *context, BSTR path, LONG copied, LONG total)
{
    image_state_pause_change(context);
    fire(context, path, copied, total);
    image_state_resume_change(context);
}

const struct update_sink *image_state_updates(struct image_state *state, bool is_within_change,
                                              struct update_sink *sink)
{
    if (!image_events_has_update(&state->events)) return NULL;
    *sink = (struct update_sink){is_within_change ? fire_within_change : fire, state};
    return sink;
}

/* ---------------------------------------------------------------------------------------------------------- layout */

struct boot_list *image_state_get_boot_list(struct image_state *state)
{
    struct boot_list *list;

    EnterCriticalSection(&state->lock);
    list = state->boot_list;
    boot_list_add_ref(list);
    LeaveCriticalSection(&state->lock);
    return list;
}

struct fs_plan_options image_state_options(const struct image_state *state)
{
    struct fs_plan_options options = fs_plan_usual_options();

    options.systems = (unsigned)state->systems;
    options.udf_revision = (uint16_t)state->udf_revision;
    options.mirrors_metadata = state->mirrors_metadata;
    options.append = state->append;
    options.append.start = (uint32_t)state->session_start;
    options.limit_blocks = state->free_media_blocks > 0 ? (uint32_t)state->free_media_blocks : 0;
    return options;
}

uint64_t image_state_used_blocks(const struct image_state *state)
{
    struct fs_plan_options options = image_state_options(state);

    return fs_estimate_blocks(state->tree, &options) + boot_list_blocks(state->boot_list);
}

/* -------------------------------------------------------------------------------------------------------- the clock */

/* Digits and nothing else, of a moment that every file system can record. */
static bool read_epoch(int64_t *seconds)
{
    WCHAR digits[EPOCH_DIGITS_MAX + 1];
    DWORD length = GetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", digits, ARRAYSIZE(digits));
    int64_t value = 0;
    DWORD i;

    if (!length || length >= ARRAYSIZE(digits)) return false;
    for (i = 0; i < length; i++) {
        if (digits[i] < L'0' || digits[i] > L'9') return false;
        value = value * 10 + (digits[i] - L'0');
    }
    if (value > FS_TIME_LAST) return false;
    *seconds = value;
    return true;
}

int64_t image_state_now(bool *is_reproducible)
{
    FILETIME time;
    int64_t seconds;
    bool is_given = read_epoch(&seconds);

    if (is_reproducible) *is_reproducible = is_given;
    if (is_given) return seconds;
    GetSystemTimeAsFileTime(&time);
    return file_time_seconds(&time);
}
