/* Methods of a stream are ordinary calls, whose class and interface the stream knows. */
#include "imapi2/stream_call.h"

void stream_call_begin(const struct com_read_stream *stream, struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, stream->class->prog_id, stream->class->iid, attempt, IMAPI_CALL_QUERY);
}

HRESULT stream_call_failed(const struct com_read_stream *stream, const char *attempt, HRESULT hr)
{
    struct imapi_call call;

    stream_call_begin(stream, &call, attempt);
    return imapi_call_done(&call, hr);
}
