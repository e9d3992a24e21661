/* The content of the registry, as lines of text that can be compared. */
#ifndef OPENIMAPI2_TESTS_COM_REGISTRY_SNAPSHOT_H
#define OPENIMAPI2_TESTS_COM_REGISTRY_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

/* A key is "[path]" in lower case, a value "[path] name=type:bytes in hex, strings as they are". */
struct snapshot {
    WCHAR **lines;
    size_t count;
    size_t capacity;
};

/* Adds a key with everything below it, in a view of the registry; the lines begin with `label` and the path. */
void snapshot_add(struct snapshot *snapshot, HKEY root, REGSAM view, const WCHAR *label, const WCHAR *path);

/* Adds one line for a key: the number of keys and values directly below it ("[path] 3 keys, 1 values"), or that the key
 * does not exist.
 */
void snapshot_add_counts(struct snapshot *snapshot, HKEY root, REGSAM view, const WCHAR *label, const WCHAR *path);
void snapshot_add_line(struct snapshot *snapshot, const WCHAR *line);
void snapshot_sort(struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);

/* Removes from `snapshot` the lines that are also in `other`; both must be sorted. */
void snapshot_subtract(struct snapshot *snapshot, const struct snapshot *other);

/* Fails the test when they differ, and prints the differences. Both must be sorted. */
void assert_snapshots_equal(const struct snapshot *actual, const struct snapshot *expected);

#endif
