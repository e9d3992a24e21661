/* discctl/virtual_folder.c: who may do what in a recorder's folder, and folders that are somebody else's. The folders
 * are real; what is asked for when they are made is noted, and their owner may be pretended.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>
#include <sddl.h>
#include <cmocka.h>

#include "discctl/memory.h"
#include "discctl/virtual_folder.h"
#include "support/import.h"

enum { PATH_CHARS = MAX_PATH };

static wchar_t root[PATH_CHARS], ours[PATH_CHARS], recorders[PATH_CHARS], recorder[PATH_CHARS], volume[PATH_CHARS];

/* ---- instead of the system ---- */

static wchar_t *asked;                 /* the last CreateDirectoryW's security descriptor as SDDL; NULL: it had none */
static unsigned made;                  /* calls of it */
static bool is_noting;                 /* on one thread */
static const wchar_t *pretended_owner; /* of the folder `owned`; NULL: its real one */
static const wchar_t *owned;

static BOOL WINAPI create_directory_noted(LPCWSTR path, LPSECURITY_ATTRIBUTES attributes)
{
    typedef BOOL(WINAPI * function)(LPCWSTR, LPSECURITY_ATTRIBUTES);
    void *real = (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "CreateDirectoryW");

    if (!is_noting) return ((function)real)(path, attributes);
    if (asked) LocalFree(asked);
    asked = NULL;
    made++;
    if (attributes && attributes->lpSecurityDescriptor) {
        assert_true(ConvertSecurityDescriptorToStringSecurityDescriptorW(
            attributes->lpSecurityDescriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &asked, NULL));
    }
    return ((function)real)(path, attributes);
}

static wchar_t opened[PATH_CHARS]; /* by the last CreateFileW that asks who owns it */

static HANDLE WINAPI create_file_noted(LPCWSTR path, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                                       DWORD disposition, DWORD flags, HANDLE template)
{
    typedef HANDLE(WINAPI * function)(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);
    void *real = (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "CreateFileW");

    if (is_noting && access & READ_CONTROL) wcsncpy(opened, path, PATH_CHARS - 1);
    return ((function)real)(path, access, share, security, disposition, flags, template);
}

static BOOL WINAPI get_security_pretended(HANDLE file, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out, DWORD size,
                                          LPDWORD needed)
{
    typedef BOOL(WINAPI * function)(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, DWORD, LPDWORD);
    void *real = (void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "GetKernelObjectSecurity");
    SECURITY_DESCRIPTOR absolute;
    BOOL done;
    PSID sid;

    if (!pretended_owner || wcscmp(opened, owned) != 0) return ((function)real)(file, what, out, size, needed);
    assert_true(ConvertStringSidToSidW(pretended_owner, &sid));
    assert_true(InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION));
    assert_true(SetSecurityDescriptorOwner(&absolute, sid, FALSE));
    *needed = size;
    done = MakeSelfRelativeSD(&absolute, out, needed);
    LocalFree(sid);
    return done;
}

extern void *const import_of_create_directory IMPORT(CreateDirectoryW, 8);
extern void *const import_of_create_file IMPORT(CreateFileW, 28);
extern void *const import_of_security IMPORT(GetKernelObjectSecurity, 20);
void *const import_of_create_directory = (void *)create_directory_noted;
void *const import_of_create_file = (void *)create_file_noted;
void *const import_of_security = (void *)get_security_pretended;

/* ---- fixture ---- */

static void join(wchar_t *out, const wchar_t *folder, const wchar_t *name)
{
    _snwprintf(out, PATH_CHARS, L"%ls\\%ls", folder, name);
}

static void write_file(const wchar_t *name)
{
    wchar_t path[PATH_CHARS];
    HANDLE file;

    join(path, recorder, name);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

static bool has_file(const wchar_t *name)
{
    wchar_t path[PATH_CHARS];

    join(path, recorder, name);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static int setup(void **state)
{
    static unsigned count;
    wchar_t temporary[PATH_CHARS], name[40];

    (void)state;
    pretended_owner = NULL;
    is_noting = true;
    made = 0;
    GetTempPathW(PATH_CHARS, temporary);
    _snwprintf(name, 40, L"virtual-folder-%lu-%u", (unsigned long)GetCurrentProcessId(), ++count);
    temporary[wcslen(temporary) - 1] = L'\0';
    join(root, temporary, name);
    join(ours, root, L"OpenIMAPI2");
    join(recorders, ours, L"VirtualRecorders");
    join(recorder, recorders, L"tray");
    join(volume, recorder, L"volume");
    return !CreateDirectoryW(root, NULL);
}

static int teardown(void **state)
{
    (void)state;
    pretended_owner = NULL;
    if (folder_delete(recorder)) return 1;
    return !RemoveDirectoryW(root); /* nothing is left in it */
}

/* ---- cases ---- */

/* This user's entry, and what stands before it. */
static void assert_asked(const wchar_t *before)
{
    union {
        TOKEN_USER user;
        BYTE bytes[256];
    } token;
    wchar_t expected[300], *sid;
    HANDLE process;
    DWORD size;

    assert_true(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &process));
    assert_true(GetTokenInformation(process, TokenUser, &token, sizeof token, &size));
    CloseHandle(process);
    assert_true(ConvertSidToStringSidW(token.user.User.Sid, &sid));
    _snwprintf(expected, 300, L"D:P%ls(A;OICI;FA;;;%ls)", before, sid);
    LocalFree(sid);
    assert_non_null(asked);
    if (wcscmp(asked, expected) != 0) print_error("%ls, expected %ls\n", asked, expected);
    assert_int_equal(wcscmp(asked, expected), 0);
}

static void folder_create__of_this_user__nobody_elses(void **state)
{
    (void)state;
    made = 0;
    assert_int_equal(folder_create(false, recorder), ERROR_SUCCESS);
    assert_int_equal(made, 4);
    assert_asked(L"");
}

/* Whoever administers the machine sees the recorder; other users can neither read nor change what is in its tray. */
static void folder_create__for_all_users__administrators_and_this_user(void **state)
{
    (void)state;
    made = 0;
    assert_int_equal(folder_create(true, recorder), ERROR_SUCCESS);
    assert_int_equal(made, 4);
    assert_asked(L"(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)");
}

/* Everybody may make folders in the machine's application data: one that somebody made first stays his. */
static void folder_create__a_folder_is_another_users__is_refused_and_left_alone(void **state)
{
    const wchar_t *const folders[] = {ours, recorders, recorder};
    size_t i;

    (void)state;
    assert_int_equal(folder_create(true, recorder), ERROR_SUCCESS);
    write_file(L"state.bin");
    write_file(L"disc-1.iso");
    for (i = 0; i < 3; i++) {
        owned = folders[i];
        pretended_owner = L"S-1-5-21-1-2-3-1001";
        assert_int_equal(folder_create(true, recorder), ERROR_INVALID_OWNER);
        assert_true(has_file(L"state.bin") && has_file(L"disc-1.iso"));
        pretended_owner = L"S-1-5-18"; /* SYSTEM */
        assert_int_equal(folder_create(true, recorder), ERROR_SUCCESS);
        assert_false(has_file(L"state.bin") || has_file(L"disc-1.iso"));
        write_file(L"state.bin");
        write_file(L"disc-1.iso");
    }
    pretended_owner = L"S-1-5-21-1-2-3-1001";
    assert_int_equal(folder_delete(recorder), ERROR_INVALID_OWNER);
    assert_true(has_file(L"state.bin") && has_file(L"disc-1.iso"));
}

static bool is_there(const wchar_t *folder)
{
    return GetFileAttributesW(folder) != INVALID_FILE_ATTRIBUTES;
}

static void folder_delete__others_are_there__shared_folders_stay(void **state)
{
    wchar_t other[PATH_CHARS], else_where[PATH_CHARS];

    (void)state;
    join(other, recorders, L"other");
    join(else_where, ours, L"Locks"); /* os/lock_place.h */
    assert_int_equal(folder_create(false, recorder), ERROR_SUCCESS);
    assert_int_equal(folder_create(false, other), ERROR_SUCCESS);
    assert_int_equal(folder_delete(recorder), ERROR_SUCCESS);
    assert_true(is_there(other));
    assert_true(CreateDirectoryW(else_where, NULL));
    assert_int_equal(folder_delete(other), ERROR_SUCCESS);
    assert_false(is_there(recorders));
    assert_true(is_there(ours));
    assert_true(RemoveDirectoryW(else_where));
    assert_int_equal(folder_create(false, recorder), ERROR_SUCCESS);
    assert_int_equal(folder_delete(recorder), ERROR_SUCCESS);
    assert_false(is_there(ours));
}

/* Folder in the settings may name any. */
static void folder_delete__names_of_its_own__folders_above_stay(void **state)
{
    wchar_t above[PATH_CHARS], mine[PATH_CHARS];

    (void)state;
    join(above, root, L"mine");
    join(mine, above, L"tray");
    assert_true(CreateDirectoryW(above, NULL));
    assert_true(CreateDirectoryW(mine, NULL));
    assert_int_equal(folder_delete(mine), ERROR_SUCCESS);
    assert_false(is_there(mine));
    assert_true(is_there(above));
    assert_true(RemoveDirectoryW(above));
}

struct worker {
    const wchar_t *path;
    DWORD error;
};

static DWORD WINAPI come_and_go(void *context)
{
    struct worker *worker = context;
    int round;

    for (round = 0; round < 100 && !worker->error; round++) {
        worker->error = folder_create(false, worker->path);
        if (!worker->error) worker->error = folder_delete(worker->path);
    }
    return 0;
}

static void folder_create__others_remove_the_shared_folders_meanwhile__succeeds(void **state)
{
    wchar_t other[PATH_CHARS];
    struct worker workers[] = {{recorder, 0}, {other, 0}};
    HANDLE threads[ARRAYSIZE(workers)];
    size_t i;

    (void)state;
    is_noting = false;
    join(other, recorders, L"other");
    for (i = 0; i < ARRAYSIZE(workers); i++) {
        threads[i] = CreateThread(NULL, 0, come_and_go, &workers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    for (i = 0; i < ARRAYSIZE(workers); i++) {
        assert_int_equal(WaitForSingleObject(threads[i], 300000), WAIT_OBJECT_0);
        CloseHandle(threads[i]);
        assert_int_equal(workers[i].error, ERROR_SUCCESS);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(folder_create__of_this_user__nobody_elses),
        CASE(folder_create__for_all_users__administrators_and_this_user),
        CASE(folder_create__a_folder_is_another_users__is_refused_and_left_alone),
        CASE(folder_delete__others_are_there__shared_folders_stay),
        CASE(folder_delete__names_of_its_own__folders_above_stay),
        CASE(folder_create__others_remove_the_shared_folders_meanwhile__succeeds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
