/* Writes to a file beside the wanted one, and replaces that when the new file is complete. */
#include "discctl/new_file.h"

#include "discctl/files.h"
#include "discctl/memory.h"

struct failure new_file_cannot(const char *path)
{
    DWORD error = GetLastError();
    struct failure system = failure_take(HRESULT_FROM_WIN32(error)), failure;

    failure = failure_say(system.hresult, "cannot write %s: %s", path, system.text);
    failure_free(&system);
    return failure;
}

HANDLE new_file_beside(const char *path, wchar_t **beside, struct failure *failure)
{
    enum { TRIES = 100 };
    HANDLE file = INVALID_HANDLE_VALUE;
    unsigned i;

    *beside = NULL;
    for (i = 1; i <= TRIES; i++) {
        char *name = i == 1 ? memory_printf("%s.part", path) : memory_printf("%s.%u.part", path, i);
        DWORD error;

        memory_free(*beside);
        *beside = memory_wide(name);
        file = CreateFileW(*beside, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
        error = GetLastError();
        if (file == INVALID_HANDLE_VALUE && (error != ERROR_FILE_EXISTS || i == TRIES)) {
            SetLastError(error);
            *failure = new_file_cannot(name);
            i = TRIES;
        }
        memory_free(name);
        if (file != INVALID_HANDLE_VALUE) break;
    }
    return file;
}

bool new_file_keep(const char *path, const wchar_t *beside, struct failure *failure)
{
    wchar_t *wide = memory_wide(path);
    bool is_kept = MoveFileExW(beside, wide, MOVEFILE_REPLACE_EXISTING);

    if (!is_kept) {
        *failure = new_file_cannot(path);
        DeleteFileW(beside);
    }
    memory_free(wide);
    return is_kept;
}

/* What stands in the place of the file, if anything does. */
static bool is_replaceable(const char *path, struct failure *failure)
{
    wchar_t *wide = memory_wide(path);
    DWORD attributes = GetFileAttributesW(wide);

    memory_free(wide);
    if (attributes == INVALID_FILE_ATTRIBUTES) return true;
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED), "cannot write %s: it is a folder", path);
    } else if (attributes & FILE_ATTRIBUTE_READONLY) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED),
                               "cannot write %s: the file exists and is read-only", path);
    } else {
        return true;
    }
    return false;
}

bool new_file_check(const char *path, struct failure *failure)
{
    wchar_t *beside;
    HANDLE file;
    bool is_good;

    if (!*path) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_NAME), "a file without a name cannot be written");
        return false;
    }
    if (!is_replaceable(path, failure)) return false;
    file = new_file_beside(path, &beside, failure);
    is_good = file != INVALID_HANDLE_VALUE;
    if (is_good && GetFileType(file) != FILE_TYPE_DISK) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_BAD_PATHNAME), "cannot write %s: it is a device", path);
        is_good = false;
    }
    if (file != INVALID_HANDLE_VALUE) {
        CloseHandle(file);
        DeleteFileW(beside);
    }
    memory_free(beside);
    return is_good;
}

bool new_file_is_apart(const char *path, const char *source, const char *what, const char *use, struct failure *failure)
{
    bool is_below;

    if (!source) return true;
    is_below = file_is_below(path, source);
    if (!is_below && !file_is_same(path, source)) return true;
    *failure = failure_say(HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER),
                           "%s would overwrite %s%s, which is to be %s; choose another name", what,
                           is_below ? "a file in " : "", source, use);
    return false;
}

bool new_file_write(const char *path, const void *bytes, size_t count, struct failure *failure)
{
    DWORD written = 0;
    wchar_t *beside;
    HANDLE file = new_file_beside(path, &beside, failure);
    bool is_good = file != INVALID_HANDLE_VALUE;

    if (is_good) {
        is_good = WriteFile(file, bytes, (DWORD)count, &written, NULL);
        if (is_good && written != count) {
            SetLastError(ERROR_DISK_FULL);
            is_good = false;
        }
        if (!is_good) *failure = new_file_cannot(path);
        CloseHandle(file);
        if (is_good) {
            is_good = new_file_keep(path, beside, failure);
        } else {
            DeleteFileW(beside);
        }
    }
    memory_free(beside);
    return is_good;
}
