/* A client's IStream, as honest or as hostile as a test wants it. Its bytes are a function of offset and seed,
 * or those that the test lists. */
#ifndef OPENIMAPI2_TESTS_COM_CLIENT_STREAM_H
#define OPENIMAPI2_TESTS_COM_CLIENT_STREAM_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

/* Bytes somewhere in a stream or a file. bytes NULL ends a list of them. */
struct client_piece {
    ULONGLONG offset;
    const char *bytes;
    DWORD count;
};

struct client_stream {
    IStream IStream_iface;
    LONG references; /* the memory is the test's, who looks at the end: 1 is right; a clone's is its own */
    bool is_clone;
    BYTE seed;
    const struct client_piece *pieces; /* not NULL: these are its bytes, with zeros between them */
    ULONGLONG size;                    /* bytes that it has */
    ULONGLONG says;                    /* bytes that Stat says it has */
    ULONGLONG position; /* also where a write goes to: the bytes of a target are not kept, but compared */

    ULONG most;          /* bytes that a Read or Write takes at once; 0: all */
    bool gives_name;     /* Stat gives a name, whatever its flag says */
    ULONG claims_more;   /* Read claims so many bytes more than it read */
    HRESULT read_result; /* at and behind fail_at; S_OK at first */
    ULONGLONG fail_at;   /* likewise */
    HRESULT seek_result, stat_result, clone_result, write_result;
    bool clones_nothing;                         /* Clone is S_OK and gives NULL */
    void (*react)(struct client_stream *stream); /* inside Read; may be NULL */
    void *context;                               /* react's */
    const IID *other_iid;                        /* another interface that it answers, or NULL */
    IUnknown *other;                             /* which counts the stream's references */

    DWORD thread;           /* that made it */
    unsigned other_threads; /* Read, Seek and Stat on any other */
    unsigned reads, seeks, writes;
    bool is_spoiled; /* something else was written to it than its own bytes */
};

/* With one reference, honest, of `size` bytes. */
void client_stream_begin(struct client_stream *stream, ULONGLONG size, BYTE seed);

/* Nobody holds it any more: an assertion. */
void client_stream_end(const struct client_stream *stream);

BYTE client_stream_byte(BYTE seed, ULONGLONG offset);

#endif
