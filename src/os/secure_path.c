#include "os/secure_path.h"

#include <wchar.h>

#include <sddl.h>

#include "base/alloc.h"

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

/* A security descriptor that gives everything to this user and nothing to anybody else; LocalFree(). */
static DWORD owner_only(bool inherited, PSECURITY_DESCRIPTOR *descriptor)
{
    static const wchar_t for_file[] = L"D:P(A;;FA;;;", for_folder[] = L"D:P(A;OICI;FA;;;";
    const wchar_t *start = inherited ? for_folder : for_file;
    TOKEN_USER *user = NULL;
    wchar_t *sid = NULL, *text = NULL;
    DWORD size = 0, error = ERROR_SUCCESS;
    HANDLE token;

    *descriptor = NULL;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return GetLastError();
    GetTokenInformation(token, TokenUser, NULL, 0, &size);
    user = base_alloc(size);
    if (!user) {
        error = ERROR_NOT_ENOUGH_MEMORY;
        goto done;
    }
    if (!GetTokenInformation(token, TokenUser, user, size, &size) || !ConvertSidToStringSidW(user->User.Sid, &sid)) {
        error = GetLastError();
        goto done;
    }
    text = base_alloc_array(wcslen(start) + wcslen(sid) + 2, sizeof *text);
    if (!text) {
        error = ERROR_NOT_ENOUGH_MEMORY;
        goto done;
    }
    wcscpy(text, start);
    wcscat(text, sid);
    wcscat(text, L")");
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, descriptor, NULL))
        error = GetLastError();
done:
    base_free(text);
    if (sid) LocalFree(sid);
    base_free(user);
    CloseHandle(token);
    return error;
}

/* A link at its place, or where we write another name for the file, would let somebody lead us elsewhere. */
static DWORD check_plain_file(HANDLE file, bool is_written)
{
    BY_HANDLE_FILE_INFORMATION information;
    DWORD type;

    SetLastError(ERROR_SUCCESS); /* a kind that is not known is no error */
    type = GetFileType(file);
    if (type == FILE_TYPE_UNKNOWN && GetLastError()) return GetLastError();
    if (type != FILE_TYPE_DISK) return ERROR_BAD_FILE_TYPE;
    if (!GetFileInformationByHandle(file, &information)) return GetLastError();
    if (information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) return ERROR_REPARSE_TAG_INVALID;
    if (is_written && information.nNumberOfLinks > 1) return ERROR_TOO_MANY_LINKS;
    return information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? ERROR_BAD_FILE_TYPE : ERROR_SUCCESS;
}

static DWORD open_plain(const wchar_t *path, DWORD access, DWORD share, SECURITY_ATTRIBUTES *attributes,
                        DWORD disposition, HANDLE *file)
{
    bool is_written = (access & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA)) != 0;
    DWORD error;

    /* A path may name a pipe: its server then learns who we are, and cannot act as us. */
    *file = CreateFileW(
        path, access, share, attributes, disposition,
        FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
    if (*file == INVALID_HANDLE_VALUE) return GetLastError();
    error = check_plain_file(*file, is_written);
    if (!error) return ERROR_SUCCESS;
    CloseHandle(*file);
    *file = INVALID_HANDLE_VALUE;
    return error;
}

DWORD secure_path_open(const wchar_t *path, DWORD access, DWORD share, DWORD disposition, HANDLE *file)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    DWORD error;

    *file = INVALID_HANDLE_VALUE;
    if (disposition == OPEN_EXISTING) return open_plain(path, access, share, NULL, disposition, file);
    error = owner_only(false, &attributes.lpSecurityDescriptor);
    if (error) return error;
    error = open_plain(path, access, share, &attributes, disposition, file);
    LocalFree(attributes.lpSecurityDescriptor);
    return error;
}

DWORD secure_path_open_shared(const wchar_t *path, DWORD access, DWORD disposition, HANDLE *file)
{
    DWORD error = open_plain(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, disposition, file);

    return error == ERROR_BAD_FILE_TYPE || error == ERROR_REPARSE_TAG_INVALID || error == ERROR_TOO_MANY_LINKS
               ? ERROR_ACCESS_DENIED
               : error;
}

DWORD secure_path_make_folder(const wchar_t *path)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    DWORD found = GetFileAttributesW(path);
    DWORD error;

    if (found == INVALID_FILE_ATTRIBUTES) {
        error = owner_only(true, &attributes.lpSecurityDescriptor);
        if (error) return error;
        error = CreateDirectoryW(path, &attributes) ? ERROR_SUCCESS : GetLastError();
        LocalFree(attributes.lpSecurityDescriptor);
        if (error != ERROR_ALREADY_EXISTS) return error;
        found = GetFileAttributesW(path); /* somebody else was faster */
        if (found == INVALID_FILE_ATTRIBUTES) return GetLastError();
    }
    if (found & FILE_ATTRIBUTE_REPARSE_POINT) return ERROR_REPARSE_TAG_INVALID;
    return found & FILE_ATTRIBUTE_DIRECTORY ? ERROR_SUCCESS : ERROR_DIRECTORY;
}
