/* Finds, creates and checks the folders of a drive's lock file, and opens the file. */
#include "os/lock_place.h"

#include <string.h>
#include <wchar.h>
#include <sddl.h>

#include "base/alloc.h"
#include "os/known_folder.h"
#include "os/secure_path.h"

/* In the common folder every user's programs take turns: whoever is logged on may read and write the files, and only
 * administrators delete. Our folder above it holds nothing else.
 */
static const wchar_t common_security[] = L"D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)(A;OICI;GRGWGX;;;AU)";

static const wchar_t *const subfolders[] = {L"OpenIMAPI2", L"Locks"};

static const wchar_t file_extension[] = L".lock";

enum { FOLDER_CHARS = MAX_PATH + 32 };

static DWORD take_place(struct lock_place *place, const wchar_t *base, const wchar_t *name)
{
    size_t chars =
        wcslen(base) + wcslen(subfolders[0]) + wcslen(subfolders[1]) + wcslen(name) + ARRAYSIZE(file_extension) + 3;

    place->base = base_alloc_array(wcslen(base) + 1, sizeof *place->base);
    place->path = base_alloc_array(chars, sizeof *place->path);
    if (!place->base || !place->path) return ERROR_NOT_ENOUGH_MEMORY;
    wcscpy(place->base, base);
    _snwprintf(place->path, chars, L"%ls\\%ls\\%ls\\%ls%ls", base, subfolders[0], subfolders[1], name, file_extension);
    return ERROR_SUCCESS;
}

DWORD lock_places_of_drive(struct lock_place places[LOCK_PLACES], const wchar_t *name)
{
    static const enum known_folder folders[LOCK_PLACES] = {KNOWN_FOLDER_COMMON_APPDATA, KNOWN_FOLDER_LOCAL_APPDATA};
    wchar_t base[MAX_PATH + 1];
    DWORD error = ERROR_SUCCESS;
    size_t i;

    memset(places, 0, LOCK_PLACES * sizeof *places);
    for (i = 0; i < LOCK_PLACES && !error; i++) {
        places[i].kind = i ? LOCK_PLACE_USERS : LOCK_PLACE_COMMON;
        error = known_folder_read(folders[i], base);
        if (!error && base[0]) error = take_place(&places[i], base, name);
    }
    return error;
}

DWORD lock_places_of_recorder(struct lock_place places[LOCK_PLACES], const wchar_t *path)
{
    const wchar_t *end = wcsrchr(path, L'\\');
    size_t length = end ? (size_t)(end - path) : 0;

    memset(places, 0, LOCK_PLACES * sizeof *places);
    places->kind = LOCK_PLACE_RECORDERS;
    places->path = base_alloc_array(wcslen(path) + 1, sizeof *places->path);
    places->base = base_alloc_array(length + 1, sizeof *places->base);
    if (!places->path || !places->base) return ERROR_NOT_ENOUGH_MEMORY;
    wcscpy(places->path, path);
    wmemcpy(places->base, path, length);
    return ERROR_SUCCESS;
}

void lock_places_close(struct lock_place places[LOCK_PLACES])
{
    size_t i;

    for (i = 0; i < LOCK_PLACES; i++) {
        base_free(places[i].path);
        base_free(places[i].base);
    }
}

/* The folder below `base` that the first `depth` names lead to. False: it would be longer than a path may be. */
static bool folder_at(const struct lock_place *place, size_t depth, wchar_t folder[FOLDER_CHARS])
{
    size_t i;

    if (wcslen(place->base) >= MAX_PATH) return false;
    wcscpy(folder, place->base);
    for (i = 0; i < depth; i++) {
        wcscat(folder, L"\\");
        wcscat(folder, subfolders[i]);
    }
    return true;
}

/* Our folders may have been made by anybody first, and be links or belong to somebody who can turn them into links. */
static DWORD check_folders(const struct lock_place *place)
{
    wchar_t folder[FOLDER_CHARS];
    DWORD error = ERROR_SUCCESS;
    size_t depth;

    if (place->kind == LOCK_PLACE_RECORDERS) return ERROR_SUCCESS;
    for (depth = 1; depth <= ARRAYSIZE(subfolders) && !error; depth++) {
        if (!folder_at(place, depth, folder)) return ERROR_PATH_NOT_FOUND;
        error = secure_path_check_folder(folder, place->base, true);
    }
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
        return ERROR_PATH_NOT_FOUND;
    case ERROR_REPARSE_TAG_INVALID:
    case ERROR_INVALID_OWNER:
    case ERROR_DIRECTORY:
        return ERROR_ACCESS_DENIED;
    default:
        return error;
    }
}

/* Failures show when the file is opened. */
static void make_folders(const struct lock_place *place)
{
    SECURITY_ATTRIBUTES security = {sizeof security, NULL, FALSE};
    wchar_t folder[FOLDER_CHARS];
    size_t depth;

    if (place->kind == LOCK_PLACE_COMMON && !ConvertStringSecurityDescriptorToSecurityDescriptorW(
                                                common_security, SDDL_REVISION_1, &security.lpSecurityDescriptor, NULL))
        return;
    for (depth = 1; depth <= ARRAYSIZE(subfolders) && folder_at(place, depth, folder); depth++) {
        CreateDirectoryW(folder, security.lpSecurityDescriptor ? &security : NULL);
        if (secure_path_check_folder(folder, place->base, true)) break; /* nothing is made behind a link */
    }
    if (security.lpSecurityDescriptor) LocalFree(security.lpSecurityDescriptor);
}

static DWORD open_file(const struct lock_place *place, DWORD access, DWORD disposition, HANDLE *file)
{
    DWORD error = check_folders(place);

    *file = INVALID_HANDLE_VALUE;
    return error ? error : secure_path_open_shared(place->path, place->base, access, disposition, file);
}

DWORD lock_place_open_to_look(const struct lock_place *place, HANDLE *file)
{
    DWORD error = place->path ? open_file(place, GENERIC_READ, OPEN_EXISTING, file) : ERROR_FILE_NOT_FOUND;

    return error == ERROR_PATH_NOT_FOUND || error == ERROR_ACCESS_DENIED ? ERROR_FILE_NOT_FOUND : error;
}

DWORD lock_place_open_to_hold(const struct lock_place *place, HANDLE *file)
{
    DWORD error;

    *file = INVALID_HANDLE_VALUE;
    if (!place->path) return ERROR_PATH_NOT_FOUND;
    if (place->kind == LOCK_PLACE_RECORDERS)
        return secure_path_open_inheriting(place->path, GENERIC_READ | GENERIC_WRITE,
                                           FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_ALWAYS, file);
    error = open_file(place, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, file);
    if (error != ERROR_PATH_NOT_FOUND) return error;
    make_folders(place);
    return open_file(place, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, file);
}

DWORD lock_place_open_to_clear(const struct lock_place *place, HANDLE *file)
{
    *file = INVALID_HANDLE_VALUE;
    return place->path ? open_file(place, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, file) : ERROR_FILE_NOT_FOUND;
}
