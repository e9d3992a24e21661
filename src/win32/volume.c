/* The volume of a drive: GUID name, mount paths, lock and dismount. */
#include "win32/volume.h"

#include <string.h>

#include "base/alloc.h"
#include "os/system_error.h"
#include "os/utf.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"

enum {
    VOLUME_NAME_CHARS = 64, /* \\?\Volume{...}\ has 49 */
    PATHS_FIRST_CHARS = 128,
    PATHS_MAX_CHARS = 65536,
    PATHS_ATTEMPTS = 3, /* somebody may add a mount point between two of them */
};

/* "Not found" speaks of the volume here: a drive that is there may have none. */
static enum drive_status fail_by_volume_error(struct drive_failure *failure, DWORD error)
{
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return os_fail(failure, DRIVE_FAILED, error);
    return os_fail_by_error(failure, error);
}

enum drive_status volume_get_name(const wchar_t *root, char name[DEVICE_VOLUME_SIZE], struct drive_failure *failure)
{
    wchar_t wide[VOLUME_NAME_CHARS + 1] = {0};

    name[0] = '\0';
    if (!GetVolumeNameForVolumeMountPointW(root, wide, VOLUME_NAME_CHARS))
        return fail_by_volume_error(failure, GetLastError());
    if (!utf8_from_wide(wide, name, DEVICE_VOLUME_SIZE)) return os_fail(failure, DRIVE_FAILED, 0);
    return os_fail(failure, DRIVE_OK, 0);
}

/* *paths: strings one behind the other, an empty one at the end; the caller frees it. */
static enum drive_status take_paths(const wchar_t *volume, wchar_t **paths, struct drive_failure *failure)
{
    DWORD chars = PATHS_FIRST_CHARS;
    DWORD needed = 0;
    DWORD error;
    int attempt;

    for (attempt = 0; attempt < PATHS_ATTEMPTS; attempt++) {
        /* Two more, zeroed: the list ends even if the system forgets to end it. */
        *paths = base_alloc_array((size_t)chars + 2, sizeof **paths);
        if (!*paths) return os_fail(failure, DRIVE_NO_MEMORY, 0);
        if (GetVolumePathNamesForVolumeNameW(volume, *paths, chars, &needed)) {
            (*paths)[chars] = L'\0';
            (*paths)[chars + 1] = L'\0';
            return os_fail(failure, DRIVE_OK, 0);
        }
        error = GetLastError();
        base_free(*paths);
        *paths = NULL;
        if (error != ERROR_MORE_DATA) return fail_by_volume_error(failure, error);
        chars = needed > chars ? needed : chars * 2;
        if (chars > PATHS_MAX_CHARS) break;
    }
    return os_fail(failure, DRIVE_FAILED, ERROR_MORE_DATA);
}

enum drive_status volume_list_paths(const wchar_t *root, device_visit visit, void *context,
                                    struct drive_failure *failure)
{
    wchar_t volume[VOLUME_NAME_CHARS + 1] = {0};
    wchar_t *paths = NULL;
    const wchar_t *path;
    enum drive_status status;

    if (!GetVolumeNameForVolumeMountPointW(root, volume, VOLUME_NAME_CHARS))
        return fail_by_volume_error(failure, GetLastError());
    status = take_paths(volume, &paths, failure);
    for (path = paths; status == DRIVE_OK && path && *path; path += wcslen(path) + 1) {
        char *text = utf8_take_from_wide(path);

        if (!text || !visit(context, text)) status = os_fail(failure, DRIVE_NO_MEMORY, 0);
        base_free(text);
    }
    base_free(paths);
    return status;
}

/* Keeps the first path that fits. */
static bool remember_first(void *context, const char *path)
{
    char *mount = context;

    if (!mount[0] && strlen(path) < DRIVE_MOUNT_SIZE) strcpy(mount, path);
    return true;
}

void volume_get_mount(const wchar_t *root, char mount[DRIVE_MOUNT_SIZE])
{
    struct drive_failure ignored;

    mount[0] = '\0';
    (void)volume_list_paths(root, remember_first, mount, &ignored);
}

static DWORD control_volume(HANDLE handle, DWORD code)
{
    DWORD returned;

    return device_io_call(handle, code, NULL, 0, NULL, 0, &returned);
}

/* The volume itself has the name of its root without the backslash. */
static HANDLE open_volume(const wchar_t *root)
{
    wchar_t name[VOLUME_NAME_CHARS + 1] = {0};
    size_t length;

    if (!GetVolumeNameForVolumeMountPointW(root, name, VOLUME_NAME_CHARS)) return INVALID_HANDLE_VALUE;
    length = wcslen(name);
    if (length && name[length - 1] == L'\\') name[length - 1] = L'\0';
    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED, NULL);
}

HANDLE volume_lock_and_dismount(const wchar_t *root)
{
    HANDLE volume = open_volume(root);

    if (volume == INVALID_HANDLE_VALUE) return INVALID_HANDLE_VALUE;
    if (control_volume(volume, FSCTL_LOCK_VOLUME) != ERROR_SUCCESS) {
        CloseHandle(volume);
        return INVALID_HANDLE_VALUE;
    }
    (void)control_volume(volume, FSCTL_DISMOUNT_VOLUME); /* of one that is locked, and has nothing left to write */
    return volume;
}

void volume_unlock(HANDLE volume)
{
    if (volume == INVALID_HANDLE_VALUE) return;
    (void)control_volume(volume, FSCTL_UNLOCK_VOLUME);
    CloseHandle(volume);
}
