/* DFileSystemImageEvents.Update: how far a call has come with each file that it adds. */
#ifndef OPENIMAPI2_IMAPI2FS_UPDATE_EVENTS_H
#define OPENIMAPI2_IMAPI2FS_UPDATE_EVENTS_H

#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "fs/tree.h"

/* Where the events go. fire is called with whatever lock the caller of the functions below holds, and leaves it while a
 * sink is called: image_state_pause_change.
 */
struct update_sink {
    void (*fire)(void *context, BSTR path, LONG copied_sectors, LONG total_sectors);
    void *context;
};

struct update_file {
    const struct update_sink *sink; /* NULL: nobody listens, and nothing is done */
    BSTR path;                      /* FullPath in the image */
    LONG done, total;
};

/* A file of the directory begins: 0 of n, unless it is empty.
 * sink      NULL: nobody listens.
 * returns   E_OUTOFMEMORY: nothing has been begun.
 */
HRESULT update_file_begin(struct update_file *file, const struct update_sink *sink, const struct fs_node *directory,
                          const uint16_t *name, size_t count, uint64_t size_bytes);

/* So many bytes of it have been copied: an event for each 512 sectors of 2048 bytes that have become full, except one
 * that would be the last.
 */
void update_file_advance(struct update_file *file, uint64_t copied_bytes);

/* It has been added: what events are left, and the last, n of n. */
void update_file_end(struct update_file *file);

/* It has not: no event. */
void update_file_cancel(struct update_file *file);

#endif
