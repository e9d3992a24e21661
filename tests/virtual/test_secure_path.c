/* os/secure_path.c: made for the owner alone, and never led elsewhere. The system calls are the real ones; what they
 * are given is looked at on the way, and what Wine cannot make (a link in a file's place) is said of a plain file.
 */
#include "virtual_fixture.h"

#include <string.h>
#include <wchar.h>
#include <sddl.h>
#include <winternl.h>

#include "base/alloc.h"
#include "virtual/image_store.h"
#include "os/folder_link.h"
#include "os/lock_place.h"
#include "os/secure_path.h"
#include "virtual/state_file.h"
#include "support/import.h"

/* -------------------------------------------------------------------------------------- system calls on their way */

enum { DESCRIPTOR_MAX = 512 };

/* What the last CreateFileW or CreateDirectoryW was given. */
static struct {
    unsigned calls;
    DWORD flags;
    BOOL is_inherited;
    bool has_descriptor;
    union {
        SECURITY_DESCRIPTOR absolute; /* for its alignment */
        BYTE bytes[DESCRIPTOR_MAX];
    } descriptor; /* self-relative */
} made;

static DWORD pretended_attributes; /* bits that every file and folder seems to have */
static DWORD pretended_tag;        /* of every reparse point; 0: the real one */
static const wchar_t *led_to;      /* where each open of a file leads that follows reparse points; NULL: nowhere else */

static void note(SECURITY_ATTRIBUTES *attributes, DWORD flags)
{
    DWORD length;

    made.calls++;
    made.flags = flags;
    made.has_descriptor = attributes && attributes->lpSecurityDescriptor;
    made.is_inherited = attributes && attributes->bInheritHandle;
    if (!made.has_descriptor) return;
    length = GetSecurityDescriptorLength(attributes->lpSecurityDescriptor);
    assert_in_range(length, 1, DESCRIPTOR_MAX);
    memcpy(made.descriptor.bytes, attributes->lpSecurityDescriptor, length);
}

static void *real(const char *name)
{
    void *address = (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), name);

    assert_non_null(address);
    return address;
}

typedef HANDLE(WINAPI *create_file)(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);
typedef BOOL(WINAPI *create_directory)(LPCWSTR, LPSECURITY_ATTRIBUTES);
typedef DWORD(WINAPI *get_attributes)(LPCWSTR);
typedef FARPROC(WINAPI *get_address)(HMODULE, LPCSTR);
typedef BOOL(WINAPI *get_security)(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, DWORD, LPDWORD);
typedef BOOL(WINAPI *get_information)(HANDLE, LPBY_HANDLE_FILE_INFORMATION);

static HANDLE WINAPI create_file_noted(LPCWSTR path, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES attributes,
                                       DWORD disposition, DWORD flags, HANDLE template)
{
    if (!(flags & FILE_FLAG_BACKUP_SEMANTICS)) note(attributes, flags); /* not the folders on the way */
    if (led_to && !(flags & (FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT))) path = led_to;
    return ((create_file)real("CreateFileW"))(path, access, share, attributes, disposition, flags, template);
}

static BOOL WINAPI create_directory_noted(LPCWSTR path, LPSECURITY_ATTRIBUTES attributes)
{
    note(attributes, 0);
    return ((create_directory)real("CreateDirectoryW"))(path, attributes);
}

static DWORD WINAPI get_attributes_pretended(LPCWSTR path)
{
    DWORD attributes = ((get_attributes)real("GetFileAttributesW"))(path);

    return attributes == INVALID_FILE_ATTRIBUTES ? attributes : attributes | pretended_attributes;
}

static BOOL WINAPI get_information_pretended(HANDLE file, LPBY_HANDLE_FILE_INFORMATION information)
{
    BOOL done = ((get_information)real("GetFileInformationByHandle"))(file, information);

    information->dwFileAttributes |= pretended_attributes;
    return done;
}

NTSTATUS NTAPI LdrGetProcedureAddress(HMODULE, const ANSI_STRING *, ULONG, void **);

static bool is_xp;                     /* no GetFinalPathNameByHandleW, no GetFileInformationByHandleEx */
static bool is_windows;                /* Wine does not show itself */
static const wchar_t *pretended_owner; /* of every folder; NULL: its real one */

/* FILE_ATTRIBUTE_TAG_INFO: attributes, tag. */
static BOOL WINAPI get_tag_pretended(HANDLE file, int class, void *out, DWORD size)
{
    const DWORD told[] = {FILE_ATTRIBUTE_REPARSE_POINT, pretended_tag};

    (void)file;
    assert_int_equal(class, 9); /* FileAttributeTagInfo */
    assert_int_equal(size, sizeof told);
    memcpy(out, told, sizeof told);
    return TRUE;
}

static FARPROC WINAPI get_address_pretended(HMODULE module, LPCSTR name)
{
    ANSI_STRING text;
    void *address = NULL;

    if (is_xp && strcmp(name, "GetFinalPathNameByHandleW") == 0) return NULL;
    if (is_windows && strcmp(name, "wine_get_version") == 0) return NULL;
    if (strcmp(name, "GetFileInformationByHandleEx") == 0) {
        if (is_xp) return NULL;
        if (pretended_tag) return (FARPROC)(void *)get_tag_pretended;
    }
    RtlInitAnsiString(&text, name);
    LdrGetProcedureAddress(module, &text, 0, &address);
    return (FARPROC)address;
}

static BOOL WINAPI get_security_pretended(HANDLE file, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out, DWORD size,
                                          LPDWORD needed)
{
    SECURITY_DESCRIPTOR absolute;
    BOOL done;
    PSID sid;

    if (!pretended_owner) {
        void *address = (void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "GetKernelObjectSecurity");

        return ((get_security)address)(file, what, out, size, needed);
    }
    assert_int_equal(what, OWNER_SECURITY_INFORMATION);
    assert_true(ConvertStringSidToSidW(pretended_owner, &sid));
    assert_true(InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION));
    assert_true(SetSecurityDescriptorOwner(&absolute, sid, FALSE));
    *needed = size;
    done = MakeSelfRelativeSD(&absolute, out, needed);
    LocalFree(sid);
    return done;
}

extern get_security imported_get_security IMPORT(GetKernelObjectSecurity, 20);
extern get_address imported_get_address IMPORT(GetProcAddress, 8);
get_address imported_get_address = get_address_pretended;
get_security imported_get_security = get_security_pretended;

extern create_file imported_create_file IMPORT(CreateFileW, 28);
extern create_directory imported_create_directory IMPORT(CreateDirectoryW, 8);
extern get_attributes imported_get_attributes IMPORT(GetFileAttributesW, 4);
extern get_information imported_get_information IMPORT(GetFileInformationByHandle, 8);
create_file imported_create_file = create_file_noted;
create_directory imported_create_directory = create_directory_noted;
get_attributes imported_get_attributes = get_attributes_pretended;
get_information imported_get_information = get_information_pretended;

/* ------------------------------------------------------------------------------------------------------- helpers */

static void pretend_nothing(void)
{
    pretended_attributes = pretended_tag = 0;
    pretended_owner = led_to = NULL;
    is_xp = is_windows = false;
}

static int setup(void **state)
{
    pretend_nothing();
    if (virtual_fixture_setup(state)) return 1;
    memset(&made, 0, sizeof made);
    return 0;
}

static int teardown(void **state)
{
    pretend_nothing();
    return virtual_fixture_teardown(state);
}

/* A protected DACL with one entry: everything, for the user of this process. */
static void assert_owner_alone(BYTE inheritance)
{
    union {
        TOKEN_USER user;
        BYTE bytes[256];
    } token;
    SECURITY_DESCRIPTOR_CONTROL control;
    ACCESS_ALLOWED_ACE *entry;
    BOOL is_present, is_defaulted;
    DWORD revision, size;
    HANDLE process;
    void *found;
    ACL *acl;

    assert_true(made.has_descriptor);
    assert_false(made.is_inherited);
    assert_true(GetSecurityDescriptorControl(&made.descriptor, &control, &revision));
    assert_true(control & SE_DACL_PROTECTED);
    assert_true(GetSecurityDescriptorDacl(&made.descriptor, &is_present, &acl, &is_defaulted));
    assert_true(is_present);
    assert_non_null(acl);
    assert_int_equal(acl->AceCount, 1);
    assert_true(GetAce(acl, 0, &found));
    entry = found;
    assert_int_equal(entry->Header.AceType, ACCESS_ALLOWED_ACE_TYPE);
    assert_int_equal(entry->Header.AceFlags, inheritance);
    assert_int_equal(entry->Mask, FILE_ALL_ACCESS);
    assert_true(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &process));
    assert_true(GetTokenInformation(process, TokenUser, &token, sizeof token, &size));
    assert_true(EqualSid(&entry->SidStart, token.user.User.Sid));
    CloseHandle(process);
}

static bool can_be_had_alone(const wchar_t *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    bool had = file != INVALID_HANDLE_VALUE;

    if (had) CloseHandle(file);
    return had;
}

static DWORD open_to_write(const wchar_t *path, HANDLE *file)
{
    return secure_path_open(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING,
                            file);
}

/* --------------------------------------------------------------------------------------------------------- cases */

static void open__made__for_the_owner_alone(void **state)
{
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_path(*state, L"new", path);
    assert_int_equal(secure_path_open(path, GENERIC_READ | GENERIC_WRITE, 0, OPEN_ALWAYS, &file), ERROR_SUCCESS);
    CloseHandle(file);
    assert_int_equal(made.calls, 1);
    assert_owner_alone(0);
}

static void make_folder__made__for_the_owner_alone_and_what_is_in_it(void **state)
{
    wchar_t path[MAX_PATH];

    fixture_path(*state, L"new", path);
    assert_int_equal(secure_path_make_folder(path), ERROR_SUCCESS);
    assert_int_equal(made.calls, 1);
    assert_owner_alone(OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE);
    /* One that is there is left as it is. */
    assert_int_equal(secure_path_make_folder(path), ERROR_SUCCESS);
    assert_int_equal(made.calls, 1);
}

static void assert_made_as_the_folder_says(void)
{
    assert_int_equal(made.calls, 1);
    assert_false(made.has_descriptor);
    assert_false(made.is_inherited);
    memset(&made, 0, sizeof made);
    made.has_descriptor = true; /* until a call says otherwise */
}

/* The folder of a recorder for all users gives its rights to several accounts: a list of the file's own would take them
 * from all but the first that uses the recorder.
 */
static void open__file_in_a_recorders_folder__has_the_rights_that_the_folder_gives(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct lock_place places[LOCK_PLACES];
    struct image_store image;
    wchar_t path[MAX_PATH];
    HANDLE file;

    made.has_descriptor = true;
    assert_int_equal(state_file_open(fixture->folder, true, &file), ERROR_SUCCESS);
    CloseHandle(file);
    assert_made_as_the_folder_says();
    fixture_path(fixture, L"exclusive.lock", path);
    assert_int_equal(lock_places_of_recorder(places, path), ERROR_SUCCESS);
    assert_int_equal(lock_place_open_to_hold(&places[0], &file), ERROR_SUCCESS);
    CloseHandle(file);
    lock_places_close(places);
    assert_made_as_the_folder_says();
    fixture_path(fixture, L"disc-1.iso", path);
    image_store_init(&image);
    assert_int_equal(image_store_open_disc(&image, path, 100, true), ERROR_SUCCESS);
    assert_made_as_the_folder_says();
    assert_true(image.store.write_part(&image.store, SIM_PART_SECTORS, 0, 3, (const uint8_t *)"abc"));
    assert_made_as_the_folder_says();
    image_store_open(&image, NULL);
}

/* A link is opened itself, not what it leads to; and a server behind the name learns who we are and cannot act as us.
 */
static void open__existing__follows_nothing_and_lends_nothing(void **state)
{
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_path(*state, L"file", path);
    fixture_write_file(path, "x", 1);
    assert_int_equal(open_to_write(path, &file), ERROR_SUCCESS);
    CloseHandle(file);
    assert_false(made.has_descriptor);
    assert_true(made.flags & FILE_FLAG_OPEN_REPARSE_POINT);
    assert_true(made.flags & SECURITY_SQOS_PRESENT);
    assert_true((made.flags & SECURITY_DELEGATION) <= SECURITY_IDENTIFICATION);
}

static void open__link_in_its_place__is_refused_and_closed(void **state)
{
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_path(*state, L"file", path);
    fixture_write_file(path, "x", 1);
    pretended_attributes = FILE_ATTRIBUTE_REPARSE_POINT;
    assert_int_equal(open_to_write(path, &file), ERROR_REPARSE_TAG_INVALID);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_int_equal(secure_path_open(path, GENERIC_READ, 0, OPEN_EXISTING, &file), ERROR_REPARSE_TAG_INVALID);
    pretended_attributes = 0;
    assert_true(can_be_had_alone(path));
}

static void folder__link_in_its_place__is_refused(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t target[MAX_PATH], link[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"target", target);
    fixture_path(fixture, L"link", link);
    assert_true(CreateDirectoryW(target, NULL));
    assert_true(folder_link_make(link, target));
    memset(&made, 0, sizeof made);
    assert_int_equal(secure_path_make_folder(link), ERROR_REPARSE_TAG_INVALID);
    assert_int_equal(state_file_open(link, true, &file), ERROR_REPARSE_TAG_INVALID);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_int_equal(state_file_open(link, false, &file), ERROR_REPARSE_TAG_INVALID);
    assert_int_equal(made.calls, 0);
    folder_link_remove(link);
}

/* A junction needs no privilege, and stands as well further up. */
static void open__link_further_up__is_refused_and_nothing_made(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t target[MAX_PATH], below[MAX_PATH], link[MAX_PATH], path[MAX_PATH], victim[MAX_PATH];
    size_t round;
    HANDLE file;

    fixture_path(fixture, L"target", target);
    fixture_path(fixture, L"target\\below", below);
    fixture_path(fixture, L"link", link);
    fixture_path(fixture, L"link\\below\\file", path);
    fixture_path(fixture, L"target\\below\\file", victim);
    assert_true(CreateDirectoryW(target, NULL));
    assert_true(CreateDirectoryW(below, NULL));
    assert_true(folder_link_make(link, target));
    for (round = 0; round < 2; round++) { /* where GetFinalPathNameByHandle is, and where it is not, as on Windows XP */
        is_xp = round == 1;
        assert_int_equal(secure_path_open(path, GENERIC_READ | GENERIC_WRITE, 0, OPEN_ALWAYS, &file),
                         ERROR_REPARSE_TAG_INVALID);
        assert_ptr_equal(file, INVALID_HANDLE_VALUE);
        assert_int_equal(GetFileAttributesW(victim), INVALID_FILE_ATTRIBUTES);
        assert_int_equal(secure_path_make_folder(path), ERROR_REPARSE_TAG_INVALID);
        assert_int_equal(GetFileAttributesW(victim), INVALID_FILE_ATTRIBUTES);
        fixture_write_file(victim, "x", 1);
        assert_int_equal(open_to_write(path, &file), ERROR_REPARSE_TAG_INVALID);
        assert_true(can_be_had_alone(victim));
        assert_int_equal(open_to_write(victim, &file), ERROR_SUCCESS);
        CloseHandle(file);
        /* The user's own image may be wherever a link leads to. */
        assert_int_equal(secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &file), ERROR_SUCCESS);
        CloseHandle(file);
        DeleteFileW(victim);
    }
    folder_link_remove(link);
}

/* "C:\Users\LONGUS~1" leads nowhere else. */
static void open__short_names__are_no_link(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t folder[MAX_PATH], path[MAX_PATH], brief[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"a folder of many letters", folder);
    fixture_path(fixture, L"a folder of many letters\\a file of many letters.text", path);
    assert_true(CreateDirectoryW(folder, NULL));
    fixture_write_file(path, "x", 1);
    assert_in_range(GetShortPathNameW(path, brief, MAX_PATH), 1, MAX_PATH - 1);
    if (wcscmp(brief, path) == 0) skip();
    assert_int_equal(open_to_write(brief, &file), ERROR_SUCCESS);
    CloseHandle(file);
}

/* U+00C4 and U+00E4, U+0416 and U+0436, U+03A3 and U+03C3: letters that differ in case (Unicode Character Database). */
static void open__letters_of_another_case__are_no_link(void **state)
{
    static const struct {
        const wchar_t *made, *asked;
    } rows[] = {
        {L"plain A", L"PLAIN a"},
        {L"\x00C4 umlaut", L"\x00E4 umlaut"},
        {L"\x0436\x03C3", L"\x0416\x03A3"},
    };
    struct virtual_fixture *fixture = *state;
    wchar_t folder[MAX_PATH], path[MAX_PATH], asked[MAX_PATH];
    HANDLE file;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fixture_path(fixture, rows[i].made, folder);
        wcscat(wcscpy(path, folder), L"\\file");
        fixture_path(fixture, rows[i].asked, asked);
        wcscat(asked, L"\\file");
        assert_true(CreateDirectoryW(folder, NULL));
        fixture_write_file(path, "x", 1);
        if (GetFileAttributesW(asked) == INVALID_FILE_ATTRIBUTES) skip(); /* a file system of other rules */
        assert_int_equal(open_to_write(asked, &file), ERROR_SUCCESS);
        CloseHandle(file);
    }
}

/* The owner of a folder can turn it into a link whenever he likes. */
static void folder__of_another_user__is_refused(void **state)
{
    static const struct {
        const wchar_t *owner;
        DWORD error;
    } rows[] = {
        {L"S-1-5-21-1-2-3-1001", ERROR_INVALID_OWNER},
        {L"S-1-5-11", ERROR_INVALID_OWNER}, /* whoever is logged on */
        {L"S-1-5-18", ERROR_SUCCESS},       /* SYSTEM */
        {L"S-1-5-32-544", ERROR_SUCCESS},   /* the administrators */
        {L"S-1-1-0", ERROR_SUCCESS},        /* everybody: what a file system says that has no owners */
    };
    struct virtual_fixture *fixture = *state;
    HANDLE file;
    size_t i;

    assert_int_equal(secure_path_make_folder(fixture->folder), ERROR_SUCCESS); /* this user's */
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        pretended_owner = rows[i].owner;
        assert_int_equal(secure_path_make_folder(fixture->folder), rows[i].error);
        assert_int_equal(state_file_open(fixture->folder, true, &file), rows[i].error);
        if (!rows[i].error) CloseHandle(file);
        /* Only what is ours has to have such an owner. */
        assert_int_equal(secure_path_check_folder(fixture->folder, NULL, false), ERROR_SUCCESS);
    }
}

/* Whoever may write in the folder could give another file of ours this name, and let us write into that. */
static void open__second_name_of_another_file__is_not_written_to(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t precious[MAX_PATH], path[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"precious", precious);
    fixture_path(fixture, L"state.bin", path);
    fixture_write_file(precious, "x", 1);
    if (!CreateHardLinkW(path, precious, NULL)) {
        print_message("this file system gives no file a second name\n");
        skip();
    }
    assert_int_equal(open_to_write(path, &file), ERROR_TOO_MANY_LINKS);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    /* Nor appended to, as a trace is. */
    assert_int_equal(
        secure_path_open(path, GENERIC_READ | FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_ALWAYS, &file),
        ERROR_TOO_MANY_LINKS);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_int_equal(state_file_open(fixture->folder, true, &file), ERROR_TOO_MANY_LINKS);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_true(can_be_had_alone(precious));
    /* An image is only read, and may have as many names as its owner likes. */
    assert_int_equal(secure_path_open(path, GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, &file), ERROR_SUCCESS);
    CloseHandle(file);
}

static void open__no_file_on_a_disk__is_refused(void **state)
{
    struct virtual_fixture *fixture = *state;
    HANDLE pipe, file;
    wchar_t path[64];

    assert_int_equal(open_to_write(L"\\\\.\\NUL", &file), ERROR_BAD_FILE_TYPE);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    assert_int_not_equal(open_to_write(fixture->folder, &file), ERROR_SUCCESS);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    _snwprintf(path, 64, L"\\\\.\\pipe\\%ls", fixture->name);
    pipe = CreateNamedPipeW(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_NOWAIT, 1, 64, 64, 0, NULL);
    assert_ptr_not_equal(pipe, INVALID_HANDLE_VALUE);
    assert_int_equal(open_to_write(path, &file), ERROR_BAD_FILE_TYPE);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    CloseHandle(pipe);
}

static void image__link_in_its_place__is_no_image(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct image_store image;
    wchar_t path[MAX_PATH];

    fixture_path(fixture, L"disc.iso", path);
    fixture_write_file(path, "x", 1);
    image_store_init(&image);
    image_store_open(&image, path);
    assert_int_equal(image.store.get_blocks(&image.store), 1);
    pretended_attributes = FILE_ATTRIBUTE_REPARSE_POINT;
    image_store_open(&image, path);
    assert_int_equal(image.store.get_blocks(&image.store), 0);
    image_store_open(&image, NULL);
}

/* source: winnt.h, Cloud Files and Data Deduplication documentation; IsReparseTagNameSurrogate. */
/* clang-format off */
static const struct {
    DWORD tag, error;
} tags[] = {
    {0x9000001A, ERROR_SUCCESS},             /* cloud */
    {0x9000701A, ERROR_SUCCESS},             /* cloud, of another sync root */
    {0x80000013, ERROR_SUCCESS},             /* deduplicated */
    {0xA0000003, ERROR_REPARSE_TAG_INVALID}, /* mount point, junction */
    {0xA000000C, ERROR_REPARSE_TAG_INVALID}, /* symbolic link */
    {0xA000001D, ERROR_REPARSE_TAG_INVALID}, /* symbolic link of Linux */
    {0x20000000, ERROR_REPARSE_TAG_INVALID}, /* whatever names another file */
    {0,          ERROR_REPARSE_TAG_INVALID}, /* not told */
};
/* clang-format on */

/* Opened through the tag, since a reparse point itself has no data. */
static void open__reparse_point_that_is_no_link__is_the_users_file(void **state)
{
    wchar_t path[MAX_PATH];
    HANDLE file;
    size_t i;

    fixture_path(*state, L"file", path);
    fixture_write_file(path, "x", 1);
    pretended_attributes = FILE_ATTRIBUTE_REPARSE_POINT;
    for (i = 0; i < ARRAYSIZE(tags); i++) {
        pretended_tag = tags[i].tag;
        memset(&made, 0, sizeof made);
        assert_int_equal(secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &file), tags[i].error);
        assert_int_equal(file != INVALID_HANDLE_VALUE, !tags[i].error);
        assert_int_equal(!(made.flags & FILE_FLAG_OPEN_REPARSE_POINT), !tags[i].error);
        assert_true(made.flags & SECURITY_SQOS_PRESENT);
        assert_true((made.flags & SECURITY_DELEGATION) <= SECURITY_IDENTIFICATION);
        if (!tags[i].error) CloseHandle(file);
        assert_true(can_be_had_alone(path));
        /* A trace, likewise. */
        assert_int_equal(secure_path_open(path, GENERIC_READ | FILE_APPEND_DATA,
                                          FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, OPEN_ALWAYS, &file),
                         tags[i].error);
        assert_int_equal(file != INVALID_HANDLE_VALUE, !tags[i].error);
        if (!tags[i].error) CloseHandle(file);
        assert_true(can_be_had_alone(path));
        /* In our own folders there is no such file. */
        assert_int_equal(
            secure_path_open_inheriting(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, OPEN_ALWAYS, &file),
            ERROR_REPARSE_TAG_INVALID);
        assert_int_equal(secure_path_open_shared(path, ((struct virtual_fixture *)*state)->folder, GENERIC_READ,
                                                 OPEN_EXISTING, &file),
                         ERROR_ACCESS_DENIED);
    }
    is_xp = true;
    pretended_tag = tags[0].tag;
    assert_int_equal(secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &file), ERROR_REPARSE_TAG_INVALID);
}

/* Somebody puts a link in its place between the two opens. */
static void open__reparse_point_becomes_a_link__is_refused(void **state)
{
    wchar_t path[MAX_PATH], victim[MAX_PATH];
    HANDLE file;

    fixture_path(*state, L"file", path);
    fixture_path(*state, L"victim", victim);
    fixture_write_file(path, "x", 1);
    fixture_write_file(victim, "y", 1);
    pretended_attributes = FILE_ATTRIBUTE_REPARSE_POINT;
    pretended_tag = tags[0].tag;
    led_to = victim;
    assert_int_equal(secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &file), ERROR_REPARSE_TAG_INVALID);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    led_to = NULL;
    assert_true(can_be_had_alone(victim));
    assert_true(can_be_had_alone(path));
}

static void check_folder__reparse_point_that_is_no_link__will_do_above_a_file(void **state)
{
    struct virtual_fixture *fixture = *state;
    size_t i;

    is_windows = true;
    pretended_attributes = FILE_ATTRIBUTE_REPARSE_POINT;
    for (i = 0; i < ARRAYSIZE(tags); i++) {
        pretended_tag = tags[i].tag;
        assert_int_equal(secure_path_check_folder(fixture->folder, NULL, false), tags[i].error);
        assert_int_equal(secure_path_check_folder(fixture->folder, NULL, true), ERROR_REPARSE_TAG_INVALID);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(open__made__for_the_owner_alone),
        CASE(make_folder__made__for_the_owner_alone_and_what_is_in_it),
        CASE(open__file_in_a_recorders_folder__has_the_rights_that_the_folder_gives),
        CASE(open__existing__follows_nothing_and_lends_nothing),
        CASE(open__link_in_its_place__is_refused_and_closed),
        CASE(folder__link_in_its_place__is_refused),
        CASE(open__link_further_up__is_refused_and_nothing_made),
        CASE(open__short_names__are_no_link),
        CASE(open__letters_of_another_case__are_no_link),
        CASE(folder__of_another_user__is_refused),
        CASE(open__second_name_of_another_file__is_not_written_to),
        CASE(open__no_file_on_a_disk__is_refused),
        CASE(image__link_in_its_place__is_no_image),
        CASE(open__reparse_point_that_is_no_link__is_the_users_file),
        CASE(open__reparse_point_becomes_a_link__is_refused),
        CASE(check_folder__reparse_point_that_is_no_link__will_do_above_a_file),
    };

    return cmocka_run_group_tests_name("secure_path", tests, NULL, NULL);
}
