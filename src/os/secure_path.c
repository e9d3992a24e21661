/* Opens and creates files and folders without following links, for their owner alone. */
#include "os/secure_path.h"

#include <wchar.h>

#include <sddl.h>

#include "base/alloc.h"
#include "os/file_name.h"
#include "os/known_folder.h"
#include "os/wine.h"

wchar_t *secure_path_join(const wchar_t *folder, const wchar_t *name)
{
    size_t length = wcslen(folder);
    wchar_t *path = base_alloc_array(length + 1 + wcslen(name) + 1, sizeof *path);

    if (!path) return NULL;
    wcscpy(path, folder);
    if (length && path[length - 1] != L'\\') wcscat(path, L"\\");
    wcscat(path, name);
    return path;
}

/* The SID of this process's user as text; LocalFree(). */
static DWORD take_user_sid(wchar_t **sid)
{
    TOKEN_USER *user = NULL;
    DWORD size = 0, error = ERROR_SUCCESS;
    HANDLE token;

    *sid = NULL;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return GetLastError();
    GetTokenInformation(token, TokenUser, NULL, 0, &size);
    user = base_alloc(size);
    if (!user)
        error = ERROR_NOT_ENOUGH_MEMORY;
    else if (!GetTokenInformation(token, TokenUser, user, size, &size) || !ConvertSidToStringSidW(user->User.Sid, sid))
        error = GetLastError();
    base_free(user);
    CloseHandle(token);
    return error;
}

/* A security descriptor that gives everything to this user and nothing to anybody else; LocalFree(). */
static DWORD owner_only(bool inherited, PSECURITY_DESCRIPTOR *descriptor)
{
    static const wchar_t for_file[] = L"D:P(A;;FA;;;", for_folder[] = L"D:P(A;OICI;FA;;;";
    const wchar_t *start = inherited ? for_folder : for_file;
    wchar_t *sid, *text;
    DWORD error = take_user_sid(&sid);

    *descriptor = NULL;
    if (error) return error;
    text = base_alloc_array(wcslen(start) + wcslen(sid) + 2, sizeof *text);
    if (text) {
        wcscpy(text, start);
        wcscat(text, sid);
        wcscat(text, L")");
        if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, descriptor, NULL))
            error = GetLastError();
    } else {
        error = ERROR_NOT_ENOUGH_MEMORY;
    }
    base_free(text);
    LocalFree(sid);
    return error;
}

/* SYSTEM, the administrators, or this user. A file system without owners (FAT) names everybody; it has no links either.
 */
static DWORD check_owner(HANDLE folder)
{
    static const wchar_t *const trusted[] = {L"S-1-5-18", L"S-1-5-32-544", L"S-1-1-0"};
    union {
        SECURITY_DESCRIPTOR absolute; /* for its alignment */
        BYTE bytes[SECURITY_MAX_SID_SIZE + sizeof(SECURITY_DESCRIPTOR)];
    } descriptor;
    wchar_t *owner = NULL, *user = NULL;
    PSID sid = NULL;
    DWORD size, error;
    BOOL is_defaulted;
    bool is_trusted = false;
    size_t i;

    if (!GetKernelObjectSecurity(folder, OWNER_SECURITY_INFORMATION, &descriptor, sizeof descriptor, &size) ||
        !GetSecurityDescriptorOwner(&descriptor, &sid, &is_defaulted) || (sid && !ConvertSidToStringSidW(sid, &owner)))
        return GetLastError();
    if (!owner) return ERROR_INVALID_OWNER;
    for (i = 0; i < ARRAYSIZE(trusted); i++)
        is_trusted |= wcscmp(owner, trusted[i]) == 0;
    error = is_trusted ? ERROR_SUCCESS : take_user_sid(&user);
    if (!error && !is_trusted && wcscmp(owner, user) != 0) error = ERROR_INVALID_OWNER;
    if (user) LocalFree(user);
    LocalFree(owner);
    return error;
}

/* ---- links on the way ---- */

typedef DWORD(WINAPI *get_final_path)(HANDLE, LPWSTR, DWORD, DWORD);

/* Where a file or folder really stands; base_free. NULL with ERROR_SUCCESS where the system, or the file system, does
 * not say: Windows before Vista does not. Under Wine it is the place behind all symbolic links of Unix.
 */
static DWORD take_real_path(HANDLE file, wchar_t **path)
{
    get_final_path get =
        (get_final_path)(void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "GetFinalPathNameByHandleW");
    DWORD chars = get ? get(file, NULL, 0, 0) : 0;

    *path = NULL;
    if (!chars) return ERROR_SUCCESS;
    *path = base_alloc_array(chars + 1, sizeof **path);
    if (!*path) return ERROR_NOT_ENOUGH_MEMORY;
    if (get(file, *path, chars + 1, 0) - 1 < chars) return ERROR_SUCCESS;
    base_free(*path);
    *path = NULL;
    return ERROR_BAD_PATHNAME; /* it became longer meanwhile */
}

typedef BOOL(WINAPI *get_information)(HANDLE, int, void *, DWORD);

/* Of an open reparse point: does it name another file or folder, as symbolic links and mount points do? Files in the
 * cloud and deduplicated ones have a tag that says where their data are. True where the system does not tell, which
 * Windows before Vista does not.
 */
static bool is_link(HANDLE file)
{
    enum { ATTRIBUTE_TAG_INFO = 9 };
    struct {
        DWORD attributes, tag;
    } information = {0, 0};
    get_information get =
        (get_information)(void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "GetFileInformationByHandleEx");

    return !get || !get(file, ATTRIBUTE_TAG_INFO, &information, sizeof information) || !information.tag ||
           IsReparseTagNameSurrogate(information.tag);
}

/* A folder itself, not what a link in its place leads to. */
static HANDLE open_folder(const wchar_t *path, DWORD access)
{
    return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT |
                           SECURITY_IDENTIFICATION,
                       NULL);
}

/* Length of what stands before the names of a path: "X:\", "\\server\share\". 0: the path is not absolute. */
static size_t root_length(const wchar_t *path)
{
    size_t i = 2;
    int names;

    if (path[0] && path[1] == L':' && path[2] == L'\\') return 3;
    if (wcsncmp(path, L"\\\\", 2) != 0) return 0;
    if (wcsncmp(path, L"\\\\?\\", 4) == 0 || wcsncmp(path, L"\\\\.\\", 4) == 0) {
        i = wcsncmp(path + 4, L"UNC\\", 4) == 0 ? 8 : 4;
        if (path[i] && path[i + 1] == L':' && path[i + 2] == L'\\') return i + 3;
    }
    for (names = 0; names < 2; names++, i++) {
        while (path[i] && path[i] != L'\\')
            i++;
        if (!path[i]) return 0;
    }
    return i;
}

/* Where the system does not tell real paths: is anything behind `base` a link, or not to be seen? path is changed and
 * put back.
 */
static DWORD check_each_component(wchar_t *path, size_t base)
{
    DWORD error = ERROR_SUCCESS;
    size_t i, length = wcslen(path);

    for (i = base + 1; i <= length && !error; i++) {
        wchar_t behind = path[i];
        DWORD attributes;

        if (behind && behind != L'\\') continue;
        path[i] = L'\0';
        attributes = GetFileAttributesW(path);
        if (attributes == INVALID_FILE_ATTRIBUTES)
            error = GetLastError();
        else if (attributes & FILE_ATTRIBUTE_REPARSE_POINT)
            error = ERROR_REPARSE_TAG_INVALID;
        path[i] = behind;
    }
    return error;
}

/* Is `real` the place that the names of `path` behind its first `base` characters lead to from `real_base`? */
static bool is_straight(const wchar_t *real, const wchar_t *real_base, const wchar_t *path, size_t base)
{
    size_t length = wcslen(real_base), left;

    while (length && real_base[length - 1] == L'\\')
        length--;
    while (path[base] == L'\\')
        base++;
    left = wcslen(path + base);
    return wcsncmp(real, real_base, length) == 0 && real[length] == L'\\' && wcslen(real + length + 1) == left &&
           file_name_is_like(real + length + 1, path + base, left);
}

typedef DWORD(WINAPI *get_path)(LPCWSTR, LPWSTR, DWORD);

static DWORD WINAPI get_full(LPCWSTR path, LPWSTR out, DWORD chars)
{
    return GetFullPathNameW(path, chars, out, NULL);
}

/* What `get` makes of a path; base_free. NULL with an error, which is never ERROR_SUCCESS. */
static DWORD take_as(get_path get, const wchar_t *path, wchar_t **taken)
{
    DWORD chars = get(path, NULL, 0), count = 0, error;

    *taken = NULL;
    if (chars) {
        *taken = base_alloc_array((size_t)chars + 1, sizeof **taken);
        if (!*taken) return ERROR_NOT_ENOUGH_MEMORY;
        count = get(path, *taken, chars);
        if (count && count < chars) return ERROR_SUCCESS;
    }
    error = count ? ERROR_BAD_PATHNAME : GetLastError(); /* it became longer meanwhile */
    base_free(*taken);
    *taken = NULL;
    return error ? error : ERROR_GEN_FAILURE;
}

/* Slashes, dots and short names become what real paths have; base_free. */
static DWORD take_long_path(const wchar_t *path, wchar_t **taken)
{
    wchar_t *full;
    DWORD error = take_as(get_full, path, &full);

    *taken = full;
    if (error || !wcschr(full, L'~')) return error;
    error = take_as(GetLongPathNameW, full, taken);
    base_free(full);
    return error;
}

/* Was `file`, opened by `path`, reached without any link behind its first `base` characters? */
static DWORD check_way_from(HANDLE file, wchar_t *path, size_t base)
{
    wchar_t *real = NULL, *real_base = NULL;
    wchar_t behind = path[base];
    HANDLE folder;
    DWORD error;

    path[base] = L'\0';
    folder =
        CreateFileW(path, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    path[base] = behind;
    if (folder == INVALID_HANDLE_VALUE) return GetLastError();
    error = take_real_path(folder, &real_base);
    if (!error) error = take_real_path(file, &real);
    if (!error && !real_base)
        error = check_each_component(path, base);
    else if (!error && !(real && is_straight(real, real_base, path, base)))
        error = ERROR_REPARSE_TAG_INVALID;
    base_free(real_base);
    base_free(real);
    CloseHandle(folder);
    return error;
}

/* Behind the root of a drive or share; and where a link is on the way, behind the innermost folder that the system
 * names: links above such a folder are the system's and the administrator's.
 */
static DWORD check_way_from_root(HANDLE file, wchar_t *path)
{
    size_t root = root_length(path);
    size_t named;
    DWORD error = root && root < wcslen(path) ? check_way_from(file, path, root) : ERROR_BAD_PATHNAME;

    if (error != ERROR_REPARSE_TAG_INVALID) return error;
    named = known_folder_prefix(path);
    return named > root ? check_way_from(file, path, named) : error;
}

/* base: a folder in which `path` lies, and whose own way is not asked about; NULL: see check_way_from_root. */
static DWORD check_way(HANDLE file, const wchar_t *path, const wchar_t *base)
{
    wchar_t *full, *full_base = NULL;
    DWORD error = take_long_path(path, &full);

    if (!error && base) error = take_long_path(base, &full_base);
    if (!error && !base)
        error = check_way_from_root(file, full);
    else if (!error)
        error = wcslen(full_base) < wcslen(full) ? check_way_from(file, full, wcslen(full_base)) : ERROR_BAD_PATHNAME;
    base_free(full_base);
    base_free(full);
    return error;
}

/* ---- files ---- */

/* Where we write, another name for the file would let somebody lead us elsewhere. */
static DWORD check_plain_file(HANDLE file, bool is_written, BY_HANDLE_FILE_INFORMATION *information)
{
    DWORD type;

    memset(information, 0, sizeof *information);
    SetLastError(ERROR_SUCCESS); /* a kind that is not known is no error */
    type = GetFileType(file);
    if (type == FILE_TYPE_UNKNOWN && GetLastError()) return GetLastError();
    if (type != FILE_TYPE_DISK) return ERROR_BAD_FILE_TYPE;
    if (!GetFileInformationByHandle(file, information)) return GetLastError();
    if (is_written && information->nNumberOfLinks > 1) return ERROR_TOO_MANY_LINKS;
    return information->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? ERROR_BAD_FILE_TYPE : ERROR_SUCCESS;
}

static bool is_to_write(DWORD access)
{
    return (access & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA)) != 0;
}

static void close_file(HANDLE *file)
{
    CloseHandle(*file);
    *file = INVALID_HANDLE_VALUE;
}

static DWORD open_plain(const wchar_t *path, DWORD access, DWORD share, SECURITY_ATTRIBUTES *attributes,
                        DWORD disposition, HANDLE *file)
{
    BY_HANDLE_FILE_INFORMATION information;
    DWORD error;

    /* A path may name a pipe: its server then learns who we are, and cannot act as us. */
    *file = CreateFileW(
        path, access, share, attributes, disposition,
        FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    if (*file == INVALID_HANDLE_VALUE) return GetLastError();
    error = check_plain_file(*file, is_to_write(access), &information);
    if (!error && information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) error = ERROR_REPARSE_TAG_INVALID;
    if (error) close_file(file);
    return error;
}

static bool is_same_file(const BY_HANDLE_FILE_INFORMATION *a, const BY_HANDLE_FILE_INFORMATION *b)
{
    return a->dwVolumeSerialNumber == b->dwVolumeSerialNumber && a->nFileIndexHigh == b->nFileIndexHigh &&
           a->nFileIndexLow == b->nFileIndexLow;
}

/* After open_plain met a reparse point. One that is no link has no data itself, so they are opened through it; a link
 * that takes its place meanwhile leads to another file.
 */
static DWORD open_through(const wchar_t *path, DWORD access, DWORD share, HANDLE *file)
{
    BY_HANDLE_FILE_INFORMATION itself, information;
    HANDLE point = CreateFileW(path, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                               OPEN_EXISTING,
                               FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    DWORD error = ERROR_SUCCESS;

    *file = INVALID_HANDLE_VALUE;
    if (point == INVALID_HANDLE_VALUE) return ERROR_REPARSE_TAG_INVALID; /* it was met further up */
    if (is_link(point))
        error = ERROR_REPARSE_TAG_INVALID;
    else if (!GetFileInformationByHandle(point, &itself))
        error = GetLastError();
    if (error) goto done;
    *file = CreateFileW(path, access, share, NULL, OPEN_EXISTING,
                        FILE_ATTRIBUTE_NORMAL | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    if (*file == INVALID_HANDLE_VALUE) {
        error = GetLastError();
        goto done;
    }
    error = check_plain_file(*file, is_to_write(access), &information);
    if (!error && !is_same_file(&itself, &information)) error = ERROR_REPARSE_TAG_INVALID;
    if (error) close_file(file);
done:
    CloseHandle(point);
    return error;
}

/* Before a file is made: the folder that `path` lies in is reached without a link. */
static DWORD check_folder_above(const wchar_t *path, const wchar_t *base)
{
    const wchar_t *end = wcsrchr(path, L'\\');
    wchar_t *folder;
    DWORD error;

    if (!end || (size_t)(end - path) < root_length(path) || (base && (size_t)(end - path) <= wcslen(base)))
        return ERROR_SUCCESS;
    folder = base_alloc_array((size_t)(end - path) + 1, sizeof *folder);
    if (!folder) return ERROR_NOT_ENOUGH_MEMORY;
    wmemcpy(folder, path, (size_t)(end - path));
    error = secure_path_check_folder(folder, base, false);
    base_free(folder);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_PATH_NOT_FOUND : error;
}

/* Like open_plain; no link anywhere. */
static DWORD open_straight(const wchar_t *path, const wchar_t *base, DWORD access, DWORD share,
                           SECURITY_ATTRIBUTES *attributes, DWORD disposition, HANDLE *file)
{
    DWORD error = disposition == OPEN_EXISTING ? ERROR_SUCCESS : check_folder_above(path, base);

    *file = INVALID_HANDLE_VALUE;
    if (!error) error = open_plain(path, access, share, attributes, disposition, file);
    if (error) return error;
    error = check_way(*file, path, base);
    if (error) close_file(file);
    return error;
}

DWORD secure_path_open(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    DWORD error = disposition == OPEN_EXISTING ? ERROR_SUCCESS : owner_only(false, &attributes.lpSecurityDescriptor);

    *file = INVALID_HANDLE_VALUE;
    if (error) return error;
    error = open_straight(path, NULL, access, share, attributes.lpSecurityDescriptor ? &attributes : NULL, disposition,
                          file);
    LocalFree(attributes.lpSecurityDescriptor);
    if (error != ERROR_REPARSE_TAG_INVALID) return error;
    error = open_through(path, access, share, file);
    if (!error) error = check_way(*file, path, NULL);
    if (error && *file != INVALID_HANDLE_VALUE) close_file(file);
    return error;
}

DWORD secure_path_open_inheriting(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file)
{
    return open_straight(path, NULL, access, share, NULL, disposition, file);
}

DWORD secure_path_open_users(const wchar_t *path, DWORD access, DWORD share, HANDLE *file)
{
    DWORD error = open_plain(path, access, share, NULL, OPEN_EXISTING, file);

    return error == ERROR_REPARSE_TAG_INVALID ? open_through(path, access, share, file) : error;
}

DWORD secure_path_open_shared(const wchar_t *path, const wchar_t *base, DWORD access, DWORD disposition, HANDLE *file)
{
    DWORD error = open_straight(path, base, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, disposition, file);

    switch (error) {
    case ERROR_BAD_FILE_TYPE:
    case ERROR_REPARSE_TAG_INVALID:
    case ERROR_TOO_MANY_LINKS:
    case ERROR_SHARING_VIOLATION:
        return ERROR_ACCESS_DENIED;
    default:
        return error;
    }
}

/* ---- folders ---- */

DWORD secure_path_check_folder(const wchar_t *path, const wchar_t *base, bool is_ours)
{
    HANDLE folder = open_folder(path, FILE_READ_ATTRIBUTES | (is_ours ? READ_CONTROL : 0));
    BY_HANDLE_FILE_INFORMATION information;
    DWORD error = ERROR_SUCCESS;

    if (folder == INVALID_HANDLE_VALUE) return GetLastError();
    if (!GetFileInformationByHandle(folder, &information))
        error = GetLastError();
    else if (!(information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
        error = ERROR_DIRECTORY;
    else if (information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT && (is_ours || is_link(folder)) &&
             !os_is_wine())
        error =
            ERROR_REPARSE_TAG_INVALID; /* Wine says so of what is mounted, too; of a link there the real path tells */
    if (!error) error = check_way(folder, path, base);
    if (!error && is_ours) error = check_owner(folder);
    CloseHandle(folder);
    return error;
}

DWORD secure_path_make_folder(const wchar_t *path)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    DWORD error;

    if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) {
        error = check_folder_above(path, NULL);
        if (!error) error = owner_only(true, &attributes.lpSecurityDescriptor);
        if (error) return error;
        error = CreateDirectoryW(path, &attributes) ? ERROR_SUCCESS : GetLastError();
        LocalFree(attributes.lpSecurityDescriptor);
        if (error && error != ERROR_ALREADY_EXISTS) return error;
    }
    return secure_path_check_folder(path, NULL, true);
}
