/* Shared by the tests of the stream classes: calls that must succeed, and the rules for all four classes. */
#ifndef OPENIMAPI2_TESTS_COM_STREAM_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_STREAM_FIXTURE_H

#include <windows.h>
#include <objidl.h>

void stream_set_size(IStream *stream, ULONGLONG size);
ULONGLONG stream_size(IStream *stream); /* by Stat, whose other fields are checked */
ULONGLONG stream_position(IStream *stream);
HRESULT stream_seek(IStream *stream, LONGLONG move, DWORD origin, ULONGLONG *position);

/* Read `count` bytes at this offset; returns the count read. */
ULONG stream_read_at(IStream *stream, ULONGLONG offset, void *bytes, ULONG count);

/* For a stream of exactly 10 bytes: Seek from all origins and past both ends, Read up to the end and beyond. */
void assert_stream_of_ten(IStream *stream);

/* For any initialized stream: NULL pointers, flags, and calls that a read-only stream refuses. */
void assert_stream_refuses(IStream *stream, const WCHAR *source);

/* For a stream that has not been initialized. */
void assert_stream_uninitialized(IStream *stream, const WCHAR *source);

#endif
