/* MsftFileSystemImage: importing the session of a disc, so that the image continues it. */
#include "imapi2fs/image_import.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "fs/estimate.h"
#include "fs/import.h"
#include "imapi2fs/disc_session.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/recorder_device.h"
#include "imapi2fs/status.h"
#include "imapi2fs/update_events.h"
#include "imapi2fserror.h"

enum { FEATURE_CHARS = 128 };

struct import {
    struct image_state *state; /* whose change this is */
    struct imapifs_call *call;
    struct disc_session session;
    FsiFileSystems system;
    enum fs_system number;   /* the same */
    LONG directories, files; /* that have been reported */
    /* Inserts of a failure's text: */
    WCHAR name[FS_NAME_MAX + 1];
    WCHAR feature[FEATURE_CHARS];
};

static FsiFileSystems best_of(FsiFileSystems systems)
{
    static const FsiFileSystems order[] = {FsiFileSystemUDF, FsiFileSystemJoliet, FsiFileSystemISO9660};
    size_t i;

    for (i = 0; i < ARRAYSIZE(order); i++)
        if (systems & order[i]) return order[i];
    return FsiFileSystemNone;
}

/* IFileSystemImage::GetDefaultFileSystemForImport. The one with the most of a file's properties. */
HRESULT WINAPI image_GetDefaultFileSystemForImport(IFileSystemImage3 *iface, FsiFileSystems systems,
                                                   FsiFileSystems *value)
{
    struct imapifs_call call;

    (void)iface;
    image_call_begin(&call, "Choosing the file system to import");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = best_of(systems);
    call.inserts[0] = L"fileSystems";
    return imapifs_call_done(&call, *value == FsiFileSystemNone ? IMAPI_E_INVALID_PARAM : S_OK);
}

/* What can be said without the disc. */
static HRESULT check_image(const struct image_state *state)
{
    if (!state->multisession) return IMAPI_E_MULTISESSION_NOT_SET;
    if (state->is_imported) return IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION;
    return state->boot_list ? IMAPI_E_BOOT_OBJECT_CONFLICT : S_OK;
}

/* Of IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED; NULL: nothing is known. */
static void name_feature(struct import *import, const char *feature)
{
    size_t i;

    for (i = 0; feature && feature[i] && i < FEATURE_CHARS - 1; i++)
        import->feature[i] = (unsigned char)feature[i];
    import->call->inserts[1] = import->feature;
}

/* The texts name an item and then its file system, or the file system alone. */
static HRESULT explain(struct import *import, enum fs_status status, const struct fs_import_failure *failure)
{
    const WCHAR *system = disc_session_system_name(import->system);
    HRESULT hr = imapifs_result_of(status, NULL);

    memcpy(import->name, failure->name, failure->name_count * sizeof *import->name);
    if (failure->name_count) import->call->inserts[0] = import->name;
    import->call->inserts[1] = system;
    if (status == FS_DISC_DAMAGED || status == FS_FEATURE_UNSUPPORTED) import->call->inserts[0] = system;
    if (status == FS_FEATURE_UNSUPPORTED) name_feature(import, failure->feature);
    if (status == FS_TOO_MANY_DIRECTORIES) import->call->inserts[0] = L"ISO9660";
    if (status == FS_DEVICE_FAILED) imapifs_call_number(import->call, failure->block);
    return status == FS_DEVICE_FAILED && failure->device_result == E_OUTOFMEMORY ? E_OUTOFMEMORY : hr;
}

static struct fs_append append_of(const struct disc_session *session)
{
    return (struct fs_append){session->start, session->found.partition_first,
                              session->facts.is_random_write ? session->device : NULL, session->facts.unit};
}

/* Can all files of the disc be referred to by each of the new session's file systems? */
static HRESULT check_reach(struct import *import)
{
    struct fs_plan_options options = image_state_options(import->state);
    struct fs_failure failure;
    struct fs_plan *plan;
    enum fs_status status;

    options.systems = import->session.found.systems;
    if (options.systems & FS_MASK(FS_UDF)) options.udf_revision = import->session.found.udf_revision;
    options.append = append_of(&import->session);
    options.limit_blocks = 0;
    status = fs_plan_create(import->state->tree, &options, &plan, &failure);
    fs_plan_destroy(plan);
    if (status == FS_OUT_OF_MEMORY) return E_OUTOFMEMORY;
    if (status != FS_FILE_OUT_OF_REACH) return S_OK; /* what else there is can be changed before a result is made */
    memcpy(import->name, failure.node->name, failure.node->name_count * sizeof *import->name);
    import->call->inserts[0] = disc_session_system_name((FsiFileSystems)options.systems);
    import->call->inserts[1] = import->name;
    return IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED;
}

/* Blocks that the new session may have. */
static uint32_t room_of(const struct disc_session *session)
{
    uint32_t room = session->facts.is_random_write ? session->facts.free - session->start : session->facts.free;

    return room ? room : 1; /* 0 would be no limit */
}

/* Has the disc room for what the new session will have at least: new structures for all that is there? */
static HRESULT check_room(const struct import *import)
{
    struct fs_plan_options options = image_state_options(import->state);

    if (import->session.found.systems & FS_MASK(FS_UDF)) options.udf_revision = import->session.found.udf_revision;
    return fs_estimate_blocks(import->state->tree, &options) > room_of(&import->session) ? IMAPI_E_IMAGE_TOO_BIG : S_OK;
}

static LONG saturated(int64_t count)
{
    return count > LONG_MAX ? LONG_MAX : (LONG)count;
}

/* UpdateImport, within the change, which is paused. Without memory the event is lost. */
static void tell(struct import *import, const struct fs_node *node)
{
    const struct fs_session_system *found = &import->session.found.system[import->number];
    struct image_import_progress progress = {
        .file_system = import->system,
        .directories = import->directories,
        .total_directories = saturated(found->directories),
        .files = import->files,
        .total_files = saturated(found->files),
    };

    progress.item = SysAllocStringLen(NULL, node->name_count + node->is_directory);
    if (!progress.item) return;
    memcpy(progress.item, node->name, node->name_count * sizeof node->name[0]);
    if (node->is_directory) progress.item[node->name_count] = L'\\';
    recorder_device_set_change(import->session.device, NULL); /* a sink may read a file that has come */
    image_state_pause_change(import->state);
    image_events_import(&import->state->events, &progress);
    image_state_resume_change(import->state);
    recorder_device_set_change(import->session.device, import->state);
    SysFreeString(progress.item);
}

/* Update, within the change: the bytes of a file that UDF had embedded in its ICB are copied. Without memory the
 * event is lost.
 */
static void tell_copied(struct import *import, const struct fs_node *file)
{
    struct update_file update;
    struct update_sink sink;
    HRESULT hr;

    recorder_device_set_change(import->session.device, NULL);
    hr = update_file_begin(&update, image_state_updates(import->state, true, &sink), file->parent, file->name,
                           file->name_count, file->size_bytes);
    if (SUCCEEDED(hr)) update_file_end(&update);
    recorder_device_set_change(import->session.device, import->state);
}

/* A directory is told of before it counts, a file after. All items may come a second time, from the root on. */
static void report(void *context, const struct fs_node *node)
{
    struct import *import = context;

    if (!node->parent) import->directories = import->files = 0;
    import->files += !node->is_directory;
    if (node->source && !node->source->disc_data) tell_copied(import, node);
    if (image_events_has_import(&import->state->events)) tell(import, node);
    import->directories += node->is_directory;
}

/* The items come, or nothing changes. */
static HRESULT import_items(struct import *import)
{
    const struct fs_import_options options = {import->number, import->session.facts.mount, report, import};
    struct image_state *state = import->state;
    uint32_t point = fs_tree_change_point(state->tree);
    struct fs_import_failure failure;
    enum fs_status status;
    HRESULT hr;

    status = fs_import(state->tree, import->session.disc, &options, &failure);
    if (status != FS_OK) return explain(import, status, &failure);
    hr = check_reach(import);
    if (SUCCEEDED(hr)) hr = check_room(import);
    if (FAILED(hr)) fs_tree_roll_back(state->tree, point);
    return hr;
}

/* From here on the image continues the session. */
static void join(struct import *import, BSTR name)
{
    const struct disc_session *session = &import->session;
    struct image_state *state = import->state;

    state->append = append_of(session);
    state->disc = session->device;
    state->disc->hold(state->disc);
    if (session->found.systems & FS_MASK(FS_UDF)) state->udf_revision = session->found.udf_revision;
    state->session_start = (LONG)session->start;
    state->free_media_blocks = (LONG)room_of(session);
    state->imported_volume_name = name;
    wmemcpy(state->disc_id, session->id, ARRAYSIZE(state->disc_id));
    state->is_imported = true;
}

/* All file systems of the session, so that each reader of the disc sees the new one. */
static HRESULT import_session(struct import *import)
{
    const struct fs_session_system *found = &import->session.found.system[import->number];
    FsiFileSystems systems = import->state->systems;
    BSTR name = SysAllocStringLen(found->name, (UINT)found->name_count);
    HRESULT hr = E_OUTOFMEMORY;

    if (name) hr = image_set_systems(import->state, import->call, (FsiFileSystems)import->session.found.systems);
    if (SUCCEEDED(hr)) {
        hr = import_items(import);
        if (FAILED(hr)) image_set_systems(import->state, import->call, systems);
    }
    if (FAILED(hr)) {
        SysFreeString(name);
        return hr;
    }
    join(import, name);
    return S_OK;
}

static void choose_system(struct import *import, FsiFileSystems wanted)
{
    if (wanted == FsiFileSystemNone) wanted = best_of(disc_session_systems(&import->session));
    import->system = wanted;
    import->number = wanted == FsiFileSystemUDF ? FS_UDF : wanted == FsiFileSystemJoliet ? FS_JOLIET : FS_ISO9660;
}

/* Within a change of the image. The caller closes the session behind it: that gives back the client's recorder. */
static HRESULT import_disc(struct import *import, FsiFileSystems wanted)
{
    uint32_t failed;
    HRESULT hr = check_image(import->state);

    if (FAILED(hr)) return hr;
    hr = disc_session_open(import->state->multisession, import->state, &import->session, &failed);
    if (hr == IMAPI_E_IMPORT_READ_FAILURE) imapifs_call_number(import->call, failed);
    if (SUCCEEDED(hr)) {
        choose_system(import, wanted);
        if (import->system == FsiFileSystemNone && disc_session_systems(&import->session) != FsiFileSystemNone)
            hr = IMAPI_E_NO_SUPPORTED_FILE_SYSTEM;
        else
            hr = disc_session_check(&import->session, import->system, import->call);
        if (hr == IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED)
            name_feature(import, import->session.found.system[import->number].feature);
    }
    if (SUCCEEDED(hr)) hr = import_session(import);
    return hr;
}

/* A sink may give back the last reference to the image.
 * wanted   one file system, or none for the best that there is.
 * imported out.
 */
static HRESULT run(struct image_state *state, struct imapifs_call *call, FsiFileSystems wanted,
                   FsiFileSystems *imported)
{
    struct import *import = base_alloc(sizeof *import);
    HRESULT hr = import ? image_state_begin_change(state) : E_OUTOFMEMORY;

    image_state_hold(state);
    if (SUCCEEDED(hr)) {
        import->state = state;
        import->call = call;
        hr = import_disc(import, wanted);
        image_state_end_change(state);
        disc_session_close(&import->session);
        if (SUCCEEDED(hr)) *imported = import->system;
    }
    hr = imapifs_call_done(call, hr); /* whose inserts are the import's */
    base_free(import);
    image_state_release(state);
    return hr;
}

/* IFileSystemImage::ImportFileSystem. */
HRESULT WINAPI image_ImportFileSystem(IFileSystemImage3 *iface, FsiFileSystems *value)
{
    struct imapifs_call call;

    image_call_begin(&call, "Importing the last session of the disc");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = FsiFileSystemNone;
    return run(image_state_of(iface), &call, FsiFileSystemNone, value);
}

/* IFileSystemImage::ImportSpecificFileSystem. */
HRESULT WINAPI image_ImportSpecificFileSystem(IFileSystemImage3 *iface, FsiFileSystems system)
{
    struct imapifs_call call;
    FsiFileSystems imported;

    image_call_begin(&call, "Importing a file system of the disc");
    call.inserts[0] = L"fileSystemToUse";
    if (!image_is_one_system(system)) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    return run(image_state_of(iface), &call, system, &imported);
}
