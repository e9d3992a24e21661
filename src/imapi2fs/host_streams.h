/* Finds the named streams of a file of this computer, which file systems such as NTFS store beside its content. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_STREAMS_H
#define OPENIMAPI2_IMAPI2FS_HOST_STREAMS_H

#include <stddef.h>
#include <windows.h>

enum { HOST_STREAM_NAME_UNITS = MAX_PATH + 36 }; /* of ":name:$DATA", with the NUL; WIN32_FIND_STREAM_DATA */

struct host_stream_data {
    LARGE_INTEGER size;
    WCHAR name[HOST_STREAM_NAME_UNITS];
};

/* The functions that find streams: FindFirstStreamW and FindNextStreamW, which Windows XP lacks. Replaceable, so that a
 * test can provide streams on a system without them.
 */
struct host_stream_finder {
    HANDLE(WINAPI *first)(const WCHAR *path, int level, void *data, DWORD flags); /* level 0 */
    BOOL(WINAPI *next)(HANDLE find, void *data);
};

/* The system's functions, or NULL if it has none. */
const struct host_stream_finder *host_stream_finder_of_system(void);

/* Call `found` for each named stream of a file. `name` is the stream's own name, valid during the call. A failure of
 * `found` ends the search.
 * returns   the failure of `found`, or S_OK. With S_OK, *error is 0 or the system's error. A file system without
 *           streams is no error.
 */
HRESULT host_streams_find(const struct host_stream_finder *finder, const WCHAR *path,
                          HRESULT (*found)(void *context, const WCHAR *name, size_t count), void *context,
                          DWORD *error);

#endif
