/* Folders and files on this computer for a test, in a temporary folder of the test's own. */
#ifndef OPENIMAPI2_TESTS_COM_HOST_TREE_H
#define OPENIMAPI2_TESTS_COM_HOST_TREE_H

#include <windows.h>

enum { HOST_TREE_PATH_MAX = 1024 };

/* In the functions below, `relative` is a path within that folder; missing folders of the path are created. Any failure
 * ends the test.
 */

/* The full path, in a buffer that the 8th call from now on reuses. relative empty: the test's own folder. */
const WCHAR *host_tree_path(const WCHAR *relative);

/* Create the test's own folder, empty: leftovers of a killed run are deleted. */
void host_tree_begin(void);

/* Make a folder. */
void host_tree_folder(const WCHAR *relative);

/* Create or overwrite a file whose byte at offset n is seed + n + n / 256. */
void host_tree_file(const WCHAR *relative, DWORD size, BYTE seed);
BYTE host_tree_byte(BYTE seed, ULONGLONG offset);

/* Set the file's times, in seconds since 1970. */
void host_tree_times(const WCHAR *relative, LONGLONG accessed_s, LONGLONG written_s);

/* Create a link to a folder, both within the test's folder; false: this system does not support it. */
BOOL host_tree_link(const WCHAR *relative, const WCHAR *target);

/* Delete the test's folder with all its content. A file that is still open ends the test. */
void host_tree_delete(void);

/* Can the file be opened without sharing, so that it is open nowhere else? */
BOOL host_tree_is_closed(const WCHAR *relative);

#endif
