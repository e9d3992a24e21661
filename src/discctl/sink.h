/* An event sink: an IDispatch that is called by DISPID, and its connection to the object that fires the events. */
#ifndef OPENIMAPI2_DISCCTL_SINK_H
#define OPENIMAPI2_DISCCTL_SINK_H

#include "imapi2.h"

/* Initialise it with SINK_BEGIN. It must live as long as the process, since a last call may come after Unadvise. */
struct sink {
    IDispatch IDispatch_iface;
    const IID *events; /* the interface whose events are wanted */
    /* One event. The arguments are in reverse order, and may be of any number and type. */
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

/* Unadvise, if connected. */
void sink_disconnect(struct sink *sink);

#endif
