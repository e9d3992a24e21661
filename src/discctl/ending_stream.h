/* Another stream until the user has enough: then every Read fails. */
#ifndef OPENIMAPI2_DISCCTL_ENDING_STREAM_H
#define OPENIMAPI2_DISCCTL_ENDING_STREAM_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

/* A stream that reads from `inner`, which it holds, and answers to the inner one's other interfaces by that one.
 * is_over   asked in front of each Read; true ends it with ERROR_CANCELLED.
 */
IStream *ending_stream_create(IStream *inner, bool (*is_over)(void));

#endif
