/* Finds and removes the folder in which the DLL keeps the state of a virtual recorder. */
#include "discctl/virtual_folder.h"

#include <stdlib.h>
#include <string.h>

#include <sddl.h>
#include <shlobj.h>

#include "os/secure_path.h"
#include "sim/sim_parts.h"
#include "virtual/layout.h"

#include "discctl/memory.h"

/* The folders that all recorders share, the inner one first. */
static const wchar_t *const shared[] = {L"VirtualRecorders", L"OpenIMAPI2"};

enum { TRIES = 64 }; /* while others remove the shared folders and make them again */

static wchar_t *joined(const wchar_t *folder, const wchar_t *name)
{
    wchar_t *path = memory_get((wcslen(folder) + 1 + wcslen(name) + 1) * sizeof *path);

    wcscpy(path, folder);
    wcscat(path, L"\\");
    wcscat(path, name);
    return path;
}

DWORD folder_path(bool is_machine, const wchar_t *name, wchar_t **path)
{
    int data = is_machine ? CSIDL_COMMON_APPDATA : CSIDL_LOCAL_APPDATA;
    wchar_t above[MAX_PATH], *ours, *recorders;

    if (FAILED(SHGetFolderPathW(NULL, data | CSIDL_FLAG_CREATE, NULL, SHGFP_TYPE_CURRENT, above))) {
        return ERROR_PATH_NOT_FOUND;
    }
    ours = joined(above, shared[1]);
    recorders = joined(ours, shared[0]);
    *path = joined(recorders, name);
    memory_free(recorders);
    memory_free(ours);
    return ERROR_SUCCESS;
}

/* A security descriptor that gives everything to this user and nothing to anybody else; LocalFree(). In the machine's
 * list the system and administrators have as much: elevated programs of another administrator see the recorder, too.
 */
static DWORD owner_only(bool is_machine, PSECURITY_DESCRIPTOR *descriptor)
{
    TOKEN_USER *user = NULL;
    wchar_t *sid = NULL, *sddl = NULL;
    DWORD size = 0, error = ERROR_SUCCESS;
    HANDLE token;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return GetLastError();
    GetTokenInformation(token, TokenUser, NULL, 0, &size);
    user = memory_get(size);
    if (!GetTokenInformation(token, TokenUser, user, size, &size) || !ConvertSidToStringSidW(user->User.Sid, &sid)) {
        error = GetLastError();
        goto done;
    }
    sddl = memory_get((wcslen(sid) + 80) * sizeof *sddl);
    wcscpy(sddl, is_machine ? L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;" : L"D:P(A;OICI;FA;;;");
    wcscat(sddl, sid);
    wcscat(sddl, L")");
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, descriptor, NULL)) {
        error = GetLastError();
    }
done:
    memory_free(sddl);
    LocalFree(sid);
    memory_free(user);
    CloseHandle(token);
    return error;
}

/* Make one folder; one that is there already will do when no link leads there and nobody else owns it, since what
 * stands in it is deleted, with the rights of this user.
 */
static DWORD make_folder(const wchar_t *path, SECURITY_ATTRIBUTES *attributes)
{
    if (!CreateDirectoryW(path, attributes) && GetLastError() != ERROR_ALREADY_EXISTS) return GetLastError();
    return secure_path_check_folder(path, NULL, true);
}

static wchar_t *parent_of(const wchar_t *path)
{
    const wchar_t *last = wcsrchr(path, L'\\');
    size_t length = last ? (size_t)(last - path) : 0;
    wchar_t *parent = memory_get((length + 1) * sizeof *parent);

    return wcsncpy(parent, path, length);
}

/* The two folders that all recorders share: they inherit who may do what. */
static DWORD make_parents(const wchar_t *path)
{
    wchar_t *recorders = parent_of(path), *ours = parent_of(recorders);
    DWORD error = make_folder(ours, NULL);

    if (!error) error = make_folder(recorders, NULL);
    memory_free(ours);
    memory_free(recorders);
    return error;
}

static bool is_absent(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

/* Whoever removes the last recorder takes the shared folders along. */
static DWORD make_in_shared(const wchar_t *path, SECURITY_ATTRIBUTES *attributes)
{
    int tries = 0;
    DWORD error;

    do {
        error = make_parents(path);
        if (!error) error = make_folder(path, attributes);
    } while (is_absent(error) && ++tries < TRIES);
    return error;
}

/* As far as they have our names, and nothing is in them: the system removes no other. */
static void delete_shared(const wchar_t *path)
{
    wchar_t *folder = parent_of(path), *above;
    size_t i;

    for (i = 0; i < ARRAYSIZE(shared); i++) {
        const wchar_t *last = wcsrchr(folder, L'\\');

        if (!last || _wcsicmp(last + 1, shared[i]) != 0 || !RemoveDirectoryW(folder)) break;
        above = parent_of(folder);
        memory_free(folder);
        folder = above;
    }
    memory_free(folder);
}

static DWORD delete_file(const wchar_t *path, const wchar_t *name)
{
    wchar_t *file = joined(path, name);
    DWORD error = DeleteFileW(file) ? ERROR_SUCCESS : GetLastError();

    memory_free(file);
    return is_absent(error) ? ERROR_SUCCESS : error;
}

/* "disc-<number>.iso", and the parts of a CD with audio: the pattern finds names of others, too. */
static bool is_disc(const wchar_t *name)
{
    static const wchar_t *const endings[] = {
#define PART_ENDING(enumerator, ending) L##ending,
        L".iso", SIM_PARTS(PART_ENDING)
#undef PART_ENDING
    };
    const wchar_t *digits = name + wcslen(L"disc-");
    size_t count = wcsspn(digits, L"0123456789"), i;

    for (i = 0; count && i < ARRAYSIZE(endings); i++)
        if (_wcsicmp(digits + count, endings[i]) == 0) return true;
    return false;
}

/* The recordable discs that were in the tray, as far as nobody uses them. */
static void delete_discs(const wchar_t *path)
{
    wchar_t *pattern = joined(path, VIRTUAL_DISC_FILES);
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(pattern, &found);

    memory_free(pattern);
    if (search == INVALID_HANDLE_VALUE) return;
    do
        if (is_disc(found.cFileName)) delete_file(path, found.cFileName);
    while (FindNextFileW(search, &found));
    FindClose(search);
}

DWORD folder_create(bool is_machine, const wchar_t *path)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    wchar_t *volume = joined(path, VIRTUAL_VOLUME_FOLDER);
    DWORD error;

    error = owner_only(is_machine, &attributes.lpSecurityDescriptor);
    if (!error) error = make_in_shared(path, &attributes);
    if (!error) error = make_folder(volume, &attributes);
    if (!error) error = delete_file(path, VIRTUAL_STATE_FILE);
    if (!error) delete_discs(path);
    LocalFree(attributes.lpSecurityDescriptor);
    memory_free(volume);
    return error;
}

DWORD folder_delete(const wchar_t *path)
{
    wchar_t *volume = joined(path, VIRTUAL_VOLUME_FOLDER);
    DWORD error = secure_path_check_folder(path, NULL, true);

    if (!error) error = delete_file(path, VIRTUAL_STATE_FILE);
    if (!error) error = delete_file(path, VIRTUAL_LOCK_FILE);
    if (!error) delete_discs(path);
    if (!error && !RemoveDirectoryW(volume)) error = GetLastError();
    if (is_absent(error)) error = ERROR_SUCCESS;
    if (!error && !RemoveDirectoryW(path)) error = GetLastError();
    memory_free(volume);
    if (is_absent(error)) error = ERROR_SUCCESS;
    if (!error) delete_shared(path);
    return error;
}
