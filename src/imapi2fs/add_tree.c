/* Walks a folder of this computer, each directory before its contents, with a list of the enclosing folders instead of
 * recursion.
 */
#include "imapi2fs/add_tree.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "imapi2fs/file_time.h"
#include "imapi2fs/host_list.h"
#include "imapi2fs/host_path.h"
#include "imapi2fs/stash_file.h"
#include "imapi2fs/status.h"
#include "imapi2fserror.h"

/* A folder that is being walked. */
struct level {
    struct level *outer;
    struct host_folder *folder;
    struct fs_node *node; /* of the tree */
    struct host_list list;
    uint32_t next; /* in its order */
    bool is_identified;
    BY_HANDLE_FILE_INFORMATION identity;
};

/* An item of this computer. */
struct found {
    const WCHAR *name;
    size_t count;
    DWORD attributes;
    FILETIME accessed, written; /* of a folder */
};

struct walk {
    const struct add_tree_request *request;
    struct host_failure *failure;
    struct level *level; /* the innermost */
};

/* --------------------------------------------------------------------------------------------------------- failures */

static HRESULT fail_named(struct walk *walk, HRESULT hr, const struct found *found)
{
    return host_failure_set(walk->failure, hr, 0, found->name, found->count);
}

static HRESULT fail_at(struct walk *walk, HRESULT hr, DWORD error, const struct host_folder *folder, const WCHAR *name,
                       size_t count)
{
    WCHAR *path;

    if (error == ERROR_NOT_ENOUGH_MEMORY) return E_OUTOFMEMORY;
    path = host_folder_join(folder, name, count);
    host_failure_set(walk->failure, hr, error, path ? path : L"", path ? wcslen(path) : 0);
    base_free(path);
    return hr;
}

static HRESULT result_of(struct walk *walk, enum fs_status status, const struct found *found)
{
    if (status == FS_OK) return S_OK;
    return fail_named(walk, imapifs_result_of(status, NULL), found);
}

/* ------------------------------------------------------------------------------------------------------------ times */

/* In whole seconds; of those that an item may have, the nearest. */
static int64_t seconds_of(const struct walk *walk, const FILETIME *time)
{
    int64_t time_s = file_time_is_set(time) ? file_time_seconds(time) : walk->request->now;

    if (time_s < FS_TIME_FIRST) return FS_TIME_FIRST;
    return time_s > FS_TIME_LAST ? FS_TIME_LAST : time_s;
}

static struct fs_times times_of(const struct walk *walk, const FILETIME *accessed, const FILETIME *written)
{
    struct fs_times times = {.created_s = walk->request->now};

    times.modified_s = seconds_of(walk, written);
    times.accessed_s = walk->request->is_reproducible ? times.modified_s : seconds_of(walk, accessed);
    return times;
}

/* ------------------------------------------------------------------------------------------------------------ files */

static HRESULT note_added(struct walk *walk, struct fs_node *node, const struct found *found)
{
    HRESULT hr = S_OK;

    node->is_hidden = (found->attributes & FILE_ATTRIBUTE_HIDDEN) != 0;
    if (walk->request->added) hr = walk->request->added(walk->request->context, node);
    return FAILED(hr) ? fail_named(walk, hr, found) : S_OK;
}

/* source: taken, on failure too. is_named: it looks at the name that it was given. node: out. */
static HRESULT put_file(struct walk *walk, struct fs_node *directory, const struct found *found,
                        const struct fs_times *times, struct fs_source *source, bool is_named, struct fs_node **out)
{
    struct fs_node *node;
    enum fs_status status = fs_tree_replace_file(walk->request->tree, directory, (const uint16_t *)found->name,
                                                 found->count, times, source, &node);

    *out = node;
    if (status != FS_OK) {
        if (source) source->release(source);
        return result_of(walk, status, found);
    }
    if (source && is_named) host_file_borrow_name(source, (const WCHAR *)node->name);
    return note_added(walk, node, found);
}

/* Replace a source by a copy of it. The result without a text of its own is about the file. */
static HRESULT stage(struct walk *walk, struct host_folder *folder, const struct found *found,
                     struct update_file *update, struct fs_source **source)
{
    struct fs_source *copy;
    HRESULT hr = copy_store_add(walk->request->copies, *source, update, &copy, walk->failure);

    (*source)->release(*source);
    *source = copy;
    if (FAILED(hr) && !walk->failure->what)
        fail_at(walk, hr, walk->failure->system_error, folder, found->name, found->count);
    return hr;
}

/* A file whose named streams are being found. */
struct streams {
    struct walk *walk;
    struct fs_node *node;
    struct host_folder *folder;
    const struct found *file;
};

/* "file:stream". NULL: no memory. */
static WCHAR *name_of_stream(const struct found *file, const WCHAR *name, size_t count)
{
    WCHAR *out = base_alloc_array(file->count + count + 2, sizeof out[0]);

    if (!out) return NULL;
    wmemcpy(out, file->name, file->count);
    out[file->count] = L':';
    wmemcpy(out + file->count + 1, name, count);
    return out;
}

/* source: taken, on failure too. */
static HRESULT put_stream(struct streams *streams, const struct found *stream, struct fs_source *source)
{
    struct walk *walk = streams->walk;
    struct fs_node *node;
    enum fs_status status = fs_tree_add_stream(walk->request->tree, streams->node, (const uint16_t *)stream->name,
                                               stream->count, source, &node);

    if (status != FS_OK) {
        if (source) source->release(source);
        return result_of(walk, status, stream);
    }
    return note_added(walk, node, stream);
}

static HRESULT fetch_stream(struct streams *streams, const WCHAR *name, size_t count)
{
    struct walk *walk = streams->walk;
    struct update_file nobody = {.sink = NULL}; /* a named stream has no events */
    struct found stream = {.name = name, .count = count};
    struct host_facts facts;
    struct fs_source *source;
    WCHAR *whole = name_of_stream(streams->file, name, count);
    struct found named = {.name = whole, .count = streams->file->count + 1 + count};
    HRESULT hr = S_OK;
    DWORD error;

    if (!whole) return E_OUTOFMEMORY;
    error = host_file_open(streams->folder, whole, named.count, &facts, &source);
    if (error)
        hr = fail_at(walk, IMAPI_E_DATA_STREAM_CREATE_FAILURE, error, streams->folder, whole, named.count);
    else if (source && walk->request->copies)
        hr = stage(walk, streams->folder, &named, &nobody, &source);
    else if (source)
        host_file_take_name(source, whole), whole = NULL;
    base_free(whole);
    return FAILED(hr) ? hr : put_stream(streams, &stream, source);
}

/* What the image has no room for is left out, as the page says. */
static HRESULT add_stream(void *context, const WCHAR *name, size_t count)
{
    struct streams *streams = context;

    if (fs_tree_peek_totals(streams->walk->request->tree)->streams >= FS_STREAMS_MAX) return S_OK;
    return fetch_stream(streams, name, count);
}

static HRESULT add_streams(struct walk *walk, struct fs_node *node, struct host_folder *folder,
                           const struct found *file)
{
    struct streams streams = {walk, node, folder, file};
    WCHAR *path = host_folder_join(folder, file->name, file->count);
    DWORD error;
    HRESULT hr;

    if (!path) return E_OUTOFMEMORY;
    hr = host_streams_find(walk->request->finder, path, add_stream, &streams, &error);
    base_free(path);
    if (!error) return hr;
    return fail_at(walk, IMAPI_E_DATA_STREAM_READ_FAILURE, error, folder, file->name, file->count);
}

static HRESULT add_file(struct walk *walk, struct fs_node *directory, struct host_folder *folder,
                        const struct found *found)
{
    struct update_file update;
    struct host_facts facts;
    struct fs_source *source;
    struct fs_times times;
    struct fs_node *node;
    bool is_staged;
    DWORD error = host_file_open(folder, found->name, found->count, &facts, &source);
    HRESULT hr;

    if (error) return fail_at(walk, IMAPI_E_DATA_STREAM_CREATE_FAILURE, error, folder, found->name, found->count);
    hr = update_file_begin(&update, walk->request->updates, directory, (const uint16_t *)found->name, found->count,
                           facts.size);
    if (FAILED(hr)) {
        if (source) source->release(source);
        return hr;
    }
    times = times_of(walk, &facts.accessed, &facts.written);
    is_staged = source && walk->request->copies;
    if (is_staged) hr = stage(walk, folder, found, &update, &source);
    if (SUCCEEDED(hr)) hr = put_file(walk, directory, found, &times, source, !is_staged, &node);
    if (SUCCEEDED(hr) && walk->request->finder) hr = add_streams(walk, node, folder, found);
    if (FAILED(hr))
        update_file_cancel(&update);
    else
        update_file_end(&update);
    return hr;
}

/* ---------------------------------------------------------------------------------------------------------- folders */

/* The directory of the image; one that exists stays as it is. */
static HRESULT find_or_add_directory(struct walk *walk, struct fs_node *parent, const struct found *found,
                                     struct fs_node **node)
{
    struct fs_tree *tree = walk->request->tree;
    struct fs_times times = times_of(walk, &found->accessed, &found->written);
    HRESULT hr;

    *node = fs_tree_find(tree, parent, (const uint16_t *)found->name, found->count);
    if (*node) return (*node)->is_directory ? S_OK : result_of(walk, FS_NAME_EXISTS, found);
    hr = result_of(walk, fs_tree_add_directory(tree, parent, (const uint16_t *)found->name, found->count, &times, node),
                   found);
    return FAILED(hr) ? hr : note_added(walk, *node, found);
}

/* The same folder: the number, which is unique on its volume; and the time at which it was made, since not every system
 * has a number for each volume.
 */
static bool is_same(const BY_HANDLE_FILE_INFORMATION *one, const BY_HANDLE_FILE_INFORMATION *other)
{
    return one->nFileIndexLow == other->nFileIndexLow && one->nFileIndexHigh == other->nFileIndexHigh &&
           one->dwVolumeSerialNumber == other->dwVolumeSerialNumber &&
           CompareFileTime(&one->ftCreationTime, &other->ftCreationTime) == 0;
}

static DWORD identify(const struct host_folder *folder, BY_HANDLE_FILE_INFORMATION *identity)
{
    WCHAR *path = host_folder_join(folder, L"", 0);
    DWORD error;

    if (!path) return ERROR_NOT_ENOUGH_MEMORY;
    error = host_look(path, identity);
    base_free(path);
    return error;
}

/* Is the innermost folder, which was reached through a link, one of those around it? */
static DWORD look_for_cycle(struct walk *walk)
{
    struct level *inner = walk->level, *level;
    DWORD error = identify(inner->folder, &inner->identity);

    inner->is_identified = !error;
    for (level = inner->outer; !error && level; level = level->outer) {
        if (!level->is_identified) error = identify(level->folder, &level->identity);
        if (error) break;
        level->is_identified = true;
        if (is_same(&level->identity, &inner->identity)) error = ERROR_CANT_RESOLVE_FILENAME;
    }
    return error;
}

/* Go into a folder. folder: taken, on failure too; NULL: no memory. */
static HRESULT enter(struct walk *walk, struct host_folder *folder, struct fs_node *node, bool is_link)
{
    struct level *level = folder ? base_alloc(sizeof *level) : NULL;
    WCHAR *path;
    DWORD error = 0;

    if (!level) {
        host_folder_release(folder);
        return E_OUTOFMEMORY;
    }
    level->outer = walk->level;
    level->folder = folder;
    level->node = node;
    walk->level = level;
    if (is_link) error = look_for_cycle(walk);
    if (!error) {
        path = host_folder_join(folder, L"", 0);
        error = path ? host_list_read(path, &level->list) : ERROR_NOT_ENOUGH_MEMORY;
        base_free(path);
    }
    return error ? fail_at(walk, IMAPI_E_DIRECTORY_READ_FAILURE, error, folder, L"", 0) : S_OK;
}

static void leave(struct walk *walk)
{
    struct level *level = walk->level;

    walk->level = level->outer;
    host_list_destroy(&level->list);
    host_folder_release(level->folder);
    base_free(level);
}

/* -------------------------------------------------------------------------------------------------------- the walk */

/* Two names that differ in letter case alone stand in one folder of some systems; an image has room for one. */
static HRESULT add_next(struct walk *walk)
{
    struct level *level = walk->level;
    uint32_t n = level->next++;
    const struct host_entry *entry = host_list_at(&level->list, n);
    struct found found = {.name = host_list_name(&level->list, entry),
                          .count = entry->count,
                          .attributes = entry->attributes,
                          .accessed = entry->accessed,
                          .written = entry->written};
    struct fs_node *node;
    HRESULT hr;

    if (n && host_list_is_twin(&level->list, n)) return result_of(walk, FS_NAME_EXISTS, &found);
    if (stash_file_is_own_name(found.name, found.count)) return S_OK; /* it is nobody's, and nobody can open it */
    if (!(found.attributes & FILE_ATTRIBUTE_DIRECTORY)) return add_file(walk, level->node, level->folder, &found);
    hr = find_or_add_directory(walk, level->node, &found, &node);
    if (FAILED(hr)) return hr;
    return enter(walk, host_folder_create_in(level->folder, found.name, found.count), node,
                 (found.attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0);
}

static HRESULT walk_all(struct walk *walk)
{
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr) && walk->level) {
        if (walk->level->next < walk->level->list.count)
            hr = add_next(walk);
        else
            leave(walk);
    }
    return hr;
}

static HRESULT add_source_file(struct walk *walk, const struct host_path *path, const struct found *found)
{
    size_t folder_count = path->count - path->name_count - 1;
    struct host_folder *folder = host_folder_create(walk->request->files, path->text, folder_count);
    HRESULT hr = folder ? add_file(walk, walk->request->directory, folder, found) : E_OUTOFMEMORY;

    host_folder_release(folder);
    return hr;
}

static HRESULT add_source(struct walk *walk, const struct host_path *path, const BY_HANDLE_FILE_INFORMATION *facts)
{
    struct found found = {.name = path->text + path->count - path->name_count,
                          .count = path->name_count,
                          .attributes = facts->dwFileAttributes,
                          .accessed = facts->ftLastAccessTime,
                          .written = facts->ftLastWriteTime};
    struct fs_node *node = walk->request->directory;
    HRESULT hr = S_OK;

    if (!(facts->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)) return add_source_file(walk, path, &found);
    if (walk->request->includes_base && found.count) hr = find_or_add_directory(walk, node, &found, &node);
    if (SUCCEEDED(hr)) hr = enter(walk, host_folder_create(walk->request->files, path->text, path->count), node, false);
    if (SUCCEEDED(hr)) hr = walk_all(walk);
    while (walk->level)
        leave(walk);
    return hr;
}

/* A root has a backslash at its end, else it is the drive. Behind a file's name one is too many. */
static DWORD look_at_source(const struct host_path *path, BY_HANDLE_FILE_INFORMATION *facts)
{
    WCHAR *whole;
    DWORD error;

    if (!path->is_folder) return host_look(path->text, facts);
    whole = base_alloc_array(path->count + 2, sizeof whole[0]);
    if (!whole) return ERROR_NOT_ENOUGH_MEMORY;
    wmemcpy(whole, path->text, path->count);
    whole[path->count] = L'\\';
    error = host_look(whole, facts);
    base_free(whole);
    return error && path->name_count ? host_look(path->text, facts) : error;
}

static HRESULT as_one_change(struct walk *walk, const struct host_path *path, const BY_HANDLE_FILE_INFORMATION *facts)
{
    struct fs_tree *tree = walk->request->tree;
    enum fs_status status = fs_tree_begin(tree);
    HRESULT hr;

    if (status != FS_OK) return imapifs_result_of(status, NULL);
    hr = add_source(walk, path, facts);
    if (FAILED(hr))
        fs_tree_abort(tree);
    else
        fs_tree_commit(tree);
    return hr;
}

HRESULT add_tree(const struct add_tree_request *request, struct host_failure *failure)
{
    struct walk walk = {.request = request, .failure = failure};
    BY_HANDLE_FILE_INFORMATION facts;
    struct host_path path;
    HRESULT hr;
    DWORD error;

    memset(failure, 0, sizeof *failure);
    error = host_path_make(request->source, request->source_count, &path);
    if (error) return error == ERROR_NOT_ENOUGH_MEMORY ? E_OUTOFMEMORY : HRESULT_FROM_WIN32(error);
    error = look_at_source(&path, &facts);
    if (!error)
        hr = as_one_change(&walk, &path, &facts);
    else
        hr = error == ERROR_NOT_ENOUGH_MEMORY ? E_OUTOFMEMORY : HRESULT_FROM_WIN32(error);
    host_path_destroy(&path);
    return hr;
}
