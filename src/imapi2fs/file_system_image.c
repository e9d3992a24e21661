/* MsftFileSystemImage: its creation and destruction, and the methods for the tree and the result. */
#include "imapi2fs/file_system_image.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "imapi2fs/file_system_image_result.h"
#include "imapi2fs/image_import.h"
#include "imapi2fs/image_snapshot.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/status.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

COM_DISPATCH(file_system_image, IFileSystemImage3)

void image_call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.MsftFileSystemImage", &IID_IFileSystemImage3, attempt);
}

HRESULT image_call_bad_value(struct imapifs_call *call)
{
    call->inserts[0] = L"newVal";
    return IMAPI_E_INVALID_PARAM;
}

/* --------------------------------------------------------------------------------------------------------- the tree */

/* IFileSystemImage::get_Root. */
static HRESULT WINAPI image_get_Root(IFileSystemImage3 *iface, IFsiDirectoryItem **value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, "Getting the root directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call,
                             item_get(state, fs_tree_peek_root(state->tree), &IID_IFsiDirectoryItem, (void **)value));
}

static HRESULT get_count(IFileSystemImage3 *iface, const char *attempt, uint32_t (*count)(const struct fs_tree *),
                         LONG *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = (LONG)count(state->tree);
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImage::get_FileCount. */
static HRESULT WINAPI image_get_FileCount(IFileSystemImage3 *iface, LONG *value)
{
    return get_count(iface, "Counting the files", fs_tree_files, value);
}

/* IFileSystemImage::get_DirectoryCount. The root counts. */
static HRESULT WINAPI image_get_DirectoryCount(IFileSystemImage3 *iface, LONG *value)
{
    return get_count(iface, "Counting the directories", fs_tree_directories, value);
}

static FsiItemType find_type(struct image_state *state, BSTR path)
{
    const struct fs_node *node;
    FsiItemType type = FsiItemNotFound;

    EnterCriticalSection(&state->lock);
    node = item_path_find(state->tree, fs_tree_peek_root(state->tree), item_path_of(path));
    if (node) type = node->is_directory ? FsiItemDirectory : FsiItemFile;
    LeaveCriticalSection(&state->lock);
    return type;
}

/* IFileSystemImage::Exists. A parent that is missing, or a file, is no failure: the item is not there. */
static HRESULT WINAPI image_Exists(IFileSystemImage3 *iface, BSTR path, FsiItemType *value)
{
    struct imapifs_call call;
    HRESULT hr = S_OK;

    image_call_begin(&call, "Looking for an item of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = FsiItemNotFound;
    if (!SysStringLen(path)) {
        call.inserts[0] = L"fullPath";
        hr = IMAPI_E_INVALID_PARAM;
    } else if (!item_path_is_separator(path[0])) {
        call.inserts[0] = path;
        hr = IMAPI_E_INVALID_PATH;
    } else {
        *value = find_type(image_state_of(iface), path);
    }
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::CreateDirectoryItem. */
static HRESULT WINAPI image_CreateDirectoryItem(IFileSystemImage3 *iface, BSTR name, IFsiDirectoryItem **value)
{
    struct imapifs_call call;

    image_call_begin(&call, "Making a directory");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(
        &call, item_create(image_state_of(iface), &call, name, true, &IID_IFsiDirectoryItem, (void **)value));
}

/* IFileSystemImage::CreateFileItem. */
static HRESULT WINAPI image_CreateFileItem(IFileSystemImage3 *iface, BSTR name, IFsiFileItem **value)
{
    struct imapifs_call call;

    image_call_begin(&call, "Making a file");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call,
                             item_create(image_state_of(iface), &call, name, false, &IID_IFsiFileItem, (void **)value));
}

/* ---------------------------------------------------------------------------------------------------- change points */

/* IFileSystemImage::get_ChangePoint. */
static HRESULT WINAPI image_get_ChangePoint(IFileSystemImage3 *iface, LONG *value)
{
    return get_count(iface, "Reading the change point", fs_tree_change_point, value);
}

/* IFileSystemImage::RollbackToChangePoint. The present one is no change. */
static HRESULT WINAPI image_RollbackToChangePoint(IFileSystemImage3 *iface, LONG point)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Going back to an earlier change point");
    call.inserts[0] = L"changePoint";
    if (point < 0) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    hr = imapifs_result_of(fs_tree_roll_back(state->tree, (uint32_t)point), NULL);
    if (hr == IMAPI_E_TOO_MANY_DIRS) call.inserts[0] = L"ISO9660";
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::LockInChangePoint. What undo kept may be a client's stream, which is released without the lock. */
static HRESULT WINAPI image_LockInChangePoint(IFileSystemImage3 *iface)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Locking in the changes");
    EnterCriticalSection(&state->lock);
    hr = imapifs_result_of(fs_tree_lock_in(state->tree), NULL);
    LeaveCriticalSection(&state->lock);
    stream_source_release_departed();
    return imapifs_call_done(&call, hr);
}

/* ------------------------------------------------------------------------------------------- the result, and a flag */

/* IFileSystemImage::CreateResultImage. Boot options and recorders of a client's own may give back the last reference to
 * the image.
 */
static HRESULT WINAPI image_CreateResultImage(IFileSystemImage3 *iface, IFileSystemImageResult **value)
{
    struct image_state *state = image_state_of(iface);
    struct image_snapshot *snapshot;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Making the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    image_state_hold(state);
    hr = image_check_disc(state);
    if (SUCCEEDED(hr)) hr = image_snapshot_create(state, &call, &snapshot);
    if (SUCCEEDED(hr)) {
        hr = file_system_image_result_create(snapshot, value);
        image_snapshot_release(snapshot);
    }
    image_state_release(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_StageFiles. */
static HRESULT WINAPI image_get_StageFiles(IFileSystemImage3 *iface, VARIANT_BOOL *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, "Reading StageFiles");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = state->stages_files;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImage::put_StageFiles. It is about files that are added later, so a result does not mind. */
static HRESULT WINAPI image_put_StageFiles(IFileSystemImage3 *iface, VARIANT_BOOL value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, "Setting StageFiles");
    EnterCriticalSection(&state->lock);
    state->stages_files = value ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IFileSystemImage3Vtbl image_vtbl = {
    COM_DISPATCH_METHODS(file_system_image, IFileSystemImage3),
    image_get_Root,
    image_get_SessionStartBlock,
    image_put_SessionStartBlock,
    image_get_FreeMediaBlocks,
    image_put_FreeMediaBlocks,
    image_SetMaxMediaBlocksFromDevice,
    image_get_UsedBlocks,
    image_get_VolumeName,
    image_put_VolumeName,
    image_get_ImportedVolumeName,
    image_get_BootImageOptions,
    image_put_BootImageOptions,
    image_get_FileCount,
    image_get_DirectoryCount,
    image_get_WorkingDirectory,
    image_put_WorkingDirectory,
    image_get_ChangePoint,
    image_get_StrictFileSystemCompliance,
    image_put_StrictFileSystemCompliance,
    image_get_UseRestrictedCharacterSet,
    image_put_UseRestrictedCharacterSet,
    image_get_FileSystemsToCreate,
    image_put_FileSystemsToCreate,
    image_get_FileSystemsSupported,
    image_put_UDFRevision,
    image_get_UDFRevision,
    image_get_UDFRevisionsSupported,
    image_ChooseImageDefaults,
    image_ChooseImageDefaultsForMediaType,
    image_put_ISO9660InterchangeLevel,
    image_get_ISO9660InterchangeLevel,
    image_get_ISO9660InterchangeLevelsSupported,
    image_CreateResultImage,
    image_Exists,
    image_CalculateDiscIdentifier,
    image_IdentifyFileSystemsOnDisc,
    image_GetDefaultFileSystemForImport,
    image_ImportFileSystem,
    image_ImportSpecificFileSystem,
    image_RollbackToChangePoint,
    image_LockInChangePoint,
    image_CreateDirectoryItem,
    image_CreateFileItem,
    image_get_VolumeNameUDF,
    image_get_VolumeNameJoliet,
    image_get_VolumeNameISO9660,
    image_get_StageFiles,
    image_put_StageFiles,
    image_get_MultisessionInterfaces,
    image_put_MultisessionInterfaces,
    image_get_BootImageOptionsArray,
    image_put_BootImageOptionsArray,
    image_get_CreateRedundantUdfMetadataFiles,
    image_put_CreateRedundantUdfMetadataFiles,
    image_ProbeSpecificFileSystem,
};

#define FACE offsetof(struct file_system_image, IFileSystemImage3_iface)

static const struct com_interface image_interfaces[] = {
    {&IID_IFileSystemImage3, FACE},
    {&IID_IFileSystemImage2, FACE},
    {&IID_IFileSystemImage, FACE},
    {&IID_IDispatch, FACE},
    {&IID_IConnectionPointContainer,
     offsetof(struct file_system_image, state.events.container.IConnectionPointContainer_iface)},
};

static void image_destroy(struct com_object *object)
{
    struct file_system_image *image = CONTAINING_RECORD(object, struct file_system_image, object);

    image_state_destroy(&image->state);
    base_free(image);
}

static const struct com_class image_class = {
    &CLSID_MsftFileSystemImage, true, image_interfaces, ARRAYSIZE(image_interfaces), image_destroy,
};

HRESULT file_system_image_create(REFIID iid, void **out)
{
    struct file_system_image *image = base_alloc(sizeof *image);
    HRESULT hr = E_OUTOFMEMORY;

    *out = NULL;
    if (image) {
        image->IFileSystemImage3_iface.lpVtbl = &image_vtbl;
        hr = image_state_init(&image->state, &image->object, (IDispatch *)&image->IFileSystemImage3_iface);
    }
    if (FAILED(hr)) {
        base_free(image);
        return hr;
    }
    com_object_init(&image->object, &image_class);
    return com_object_hand_out(&image->object, iid, out);
}
