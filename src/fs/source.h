/* The interface through which an image reads the bytes of a file, independent of paths, streams and handles. */
#ifndef OPENIMAPI2_FS_SOURCE_H
#define OPENIMAPI2_FS_SOURCE_H

#include <stdint.h>

struct fs_disc_data;

/* The first member of every implementation. Its owner releases it once. The thread of any reader of an image may read
 * at any time and at any offset; an implementation that keeps few files open opens and closes them by itself.
 */
struct fs_source {
    /* Read `count` bytes from `offset` on. Fewer are allowed; none with result 0 is the end of the source.
     * returns   0, or the source's own failure number, which fs_failure.source_result passes on.
     */
    int32_t (*read_at)(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got);

    void (*release)(struct fs_source *source);

    /* Fixed when the source is handed over: extra bytes are ignored, missing bytes are FS_SOURCE_SHORT when read. */
    uint64_t size_bytes;

    /* The blocks of bytes that are already on the disc to which the image is appended (fs/disc_data.h): they are not
     * recorded again. NULL: the bytes are on no disc yet.
     */
    const struct fs_disc_data *disc_data;
};

#endif
