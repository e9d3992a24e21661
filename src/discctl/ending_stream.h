/* Wraps a stream; after the user cancels, every Read fails. */
#ifndef OPENIMAPI2_DISCCTL_ENDING_STREAM_H
#define OPENIMAPI2_DISCCTL_ENDING_STREAM_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

/* A stream that reads from `inner`, to which it holds a reference; QueryInterface for other interfaces of `inner` goes
 * to `inner` itself. is_over   called before each Read; true makes it fail with ERROR_CANCELLED.
 */
IStream *ending_stream_create(IStream *inner, bool (*is_over)(void));

#endif
