/* Calls of the stream classes' own methods, and the error texts of the methods of IStream that they share. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_CALL_H
#define OPENIMAPI2_IMAPI2_STREAM_CALL_H

#include <windows.h>

#include "com/read_stream.h"
#include "imapi2/call.h"

/* Begin the call of a method of the class's own; end it with imapi_call_done. attempt: borrowed until then. */
void stream_call_begin(const struct com_read_stream *stream, struct imapi_call *call, const char *attempt);

/* The `fail` of a com_read_stream_class: sets the thread's error object for hr, and returns hr. */
HRESULT stream_call_failed(const struct com_read_stream *stream, const char *attempt, HRESULT hr);

#endif
