/* Folders and files of this computer for a test, below a folder of its own for temporary files. */
#ifndef OPENIMAPI2_TESTS_COM_HOST_TREE_H
#define OPENIMAPI2_TESTS_COM_HOST_TREE_H

#include <windows.h>

enum { HOST_TREE_PATH_MAX = 1024 };

/* Below, `relative` is a path within the folder; the folders on its way are made when they are missing. Every step that
 * fails ends the test.
 */

/* The whole path, in a buffer that the 8th call from now on uses again. Empty: the test's own folder. */
const WCHAR *host_tree_path(const WCHAR *relative);

/* Make the test's own folder, with nothing in it: what a run that was killed has left goes. */
void host_tree_begin(void);

/* Make a folder. */
void host_tree_folder(const WCHAR *relative);

/* Make a file, or make it anew, whose byte at offset n is seed + n + n / 256. */
void host_tree_file(const WCHAR *relative, DWORD size, BYTE seed);
BYTE host_tree_byte(BYTE seed, ULONGLONG offset);

/* Seconds since 1970. */
void host_tree_times(const WCHAR *relative, LONGLONG accessed_s, LONGLONG written_s);

/* Make a link to a folder, both within the test's folder; false: this system has none. */
BOOL host_tree_link(const WCHAR *relative, const WCHAR *target);

/* Delete all of it. A file that somebody holds open ends the test. */
void host_tree_delete(void);

/* May somebody have the file for himself alone: does nobody have it open? */
BOOL host_tree_is_closed(const WCHAR *relative);

#endif
