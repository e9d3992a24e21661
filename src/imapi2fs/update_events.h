/* DFileSystemImageEvents.Update: the progress of a method call with each file that it adds. */
#ifndef OPENIMAPI2_IMAPI2FS_UPDATE_EVENTS_H
#define OPENIMAPI2_IMAPI2FS_UPDATE_EVENTS_H

#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

#include "fs/tree.h"

/* The receiver of the events. fire is called under the lock that the caller of the functions below holds, if any, and
 * releases it while a sink is called (image_state_pause_change).
 */
struct update_sink {
    void (*fire)(void *context, BSTR path, LONG copied_sectors, LONG total_sectors);
    void *context;
};

struct update_file {
    const struct update_sink *sink; /* NULL: no sink; the functions below do nothing */
    BSTR path;                      /* FullPath in the image */
    LONG done, total;
};

/* Begin a file of the directory: fires "0 of n", unless the file is empty.
 * sink      NULL: no sink.
 * returns   E_OUTOFMEMORY: nothing has begun.
 */
HRESULT update_file_begin(struct update_file *file, const struct update_sink *sink, const struct fs_node *directory,
                          const uint16_t *name, size_t count, uint64_t size_bytes);

/* Report the total of copied bytes: fires an event for each 512 completed sectors of 2048 bytes, except for the last
 * event of the file.
 */
void update_file_advance(struct update_file *file, uint64_t copied_bytes);

/* The file has been added: fires the remaining events, and "n of n" as the last. */
void update_file_end(struct update_file *file);

/* The file has not been added: fires no event. */
void update_file_cancel(struct update_file *file);

#endif
