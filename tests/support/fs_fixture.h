/* A tree of files whose bytes are a function of their number, and images of it held in memory. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FS_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_FS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/image.h"

/* A source of pattern bytes. Set its faults before a read. */
struct pattern_source {
    struct fs_source source;
    uint32_t seed;
    uint64_t ends_at;   /* there are no bytes from this offset on; UINT64_MAX: it has its full size */
    uint64_t fails_at;  /* reads from there on return -5 */
    uint32_t claims;    /* reads report this many bytes more than were read */
    uint32_t at_once;   /* most bytes of one read; 0: all */
    unsigned reads;     /* calls of read */
    const void *buffer; /* of the last read */
};

/* Number of sources that exist now. */
extern unsigned pattern_sources_live;

struct pattern_source *pattern_source_create(uint64_t size_bytes, uint32_t seed);
uint8_t pattern_byte(uint32_t seed, uint64_t offset);

/* ASCII to UTF-16; returns the number of units. */
size_t fs_units(const char *text, uint16_t *units);

extern const struct fs_times fixture_times;

/* Add a file or directory under an ASCII name; a failure ends the test. The file owns the source. */
struct fs_node *fixture_directory(struct fs_tree *tree, struct fs_node *parent, const char *name,
                                  const struct fs_times *times);
struct fs_node *fixture_file(struct fs_tree *tree, struct fs_node *parent, const char *name,
                             const struct fs_times *times, struct fs_source *source);

struct fs_plan_options fixture_options(unsigned systems, const char *volume_name);

/* The plan of a tree that can be laid out. */
struct fs_plan *fixture_plan(const struct fs_tree *tree, const struct fs_plan_options *options);

/* fs_plan_create with each of its allocations refused, one at a time: FS_OUT_OF_MEMORY, and nothing is leaked.
 * There are more than `fewest`.
 */
void fixture_fail_each_allocation(const struct fs_tree *tree, const struct fs_plan_options *options, long fewest);

/* The blocks of an image; free it. */
uint8_t *fixture_read(const struct fs_plan *plan, uint32_t first, uint32_t count);

#endif
