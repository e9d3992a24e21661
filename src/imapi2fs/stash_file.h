/* The file in WorkingDirectory that holds what an image has copied and has no room for in memory. Nobody else can open
 * it, and it goes with its handle. One thread at a time.
 */
#ifndef OPENIMAPI2_IMAPI2FS_STASH_FILE_H
#define OPENIMAPI2_IMAPI2FS_STASH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

struct stash_file {
    HANDLE handle;
    WCHAR *path;  /* owned */
    uint64_t end; /* bytes that are taken, written or not */
};

/* Make an empty one with a name of its own in a folder.
 * returns   0, or the system's error; ERROR_NOT_ENOUGH_MEMORY, too. *out is NULL then.
 */
DWORD stash_file_create(const WCHAR *directory, struct stash_file **out);
void stash_file_destroy(struct stash_file *file); /* NULL is allowed */

/* Is it the name of a stash file of this process? */
bool stash_file_is_own_name(const WCHAR *name, size_t count);

/* All of them, or the system's error. */
DWORD stash_file_write(struct stash_file *file, uint64_t offset, const void *bytes, ULONG count);

/* Fewer at the end of what has been written. Returns 0, or the system's error. */
DWORD stash_file_read(struct stash_file *file, uint64_t offset, void *bytes, ULONG count, ULONG *got);

/* Copy all that is taken into another one. Returns 0, or the system's error of either. */
DWORD stash_file_copy(struct stash_file *from, struct stash_file *to);

#endif
