/* The fixture of the tests of os/exclusive_lock.h: the real system, but for the two folders of lock files, which are
 * the test's own and come from the environment, and for the owner of a folder, the type of a file and the rights of the
 * process.
 */
#ifndef OPENIMAPI2_TESTS_OS_LOCK_FIXTURE_H
#define OPENIMAPI2_TESTS_OS_LOCK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "os/exclusive_lock.h"

/* A drive for each of the two programs: a claim is seen by all processes, and both run at the same time. FILE_NAME is
 * the FNV-1a, 64 bits, of KEY: computed by another program, so that a change of the name, which would part old from
 * new, shows.
 */
#ifdef LOCKS_A_SECOND_DRIVE
#define KEY       "\\\\?\\wine#cdrom#folders#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define FILE_NAME L"a107b4e17e8fd568.lock"
#else
#define KEY       "\\\\?\\wine#cdrom#q#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define FILE_NAME L"1c979c8a4204dea2.lock"
#endif

/* What lasts so long hangs. */
enum { DEADLINE_MS = 120000 };

/* Child processes inherit them. */
#define COMMON_VARIABLE L"OPENIMAPI2_TEST_COMMON"
#define USER_VARIABLE   L"OPENIMAPI2_TEST_USER"

/* Folders of this test alone, made anew for each and gone afterwards; `common` and `user` stand in `root`. */
extern wchar_t root[MAX_PATH];
extern wchar_t common[MAX_PATH];
extern wchar_t user[MAX_PATH];

extern DWORD open_flags;               /* that every CreateFileW had since they were set */
extern DWORD pretended_type;           /* what GetFileType says */
extern const wchar_t *pretended_owner; /* of every folder; NULL: its real one */
extern bool is_elevated;

/* For the cases to write into. */
extern struct drive_failure failure;
extern char holder[DRIVE_HOLDER_SIZE];

/* cmocka's. Teardown fails the test when a file is still open or a block of memory is still allocated. */
int lock_setup(void **state);
int lock_teardown(void **state);

/* Of a real drive. exclusive_lock_close. */
struct exclusive_lock *open_lock(const char *key);

/* exclusive_lock_permits of a system that is well. */
bool permits(struct exclusive_lock *lock, char who[DRIVE_HOLDER_SIZE]);

/* A name in a folder; out has MAX_PATH characters. */
void join(wchar_t *out, const wchar_t *folder, const wchar_t *name);

/* Where the lock file of KEY stands in one of the two folders. */
void lock_file(wchar_t *out, const wchar_t *folder);

bool exists(const wchar_t *path);

/* Is the system that these tests meet Wine? */
bool is_wine(void);

#endif
