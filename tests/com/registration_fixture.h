/* The real registry (of a prefix made for tests) for tests of registration: its registered classes are taken out at the
 * beginning and put back at the end. In between, it can be set, read, compared, and made to refuse calls.
 */
#ifndef OPENIMAPI2_TESTS_COM_REGISTRATION_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_REGISTRATION_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

#include "com/registry_snapshot.h"
#include "server/registration.h"

#define CLASSES L"Software\\Classes\\"
#ifdef TESTED_IMAPI2FS /* by the build, for a program that links the other module */
#define MODULE    L"C:\\Program Files\\OpenIMAPI2\\imapi2fs.dll"
#define REG_FILE  "../registry/imapi2fs.reg"
#define STATE_KEY L"Software\\OpenIMAPI2\\RegistrationFS"
#else
#define MODULE    L"C:\\Program Files\\OpenIMAPI2\\imapi2.dll"
#define REG_FILE  "../registry/imapi2.reg"
#define STATE_KEY L"Software\\OpenIMAPI2\\Registration"
#endif

/* imapi2.h: MsftDiscFormat2Data, which is not ours yet; MsftDiscRecorder2. */
#define DATA_WRITER L"{2735412A-7F64-5B0F-8F00-5D77AFBE261E}"
#define RECORDER    L"{2735412D-7F64-5B0F-8F00-5D77AFBE261E}"
#define LIBRARY     L"{2735412F-7F64-5B0F-8F00-5D77AFBE261E}"

extern const REGSAM view_flags[2]; /* by view */

/* cmocka's group setup and teardown; `*state` is the content taken out. */
int take_out(void **state);
int put_back(void **state);

/* Walking all of Software\Classes takes Wine a second or more, so most cases compare `ours` alone, and the last case of
 * a program compares `whole`.
 */
struct before {
    struct snapshot whole;
    struct snapshot ours;
};

/* Snapshot of everything below the root's classes, and of our settings. */
struct snapshot take_whole(HKEY root);
void assert_whole_as_before(const struct snapshot *before, HKEY root);

/* Snapshot below HKEY_LOCAL_MACHINE's classes: everything below our_keys in both views, and the number of keys beside
 * them: a stray key would change a count.
 */
struct snapshot take_ours(void);
void assert_ours(const struct snapshot *expected);
void assert_as_before(void **state); /* `ours` */

/* Every class, ProgID, interface and so on that can be ours, below Software\Classes. */
enum { OUR_KEYS_MAX = 128 };
extern WCHAR *our_keys[OUR_KEYS_MAX];
extern size_t our_key_count;

/* The content of a regedit import file (REG_SZ only), as lines of a snapshot. */
struct snapshot read_reg_file(const char *path);

HRESULT change(HRESULT (*function)(const struct registration *, struct text *), HKEY root, enum registration_view view,
               const WCHAR *module, char *explanation, size_t size);
void write_view(enum registration_view view, const WCHAR *module); /* for the machine; the test fails if it fails */
void remove_view(enum registration_view view);

/* Registers in the 64-bit view, compares the new content of the registry with REG_FILE, which has more than `least`
 * lines, and unregisters.
 */
void check_reg_file(void **state, size_t least);

void set_text(HKEY root, REGSAM view, const WCHAR *path, const WCHAR *name, DWORD type, const WCHAR *data);
void assert_value(enum registration_view view, const WCHAR *path, const WCHAR *name,
                  const WCHAR *data); /* NULL: none */
void delete_tree(REGSAM view, const WCHAR *path);
bool has_two_views(void); /* false on a 32-bit system */

/* System calls that fail with access denied: the call of number `at`, counted from 1; 0: none. */
struct refusal {
    long count, at;
};
extern struct refusal refused_writes, refused_deletes;

#endif
