/* The named streams that a file of this computer has beside its content, as NTFS does. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_STREAMS_H
#define OPENIMAPI2_IMAPI2FS_HOST_STREAMS_H

#include <stddef.h>
#include <windows.h>

enum { HOST_STREAM_NAME_UNITS = MAX_PATH + 36 }; /* of ":name:$DATA", with the NUL; WIN32_FIND_STREAM_DATA */

struct host_stream_data {
    LARGE_INTEGER size;
    WCHAR name[HOST_STREAM_NAME_UNITS];
};

/* How streams are found: FindFirstStreamW and FindNextStreamW, which XP has not. A port, so that a test can have
 * streams on a system without them.
 */
struct host_stream_finder {
    HANDLE(WINAPI *first)(const WCHAR *path, int level, void *data, DWORD flags); /* level 0 */
    BOOL(WINAPI *next)(HANDLE find, void *data);
};

/* The system's, or NULL where it has none. */
const struct host_stream_finder *host_stream_finder_of_system(void);

/* Call `found` for each named stream of a file: name is that of the stream alone, and stands there for the call. It
 * ends the search with a failure.
 * returns   what `found` has returned; S_OK; or S_OK and *error: what the system says. File systems without streams
 *           have none.
 */
HRESULT host_streams_find(const struct host_stream_finder *finder, const WCHAR *path,
                          HRESULT (*found)(void *context, const WCHAR *name, size_t count), void *context,
                          DWORD *error);

#endif
