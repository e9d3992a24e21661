/* Calls of the stream classes' own methods, and what IErrorInfo says of the methods of IStream that they share. */
#ifndef OPENIMAPI2_IMAPI2_STREAM_CALL_H
#define OPENIMAPI2_IMAPI2_STREAM_CALL_H

#include <windows.h>

#include "com/read_stream.h"
#include "imapi2/call.h"

/* Of a method of the class's own. */
void stream_call_begin(const struct com_read_stream *stream, struct imapi_call *call, const char *attempt);

/* The `fail` of a com_read_stream_class. */
HRESULT stream_call_failed(const struct com_read_stream *stream, const char *attempt, HRESULT hr);

#endif
