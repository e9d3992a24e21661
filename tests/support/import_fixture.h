/* An import of a disc in memory, and the resulting tree as text. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_IMPORT_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_IMPORT_FIXTURE_H

#include "fs/import.h"
#include "fs/probe.h"
#include "support/memory_device.h"

enum { IMPORTED_TEXT_MAX = 8192 };

struct imported {
    struct memory_device device;
    struct fs_tree *tree; /* with UDF's rules, unless an existing tree was given */
    enum fs_status status;
    struct fs_import_failure failure;
    char text[IMPORTED_TEXT_MAX];     /* the tree's items; see imported_list */
    char reported[IMPORTED_TEXT_MAX]; /* the names that were reported, each followed by a blank; the root is "." */
};

/* Import from blocks that the caller keeps until imported_free. tree: NULL makes an empty tree; else ownership passes
 * to `imported`.
 */
void import_from(struct imported *imported, uint8_t *bytes, uint32_t block_count, enum fs_system system,
                 uint32_t session_start, struct fs_tree *tree);

/* The same from a device that is prepared already. */
void import_from_device(struct imported *imported, enum fs_system system, uint32_t session_start, struct fs_tree *tree);

void imported_free(struct imported *imported);

/* Each allocation of an import of the whole disc fails in turn: the tree stays empty, and nothing is leaked. There are
 * more than `least`.
 */
void import_without_memory(struct memory_device *device, enum fs_system system, const struct fs_name_rules *rules,
                           long least);

/* A line for each item, in the order of fs_tree_next: the path, a slash after a directory, then a file's size and
 * its extents: "@300+5" is five bytes at block 300, "~+5" zeros without blocks, "~300+5" with them, "=" bytes in
 * memory. " h" is hidden, " r" real-time. Streams follow their file as PATH:STREAM. Characters outside ASCII are
 * written as \u1234.
 */
void imported_list(const struct fs_tree *tree, char *text);

/* Recomputes the checksum and CRC of the tag in the block's first bytes; ECMA-167 3/7.2. */
void retag(uint8_t *block);

#endif
