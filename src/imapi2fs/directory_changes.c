/* Adds items to a directory and removes them: each method makes one change of the tree, or none at all. */
#include "imapi2fs/directory_changes.h"

#include <string.h>

#include "imapi2fs/add_tree.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/item_source.h"
#include "imapi2fs/status.h"
#include "imapi2fserror.h"

/* A call, and where its change goes. */
struct change {
    struct imapifs_call call;
    struct image_state *state;
    struct fs_node *node; /* the directory's */
    struct item_place place;
};

/* The parameter's name where nothing was given for it, else the value. S_OK or IMAPI_E_INVALID_PARAM. */
static HRESULT change_begin(struct change *change, struct item *directory, const char *attempt, const WCHAR *parameter,
                            BSTR value)
{
    imapifs_call_begin(&change->call, directory->prog_id, &IID_IFsiDirectoryItem, attempt);
    change->state = directory->state;
    change->node = directory->node;
    change->call.inserts[0] = SysStringLen(value) ? value : parameter;
    return SysStringLen(value) ? S_OK : IMAPI_E_INVALID_PARAM;
}

/* Let the text name an item. */
static void name_item(struct change *change, const uint16_t *name, size_t count)
{
    memcpy(change->place.name, name, count * sizeof name[0]);
    change->place.name[count] = 0;
    change->call.inserts[0] = change->place.name;
}

/* Take the lock for a change of what is in the directory: S_OK, or without the lock IMAPI_E_NOT_IN_FILE_SYSTEM or
 * IMAPI_E_READONLY.
 */
static HRESULT enter(struct change *change)
{
    HRESULT hr = image_state_begin_change(change->state);

    if (FAILED(hr)) EnterCriticalSection(&change->state->lock);
    if (fs_node_is_detached(change->node)) {
        name_item(change, change->node->name, change->node->name_count);
        hr = IMAPI_E_NOT_IN_FILE_SYSTEM;
    }
    if (FAILED(hr)) LeaveCriticalSection(&change->state->lock);
    return hr;
}

/* The file system in which a name that is unique is hardest to find: the one with the shortest names. */
static const WCHAR *first_system(const struct image_state *state)
{
    if (state->systems & FsiFileSystemISO9660) return L"ISO9660";
    return state->systems & FsiFileSystemJoliet ? L"Joliet" : L"UDF";
}

/* A result that is about the item in `place`, with what the texts say about it. */
static HRESULT item_result(struct change *change, HRESULT hr)
{
    change->call.inserts[0] = hr == IMAPI_E_TOO_MANY_DIRS ? first_system(change->state) : change->place.name;
    change->call.inserts[1] = first_system(change->state);
    return hr;
}

/* The end of adding an item, begun with fs_tree_begin: all of it, or nothing. */
static HRESULT finish_adding(struct change *change, enum fs_status status)
{
    HRESULT hr = imapifs_result_of(status, NULL);

    if (SUCCEEDED(hr)) hr = item_check_size(change->state);
    if (FAILED(hr))
        fs_tree_abort(change->state->tree);
    else
        fs_tree_commit(change->state->tree);
    return item_result(change, hr);
}

/* Find the place for a new item, where no other stands. */
static HRESULT find_place(struct change *change, BSTR path)
{
    struct item_place *place = &change->place;
    HRESULT hr = item_path_place(change->state->tree, change->node, item_path_of(path), place);

    if (FAILED(hr)) return hr;
    if (fs_tree_find(change->state->tree, place->parent, (const uint16_t *)place->name, place->count))
        return item_result(change, IMAPI_E_DUP_NAME);
    return item_result(change, item_check_restricted(change->state, (const uint16_t *)place->name, place->count));
}

static struct fs_times times_of_now(void)
{
    int64_t now_s = image_state_now(NULL);

    return (struct fs_times){now_s, now_s, now_s};
}

static HRESULT add_directory(struct change *change, BSTR path)
{
    struct item_place *place = &change->place;
    struct fs_times times = times_of_now();
    HRESULT hr = find_place(change, path);

    if (SUCCEEDED(hr)) hr = imapifs_result_of(fs_tree_begin(change->state->tree), NULL);
    if (FAILED(hr)) return hr;
    return finish_adding(change, fs_tree_add_directory(change->state->tree, place->parent,
                                                       (const uint16_t *)place->name, place->count, &times, NULL));
}

/* IFsiDirectoryItem::AddDirectory. */
HRESULT directory_add_directory(struct item *directory, BSTR path)
{
    struct change change;
    HRESULT hr = change_begin(&change, directory, "Adding a directory", L"path", path);

    if (SUCCEEDED(hr)) hr = enter(&change);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = add_directory(&change, path);
    image_state_end_change(change.state);
    return imapifs_call_done(&change.call, hr);
}

/* The client's stream, and its sinks, are called between the two halves. */
static HRESULT add_file(struct change *change, BSTR path, IStream *data, struct item_source *source)
{
    struct fs_tree *tree = change->state->tree;
    struct item_place *place = &change->place;
    struct fs_times times = times_of_now();
    enum fs_status status;
    HRESULT hr = find_place(change, path);

    if (FAILED(hr)) return hr;
    image_state_pause_change(change->state);
    hr = item_source_create(change->state, data, place, source);
    image_state_resume_change(change->state);
    if (SUCCEEDED(hr)) hr = imapifs_result_of(fs_tree_begin(tree), NULL);
    if (FAILED(hr)) return item_result(change, hr);
    status = fs_tree_add_file(tree, place->parent, (const uint16_t *)place->name, place->count, &times, source->source,
                              NULL);
    if (status == FS_OK) source->source = NULL;
    return finish_adding(change, status);
}

HRESULT directory_add_file(struct item *directory, BSTR path, IStream *data)
{
    struct item_source source = {.source = NULL};
    struct change change;
    HRESULT hr = change_begin(&change, directory, "Adding a file", L"path", path);

    if (!data) hr = E_POINTER;
    if (SUCCEEDED(hr)) hr = enter(&change);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = add_file(&change, path, data, &source);
    image_state_end_change(change.state);
    return item_source_end(&source, &change.call, hr);
}

/* --------------------------------------------------------------------------------------- a folder of this computer */

/* The image's files of this computer; made when the first is needed. NULL: no memory. The caller holds the lock. */
static struct host_files *host_files_of(struct image_state *state)
{
    if (!state->host_files) state->host_files = host_files_create(HOST_FILES_OPEN_MAX);
    return state->host_files;
}

/* What every item that is added has to keep to. */
static HRESULT check_added(void *context, const struct fs_node *node)
{
    const struct change *change = context;
    HRESULT hr = item_check_restricted(change->state, node->name, node->name_count);

    return SUCCEEDED(hr) ? item_check_size(change->state) : hr;
}

static HRESULT add_tree_of(struct change *change, BSTR source, bool includes_base, bool takes_streams,
                           struct host_failure *failure)
{
    struct add_tree_request request = {
        .tree = change->state->tree,
        .directory = change->node,
        .files = host_files_of(change->state),
        .copies = change->state->stages_files ? change->state->copies : NULL,
        .source = source,
        .source_count = SysStringLen(source),
        .finder = takes_streams ? host_stream_finder_of_system() : NULL,
        .includes_base = includes_base,
        .added = check_added,
        .context = change,
    };
    struct update_sink sink;
    HRESULT hr;

    if (!request.files) return E_OUTOFMEMORY;
    request.updates = image_state_updates(change->state, true, &sink);
    request.now = image_state_now(&request.is_reproducible);
    hr = add_tree(&request, failure);
    return SUCCEEDED(hr) && takes_streams ? item_feature_result(change->state, REVISION_WITH_STREAMS) : hr;
}

HRESULT directory_add_tree(struct item *directory, BSTR source, VARIANT_BOOL includes_base, bool takes_streams)
{
    struct host_failure failure = {0};
    struct change change;
    HRESULT hr = change_begin(&change, directory, "Adding a folder of this computer", L"sourceDirectory", source);

    if (SUCCEEDED(hr)) hr = enter(&change);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = add_tree_of(&change, source, includes_base != VARIANT_FALSE, takes_streams, &failure);
    image_state_end_change(change.state);
    change.call.inserts[1] = first_system(change.state);
    host_failure_tell(&failure, &change.call);
    if (hr == IMAPI_E_TOO_MANY_DIRS) change.call.inserts[0] = change.call.inserts[1];
    hr = imapifs_call_done(&change.call, hr);
    host_failure_destroy(&failure);
    return hr;
}

/* ----------------------------------------------------------------------------------------------------------- items */

/* May the item be added: is it of this image, and in no directory? */
static HRESULT check_item(const struct change *change, const struct item *item)
{
    bool is_loose;

    if (item->state != change->state || item->node->is_stream) return IMAPI_E_INVALID_PARAM;
    EnterCriticalSection(&item->state->lock);
    is_loose = fs_node_is_detached(item->node);
    LeaveCriticalSection(&item->state->lock);
    return is_loose ? S_OK : IMAPI_E_INVALID_PARAM;
}

/* A file's bytes are taken as they are. */
static HRESULT attach(struct change *change, struct fs_node *node)
{
    struct fs_tree *tree = change->state->tree;
    HRESULT hr = imapifs_result_of(fs_tree_begin(tree), NULL);

    return FAILED(hr) ? hr : finish_adding(change, fs_tree_attach(tree, change->node, node));
}

/* Only a file has events, around its adding. */
static HRESULT add_item(struct change *change, struct fs_node *node)
{
    const struct update_sink *updates = NULL;
    struct update_file update;
    struct update_sink sink;
    HRESULT hr;

    change->place.parent = change->node;
    name_item(change, node->name, node->name_count);
    if (fs_tree_find(change->state->tree, change->node, node->name, node->name_count)) return IMAPI_E_DUP_NAME;
    if (!node->is_directory) updates = image_state_updates(change->state, true, &sink);
    hr = update_file_begin(&update, updates, change->node, node->name, node->name_count, node->size_bytes);
    if (FAILED(hr)) return hr;
    hr = attach(change, node);
    if (SUCCEEDED(hr))
        update_file_end(&update);
    else
        update_file_cancel(&update);
    return hr;
}

/* IFsiDirectoryItem::Add. */
HRESULT directory_add_item(struct item *directory, IFsiItem *item)
{
    struct item *added;
    struct change change;
    HRESULT hr;

    change_begin(&change, directory, "Adding an item", L"item", NULL);
    if (!item) return imapifs_call_done(&change.call, E_POINTER);
    hr = item_take((IUnknown *)item, &added);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = check_item(&change, added);
    if (SUCCEEDED(hr)) hr = enter(&change);
    if (SUCCEEDED(hr)) {
        hr = add_item(&change, added->node);
        image_state_end_change(change.state);
    }
    com_object_release(added->object);
    return imapifs_call_done(&change.call, hr);
}

static HRESULT remove_found(struct change *change, struct fs_node *node)
{
    return imapifs_result_of(fs_tree_remove(change->state->tree, node), NULL);
}

/* IFsiDirectoryItem::Remove. */
HRESULT directory_remove(struct item *directory, BSTR path)
{
    struct change change;
    struct fs_node *node;
    HRESULT hr = change_begin(&change, directory, "Removing an item", L"path", path);

    if (SUCCEEDED(hr)) hr = enter(&change);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = item_path_reach(change.state->tree, change.node, item_path_of(path), IMAPI_E_ITEM_NOT_FOUND, &node);
    if (SUCCEEDED(hr) && node->first_child) hr = IMAPI_E_DIR_NOT_EMPTY;
    if (SUCCEEDED(hr)) hr = node == change.node ? IMAPI_E_INVALID_PATH : remove_found(&change, node);
    image_state_end_change(change.state);
    return imapifs_call_done(&change.call, hr);
}

/* IFsiDirectoryItem::RemoveTree. The root loses what is in it; another directory cannot be told to remove itself. */
HRESULT directory_remove_tree(struct item *directory, BSTR path)
{
    struct change change;
    struct fs_node *node;
    HRESULT hr = change_begin(&change, directory, "Removing a directory", L"path", path);

    if (SUCCEEDED(hr)) hr = enter(&change);
    if (FAILED(hr)) return imapifs_call_done(&change.call, hr);
    hr = item_path_reach(change.state->tree, change.node, item_path_of(path), IMAPI_E_DIR_NOT_FOUND, &node);
    if (SUCCEEDED(hr) && !node->is_directory) hr = IMAPI_E_NOT_DIR;
    if (SUCCEEDED(hr) && node == change.node && node->parent) hr = IMAPI_E_INVALID_PATH;
    if (SUCCEEDED(hr)) hr = remove_found(&change, node);
    image_state_end_change(change.state);
    return imapifs_call_done(&change.call, hr);
}
