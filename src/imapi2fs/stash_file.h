/* The file in WorkingDirectory for copied data of an image that does not fit into memory. No other handle can open it,
 * and it is deleted when its handle is closed. One thread at a time.
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
    uint64_t end; /* allocated bytes, written or not */
};

/* Create an empty file with a unique name in a folder.
 * returns   0, or the system's error, which includes ERROR_NOT_ENOUGH_MEMORY; *out is NULL then.
 */
DWORD stash_file_create(const WCHAR *directory, struct stash_file **out);
void stash_file_destroy(struct stash_file *file); /* NULL is allowed */

/* Whether it is the name of a stash file of this process. */
bool stash_file_is_own_name(const WCHAR *name, size_t count);

/* Write all the bytes. Returns 0, or the system's error. */
DWORD stash_file_write(struct stash_file *file, uint64_t offset, const void *bytes, ULONG count);

/* Read bytes; *got is less than count at the end of the written data. Returns 0, or the system's error. */
DWORD stash_file_read(struct stash_file *file, uint64_t offset, void *bytes, ULONG count, ULONG *got);

/* Copy all allocated bytes into another stash file. Returns 0, or the system's error of either file. */
DWORD stash_file_copy(struct stash_file *from, struct stash_file *to);

#endif
