/* MsftFileSystemImage: the names of the volume, and the working directory. */
#include <wchar.h>

#include "com/values.h"
#include "imapi2fs/copy_store.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/volume_name.h"
#include "imapi2fserror.h"

/* A string of the state; NULL is given as NULL, which is the empty string. system: as it records the name. */
static HRESULT get_name(IFileSystemImage3 *iface, const char *attempt, size_t offset, FsiFileSystems system,
                        BSTR *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, attempt);
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    hr = volume_name_get(*(BSTR *)((char *)state + offset), system, value);
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, hr);
}

#define NAME(member) offsetof(struct image_state, member)

/* IFileSystemImage::get_VolumeName. */
HRESULT WINAPI image_get_VolumeName(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the name of the volume", NAME(volume_name), FsiFileSystemNone, value);
}

/* IFileSystemImage::get_VolumeNameUDF. */
HRESULT WINAPI image_get_VolumeNameUDF(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the name of the volume in UDF", NAME(volume_name), FsiFileSystemUDF, value);
}

/* IFileSystemImage::get_VolumeNameJoliet. */
HRESULT WINAPI image_get_VolumeNameJoliet(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the name of the volume in Joliet", NAME(volume_name), FsiFileSystemJoliet, value);
}

/* IFileSystemImage::get_VolumeNameISO9660. */
HRESULT WINAPI image_get_VolumeNameISO9660(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the name of the volume in ISO 9660", NAME(volume_name), FsiFileSystemISO9660,
                    value);
}

/* IFileSystemImage::get_ImportedVolumeName. */
HRESULT WINAPI image_get_ImportedVolumeName(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the name of the imported volume", NAME(imported_volume_name), FsiFileSystemNone,
                    value);
}

/* Takes the new string, and gives back the old one; on failure it gives back the new one. */
static HRESULT replace(struct image_state *state, BSTR *place, BSTR value)
{
    HRESULT hr = image_state_begin_change(state);
    BSTR old = value;

    if (SUCCEEDED(hr)) {
        old = *place;
        *place = value;
        image_state_end_change(state);
    }
    SysFreeString(old);
    return hr;
}

/* IFileSystemImage::put_VolumeName. The empty name is none. */
HRESULT WINAPI image_put_VolumeName(IFileSystemImage3 *iface, BSTR value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    BSTR name = NULL;
    HRESULT hr = S_OK;

    image_call_begin(&call, "Setting the name of the volume");
    if (SysStringLen(value)) {
        if (!volume_name_is_valid(value)) return imapifs_call_done(&call, IMAPI_E_INVALID_VOLUME_NAME);
        hr = com_bstr_copy(value, &name);
    }
    if (SUCCEEDED(hr)) hr = replace(state, &state->volume_name, name);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_WorkingDirectory. */
HRESULT WINAPI image_get_WorkingDirectory(IFileSystemImage3 *iface, BSTR *value)
{
    return get_name(iface, "Reading the working directory", NAME(working_directory), FsiFileSystemNone, value);
}

/* A folder of a drive of this computer: nobody gets to make this user knock at a server or a device. */
static bool is_plain_path(BSTR path)
{
    WCHAR letter = path[0] | 0x20;

    if (SysStringLen(path) < 3 || wcslen(path) != SysStringLen(path)) return false;
    return letter >= L'a' && letter <= L'z' && path[1] == L':' && (path[2] == L'\\' || path[2] == L'/');
}

static HRESULT check_directory(BSTR path, DWORD *system_error)
{
    DWORD attributes;

    if (!is_plain_path(path)) return IMAPI_E_INVALID_WORKING_DIRECTORY;
    attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES) {
        *system_error = GetLastError();
        return IMAPI_E_INVALID_WORKING_DIRECTORY;
    }
    return attributes & FILE_ATTRIBUTE_DIRECTORY ? S_OK : IMAPI_E_INVALID_WORKING_DIRECTORY;
}

/* The path with one backslash at its end; the last character of a plain path is never the first. */
static HRESULT copy_directory(BSTR path, BSTR *out)
{
    UINT count = SysStringLen(path);
    WCHAR last = path[count - 1];
    bool has_separator = last == L'\\' || last == L'/';

    *out = SysAllocStringLen(NULL, count + (has_separator ? 0 : 1));
    if (!*out) return E_OUTOFMEMORY;
    wmemcpy(*out, path, count);
    (*out)[SysStringLen(*out) - 1] = L'\\';
    return S_OK;
}

/* directory: taken, on failure too. */
static HRESULT move_to(struct image_state *state, BSTR directory, struct host_failure *failure)
{
    HRESULT hr = image_state_begin_change(state);
    BSTR old = directory;

    if (SUCCEEDED(hr)) {
        hr = copy_store_move(state->copies, directory, failure);
        if (SUCCEEDED(hr)) {
            old = state->working_directory;
            state->working_directory = directory;
        }
        image_state_end_change(state);
    }
    SysFreeString(old);
    return hr;
}

/* IFileSystemImage::put_WorkingDirectory. */
HRESULT WINAPI image_put_WorkingDirectory(IFileSystemImage3 *iface, BSTR value)
{
    struct image_state *state = image_state_of(iface);
    struct host_failure failure = {0};
    struct imapifs_call call;
    BSTR directory;
    HRESULT hr;

    image_call_begin(&call, "Setting the working directory");
    if (!SysStringLen(value)) return imapifs_call_done(&call, image_call_bad_value(&call));
    call.inserts[0] = value;
    hr = check_directory(value, &call.system_error);
    if (SUCCEEDED(hr)) hr = copy_directory(value, &directory);
    if (SUCCEEDED(hr)) hr = move_to(state, directory, &failure);
    host_failure_tell(&failure, &call);
    hr = imapifs_call_done(&call, hr);
    host_failure_destroy(&failure);
    return hr;
}
