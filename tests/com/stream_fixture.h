/* What the tests of the stream classes share: calls that must succeed, and the rules that hold for all four. */
#ifndef OPENIMAPI2_TESTS_COM_STREAM_FIXTURE_H
#define OPENIMAPI2_TESTS_COM_STREAM_FIXTURE_H

#include <windows.h>
#include <objidl.h>

void stream_set_size(IStream *stream, ULONGLONG size);
ULONGLONG stream_size(IStream *stream); /* by Stat, whose other fields are looked at */
ULONGLONG stream_position(IStream *stream);
HRESULT stream_seek(IStream *stream, LONGLONG move, DWORD origin, ULONGLONG *position);

/* Read `count` bytes at this offset; the count that came. */
ULONG stream_read_at(IStream *stream, ULONGLONG offset, void *bytes, ULONG count);

/* Of a stream of exactly 10 bytes: Seek by all origins and past both ends, Read up to the end and behind it. */
void assert_stream_of_ten(IStream *stream);

/* Of any stream that works: NULL pointers, flags, and what cannot be done to one that is only read. */
void assert_stream_refuses(IStream *stream, const WCHAR *source);

/* Of one that has not been initialized. */
void assert_stream_uninitialized(IStream *stream, const WCHAR *source);

#endif
