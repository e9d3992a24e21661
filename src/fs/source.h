/* The port through which an image reads the bytes of a file. Nothing in it knows a path, a stream or a handle. */
#ifndef OPENIMAPI2_FS_SOURCE_H
#define OPENIMAPI2_FS_SOURCE_H

#include <stdint.h>

struct fs_disc_data;

/* First member of every implementation. An owner releases it once. Reads may come from the thread of each reader of an
 * image, at any time and at any offset; an implementation that keeps few files open opens and closes them by itself.
 */
struct fs_source {
    /* Read `count` bytes from `offset` on. Fewer is allowed; none at all with result 0 is the end of the source.
     * returns   0, or a number of the source's own, kept in fs_failure.source_result.
     */
    int32_t (*read_at)(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got);

    void (*release)(struct fs_source *source);

    /* Fixed when the source is handed over: a longer one is cut, a shorter one is FS_SOURCE_SHORT while it is read. */
    uint64_t size_bytes;

    /* The bytes are on the disc that the image is appended to, in these blocks (fs/disc_data.h): they are not recorded
     * again. NULL: they are on no disc yet.
     */
    const struct fs_disc_data *disc_data;
};

#endif
