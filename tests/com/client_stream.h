/* A client's IStream, as well-behaved or as hostile as a test needs. Its bytes are a function of offset and seed, or
 * those that the test lists.
 */
#ifndef OPENIMAPI2_TESTS_COM_CLIENT_STREAM_H
#define OPENIMAPI2_TESTS_COM_CLIENT_STREAM_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

/* Bytes at an offset of a stream or a file. An entry with bytes NULL ends a list. */
struct client_piece {
    ULONGLONG offset;
    const char *bytes;
    DWORD count;
};

struct client_stream {
    IStream IStream_iface;
    LONG references; /* the test owns the memory and checks this at the end: it must be 1; a clone owns its memory */
    bool is_clone;
    BYTE seed;
    const struct client_piece *pieces; /* not NULL: the stream's bytes, with zeros between them */
    ULONGLONG size;                    /* real size in bytes */
    ULONGLONG says;                    /* size reported by Stat */
    ULONGLONG position;                /* also of writes: the bytes written are not stored, but compared */

    ULONG most;          /* most bytes that one Read or Write transfers; 0: all */
    bool gives_name;     /* Stat returns a name, regardless of its flag */
    ULONG claims_more;   /* Read reports this many bytes more than it read */
    HRESULT read_result; /* of reads at and after fail_at; S_OK at first */
    ULONGLONG fail_at;   /* offset from which reads return read_result */
    HRESULT seek_result, stat_result, clone_result, write_result;
    bool clones_nothing;                         /* Clone returns S_OK and a NULL pointer */
    void (*react)(struct client_stream *stream); /* inside Read; may be NULL */
    void *context;                               /* react's */
    const IID *other_iid;                        /* another supported interface, or NULL */
    IUnknown *other;                             /* its object, which counts the stream's references */

    DWORD thread;           /* that created it */
    unsigned other_threads; /* calls of Read, Seek and Stat on other threads */
    unsigned reads, seeks, writes;
    bool is_spoiled; /* bytes other than its own were written to it */
};

/* With one reference, honest, of `size` bytes. */
void client_stream_begin(struct client_stream *stream, ULONGLONG size, BYTE seed);

/* Asserts that there are no other references. */
void client_stream_end(const struct client_stream *stream);

BYTE client_stream_byte(BYTE seed, ULONGLONG offset);

#endif
