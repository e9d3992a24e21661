/* A sink of events: IDispatch that is called by number, and its connection to an object that fires. */
#ifndef OPENIMAPI2_DISCCTL_SINK_H
#define OPENIMAPI2_DISCCTL_SINK_H

#include "imapi2.h"

/* It lives as long as the process, since a last call may come after Unadvise: begin it with SINK_BEGIN. */
struct sink {
    IDispatch IDispatch_iface;
    const IID *events; /* the interface whose events are wanted */
    /* One event. The arguments come last one first, and may be of any number and type. */
    HRESULT (*on_event)(struct sink *sink, DISPID member, const DISPPARAMS *parameters);
    IConnectionPoint *point; /* owned while connected */
    DWORD cookie;
};

extern const IDispatchVtbl sink_methods;

#define SINK_BEGIN(iid, handler)                                                                                       \
    {                                                                                                                  \
        .IDispatch_iface = {(IDispatchVtbl *)&sink_methods}, .events = (iid), .on_event = (handler)                    \
    }

/* Advise. On failure the sink is not connected. */
HRESULT sink_connect(struct sink *sink, IUnknown *source);

/* Unadvise, where it is connected. */
void sink_disconnect(struct sink *sink);

#endif
