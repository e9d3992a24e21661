/* Image files and clients' streams for the tests of imapi2fs. */
#ifndef OPENIMAPI2_TESTS_COM_IMAGE_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_IMAGE_FIXTURE_H

#include <windows.h>
#include <objidl.h>

enum { SECTOR = 2048 };

/* Bytes somewhere in a file whose other bytes are zero. bytes NULL ends a list of them. */
struct piece {
    ULONGLONG offset;
    const char *bytes;
    DWORD count;
};

/* Make a file of this size in the folder for temporary files, and give its path, which stays good. It is deleted by
 * image_delete_all. */
const WCHAR *image_make(const WCHAR *name, ULONGLONG size, const struct piece *pieces);
void image_delete_all(void);

/* A client's stream of `size` zeros but for the pieces; methods may be told to fail. It belongs to its apartment, as an
 * object without a marshaler does. */
struct client_stream {
    IStream IStream_iface;
    LONG references; /* 1 at first: the test's own */
    ULONGLONG size, position;
    const struct piece *pieces;
    HRESULT stat, seek, read; /* S_OK at first */
    ULONG most;               /* bytes in one Read; 0: no limit */
    unsigned seeks, reads;
};
void client_stream_init(struct client_stream *stream, ULONGLONG size, const struct piece *pieces);

#endif
