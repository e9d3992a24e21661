/* Where the lock files of os/exclusive_lock.h stand, and what strangers do to the folders: links, second names, folders
 * of another user, files that are not shared.
 */
#include "lock_fixture.h"

#include "os/folder_link.h"

static void acquire__common_folder_not_writable__uses_the_users(void **state)
{
    struct exclusive_lock *lock;
    struct exclusive_lock *other;
    wchar_t path[MAX_PATH];

    (void)state;
    join(path, root, L"absent\\folder");
    SetEnvironmentVariableW(COMMON_VARIABLE, path);
    lock = open_lock(KEY);
    other = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "User", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "User");
    exclusive_lock_close(other);

    /* One that may write in the common folder meets it all the same. */
    SetEnvironmentVariableW(COMMON_VARIABLE, common);
    other = open_lock(KEY);
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Common", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "User");
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "User");
    assert_int_equal(exclusive_lock_release(other, &failure), DRIVE_NOT_LOCKED);
    exclusive_lock_close(lock);
    assert_int_equal(exclusive_lock_acquire(other, "Common", &failure), DRIVE_OK);
    exclusive_lock_close(other);
}

static void acquire__no_folder__fails_and_bars_nobody(void **state)
{
    wchar_t longer_than_a_path[300];
    struct exclusive_lock *lock;
    size_t i;

    (void)state;
    for (i = 0; i < 299; i++)
        longer_than_a_path[i] = L'x';
    longer_than_a_path[299] = L'\0';
    SetEnvironmentVariableW(COMMON_VARIABLE, NULL);
    SetEnvironmentVariableW(USER_VARIABLE, longer_than_a_path);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Nowhere", &failure), DRIVE_FAILED);
    assert_int_equal(failure.system_error, 3);
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    exclusive_lock_close(lock);
}

/* Others can write in the common folder; a program with more rights must not write through what they put there. */
static void acquire__file_with_another_name_elsewhere__is_not_written(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    wchar_t victim[MAX_PATH];
    wchar_t path[MAX_PATH];
    char bytes[16] = "";
    DWORD count = 0;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK); /* makes the folders */
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    lock_file(path, common);
    assert_true(DeleteFileW(path));
    join(victim, root, L"victim.txt");
    file = CreateFileW(victim, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    assert_true(WriteFile(file, "precious bytes", 14, &count, NULL));
    CloseHandle(file);
    assert_true(CreateHardLinkW(path, victim, NULL));

    assert_int_equal(exclusive_lock_acquire(lock, "Mallory", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    file = CreateFileW(victim, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_true(ReadFile(file, bytes, sizeof bytes, &count, NULL));
    CloseHandle(file);
    assert_int_equal(count, 14);
    assert_memory_equal(bytes, "precious bytes", 14);

    /* Without another folder, it is refused. */
    exclusive_lock_close(lock);
    SetEnvironmentVariableW(USER_VARIABLE, common);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Mallory", &failure), DRIVE_ACCESS_DENIED);
    exclusive_lock_close(lock);
}

/* The folder's name may lead to a pipe: its server learns who we are, cannot act as us, and is no lock. */
static void acquire__no_file_on_a_disk__is_refused_and_bars_nobody(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    pretended_type = FILE_TYPE_PIPE;
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Second", &failure), DRIVE_ACCESS_DENIED);
    assert_false(exclusive_lock_take_inheritance(other));
    pretended_type = FILE_TYPE_DISK;
    assert_false(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

static void files__opened_in_any_way__follow_nothing_and_lend_nothing(void **state)
{
    const DWORD wanted = FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    open_flags = ~0U;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    exclusive_lock_close(lock);
    assert_false(exclusive_lock_take_inheritance(other)); /* nobody died, but it looks */
    exclusive_lock_close(other);
    assert_int_not_equal(open_flags, ~0U);
    assert_int_equal(open_flags & wanted, wanted);
}

/* ---- strangers ---- */

static void write_file(const wchar_t *path, const char *bytes)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD count;

    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, (DWORD)strlen(bytes), &count, NULL));
    CloseHandle(file);
}

static void assert_file(const wchar_t *path, const char *bytes)
{
    char found[100] = "";
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    DWORD count = 0;

    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(ReadFile(file, found, sizeof found - 1, &count, NULL));
    CloseHandle(file);
    assert_string_equal(found, bytes);
}

/* Whoever makes a folder of ours first can make it a link to where a file of this name is, or is to be. */
static void acquire__link_among_the_folders__writes_nothing_behind_it(void **state)
{
    static const wchar_t *const places[] = {L"OpenIMAPI2", L"OpenIMAPI2\\Locks", L"OpenIMAPI2\\Locks\\" FILE_NAME};
    wchar_t elsewhere[MAX_PATH], locks[MAX_PATH], victim[MAX_PATH], link[MAX_PATH], path[MAX_PATH];
    struct exclusive_lock *lock;
    size_t i;

    (void)state;
    join(elsewhere, root, L"elsewhere");
    join(locks, elsewhere, L"Locks");
    CreateDirectoryW(elsewhere, NULL);
    CreateDirectoryW(locks, NULL);
    for (i = 0; i < 3; i++) {
        join(victim, i == 1 ? elsewhere : locks, FILE_NAME);
        write_file(victim, "precious bytes");
        join(path, common, L"OpenIMAPI2");
        if (i >= 1) CreateDirectoryW(path, NULL);
        join(path, common, L"OpenIMAPI2\\Locks");
        if (i >= 2) CreateDirectoryW(path, NULL);
        join(link, common, places[i]);
        if (!folder_link_make(link, i == 0 ? elsewhere : i == 1 ? elsewhere : victim))
            continue; /* Windows: to a file */

        lock = open_lock(KEY);
        assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
        assert_false(exclusive_lock_take_inheritance(lock));
        lock_file(path, user);
        assert_true(exists(path));
        assert_file(victim, "precious bytes");
        exclusive_lock_close(lock);

        /* Without another folder, it is refused. */
        SetEnvironmentVariableW(USER_VARIABLE, NULL);
        lock = open_lock(KEY);
        assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_ACCESS_DENIED);
        exclusive_lock_close(lock);
        SetEnvironmentVariableW(USER_VARIABLE, user);
        assert_file(victim, "precious bytes");
        folder_link_remove(link);
        DeleteFileW(victim);
    }
    /* Nor is a file made there. */
    join(link, common, places[1]);
    RemoveDirectoryW(link);
    assert_true(folder_link_make(link, locks));
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    exclusive_lock_close(lock);
    join(victim, locks, FILE_NAME);
    assert_false(exists(victim));
    folder_link_remove(link);
}

/* The folder that the system names is not ours: a moved profile, and every drive letter of Wine, is a link. */
static void acquire__named_folder_is_a_link__is_followed(void **state)
{
    struct exclusive_lock *lock;
    wchar_t link[MAX_PATH], path[MAX_PATH];

    (void)state;
    join(link, root, L"moved");
    assert_true(folder_link_make(link, common));
    SetEnvironmentVariableW(COMMON_VARIABLE, link);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    lock_file(path, common);
    assert_true(exists(path));
    exclusive_lock_close(lock);
    folder_link_remove(link);
}

/* A folder of ours that somebody else made: he can turn it into a link whenever he likes. */
static void acquire__folder_of_another_user__is_left_alone(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    pretended_owner = L"S-1-5-21-1-2-3-1001";
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Other", &failure), DRIVE_ACCESS_DENIED);
    pretended_owner = L"S-1-5-18";
    assert_false(permits(other, holder));
    pretended_owner = L"S-1-5-32-544";
    assert_false(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

/* Whoever opens the file without sharing it holds no lock, and keeps nobody from one. */
static void acquire__file_that_somebody_does_not_share__bars_nobody(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);
    wchar_t path[MAX_PATH];
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK); /* makes the file */
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_true(file != INVALID_HANDLE_VALUE);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    assert_true(permits(lock, holder));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner");
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    CloseHandle(file);
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

/* The user's own programs write HKCU: an elevated one takes no folder from there. */
static void open__elevated__takes_no_folder_from_the_users_registry(void **state)
{
    struct exclusive_lock *lock;
    wchar_t path[MAX_PATH];

    (void)state;
    SetEnvironmentVariableW(COMMON_VARIABLE, NULL);
    is_elevated = true;
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Elevated", &failure), DRIVE_FAILED);
    exclusive_lock_close(lock);
    join(path, user, L"OpenIMAPI2");
    assert_false(exists(path));
    is_elevated = false;
}

/* A virtual recorder's lock is in the recorder's own folder, whatever stands in the folders of all users. */
static void acquire__virtual_recorder__stays_in_its_own_folder(void **state)
{
    struct exclusive_lock *lock = NULL, *other = NULL;
    wchar_t folder[MAX_PATH], path[MAX_PATH];

    (void)state;
    join(folder, root, L"recorder");
    CreateDirectoryW(folder, NULL);
    join(path, folder, L"exclusive.lock");
    assert_int_equal(exclusive_lock_open("openimapi2\\c:\\recorder", path, &lock, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_open("openimapi2\\c:\\recorder", path, &other, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    assert_true(exists(path));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner");
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner");
    exclusive_lock_close(lock);
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_OK);
    exclusive_lock_close(other);
    join(path, common, L"OpenIMAPI2");
    assert_false(exists(path));
    join(path, user, L"OpenIMAPI2");
    assert_false(exists(path));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, lock_setup, lock_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(acquire__common_folder_not_writable__uses_the_users),
        CASE(acquire__no_folder__fails_and_bars_nobody),
        CASE(acquire__file_with_another_name_elsewhere__is_not_written),
        CASE(acquire__no_file_on_a_disk__is_refused_and_bars_nobody),
        CASE(files__opened_in_any_way__follow_nothing_and_lend_nothing),
        CASE(acquire__link_among_the_folders__writes_nothing_behind_it),
        CASE(acquire__named_folder_is_a_link__is_followed),
        CASE(acquire__folder_of_another_user__is_left_alone),
        CASE(acquire__file_that_somebody_does_not_share__bars_nobody),
        CASE(open__elevated__takes_no_folder_from_the_users_registry),
        CASE(acquire__virtual_recorder__stays_in_its_own_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
