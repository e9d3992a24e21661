/* MsftDiscMaster2: the list of recorder IDs, and the events when recorders come and go. */
#include "imapi2/disc_master2.h"

#include <limits.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "com/connection_point.h"
#include "com/dispatch.h"
#include "com/enum_variant.h"
#include "com/thread.h"
#include "com/values.h"
#include "imapi2.h"
#include "imapi2/call.h"
#include "imapi2/hresult.h"
#include "imapi2/recorder_session.h"

enum { ATTEMPT_SIZE = 128 };

struct master {
    struct com_object object;
    IDiscMaster2 IDiscMaster2_iface;
    struct device_source *devices; /* borrowed */
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* the rest */
    bool has_ids;
    struct com_strings ids; /* as Count saw them last; Item takes from here */

    struct com_connection_container container;
    struct com_connection_point events;
    struct device_watch *watch; /* while somebody listens; the connection point's turn guards it */
};

COM_DISPATCH(master, IDiscMaster2)

static const WCHAR class_name[] = L"OpenIMAPI2.MsftDiscMaster2";

/* The methods' pages name no code for a list that cannot be had but E_FAIL and E_OUTOFMEMORY. */
static void call_begin(struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, class_name, &IID_IDiscMaster2, attempt, IMAPI_CALL_CACHED);
}

static bool add_id(void *context, const char *id)
{
    return com_strings_append(context, id);
}

/* The IDs of the devices that are there now; sends no command. Where it fails, the call is over. */
static HRESULT take_ids(struct master *master, struct imapi_call *call, struct com_strings *ids)
{
    memset(ids, 0, sizeof *ids);
    if (master->devices->ops->list(master->devices, add_id, ids, &call->failure) == DRIVE_OK) return S_OK;
    com_strings_free(ids);
    return imapi_call_failed(call);
}

/* List anew for Count and Item. Where it fails, the call is over. */
static HRESULT refresh(struct master *master, struct imapi_call *call, LONG *count)
{
    struct com_strings fresh, old;
    HRESULT hr;

    hr = take_ids(master, call, &fresh);
    if (FAILED(hr)) return hr;
    *count = fresh.count > LONG_MAX ? LONG_MAX : (LONG)fresh.count;
    EnterCriticalSection(&master->lock);
    old = master->ids;
    master->ids = fresh;
    master->has_ids = true;
    LeaveCriticalSection(&master->lock);
    com_strings_free(&old);
    return S_OK;
}

/* IDiscMaster2::get__NewEnum: a snapshot of this moment. */
static HRESULT WINAPI master_get__NewEnum(IDiscMaster2 *iface, IEnumVARIANT **value)
{
    struct imapi_call call;
    struct com_strings ids;
    HRESULT hr;

    call_begin(&call, "Listing the recorders");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = NULL;
    hr = take_ids(master_from_IDiscMaster2(iface), &call, &ids);
    if (FAILED(hr)) return hr;
    hr = com_enum_strings_create(&ids, value);
    com_strings_free(&ids);
    return imapi_call_done(&call, hr);
}

/* IDiscMaster2::get_Item: of the last list that Count made; of a new one when there is none. */
static HRESULT WINAPI master_get_Item(IDiscMaster2 *iface, LONG index, BSTR *value)
{
    struct master *master = master_from_IDiscMaster2(iface);
    char attempt[ATTEMPT_SIZE];
    struct text text = text_in(attempt, sizeof attempt);
    struct imapi_call call;
    bool has_ids;
    LONG count;
    HRESULT hr;

    call_begin(&call, "Reading a recorder's identifier");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&master->lock);
    has_ids = master->has_ids;
    LeaveCriticalSection(&master->lock);
    if (!has_ids) {
        hr = refresh(master, &call, &count);
        if (FAILED(hr)) return hr;
    }

    EnterCriticalSection(&master->lock);
    if (index < 0 || (size_t)index >= master->ids.count) {
        hr = E_INVALIDARG;
        text_printf(&text, "Reading the identifier of recorder %ld of %lu (counted from 0)", (long)index,
                    (unsigned long)master->ids.count);
        call.attempt = attempt;
    } else {
        hr = com_bstr_copy(master->ids.items[index], value);
    }
    LeaveCriticalSection(&master->lock);
    return imapi_call_done(&call, hr);
}

/* IDiscMaster2::get_Count: looks anew, so that a program sees drives that came or went. */
static HRESULT WINAPI master_get_Count(IDiscMaster2 *iface, LONG *value)
{
    struct imapi_call call;

    call_begin(&call, "Counting the recorders");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = 0;
    return refresh(master_from_IDiscMaster2(iface), &call, value);
}

/* IDiscMaster2::get_IsSupportedEnvironment: can at least one of them be initialized? No is an answer, not a failure;
 * but without memory to ask with there is none.
 */
static HRESULT WINAPI master_get_IsSupportedEnvironment(IDiscMaster2 *iface, VARIANT_BOOL *value)
{
    struct master *master = master_from_IDiscMaster2(iface);
    struct recorder_session *session;
    struct imapi_call call;
    struct com_strings ids;
    HRESULT hr = S_OK;
    size_t i;

    call_begin(&call, "Looking for a recorder that can be used");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = VARIANT_FALSE;
    hr = take_ids(master, &call, &ids);
    if (FAILED(hr)) return hr;
    for (i = 0; i < ids.count && *value == VARIANT_FALSE; i++) {
        if (recorder_session_open(master->devices, master->clock, ids.items[i], &session, &call.failure) == DRIVE_OK) {
            recorder_session_release(session);
            *value = VARIANT_TRUE;
        } else if (call.failure.status == DRIVE_NO_MEMORY) {
            hr = E_OUTOFMEMORY;
        }
    }
    com_strings_free(&ids);
    return imapi_call_done(&call, *value == VARIANT_TRUE ? S_OK : hr);
}

/* ----------------------------------------------------------------------------------------------- DDiscMaster2Events */

/* NotifyDeviceAdded and NotifyDeviceRemoved (IDispatch *object, BSTR uniqueId). Comes on a thread of the watch; the
 * master's end waits until it is through.
 */
static void tell(void *context, enum device_change change, const char *id)
{
    DISPID event =
        change == DEVICE_ADDED ? DISPID_DDISCMASTER2EVENTS_DEVICEADDED : DISPID_DDISCMASTER2EVENTS_DEVICEREMOVED;
    struct master *master = context;
    VARIANT arguments[2];

    if (!com_object_try_add_ref(&master->object)) return;
    VariantInit(&arguments[0]);
    if (SUCCEEDED(com_bstr_from_utf8(id, &V_BSTR(&arguments[0])))) {
        V_VT(&arguments[0]) = VT_BSTR;
        V_VT(&arguments[1]) = VT_DISPATCH;
        V_DISPATCH(&arguments[1]) = (IDispatch *)&master->IDiscMaster2_iface;
        com_connection_point_post(&master->events, event, arguments, ARRAYSIZE(arguments));
        VariantClear(&arguments[0]);
    }
    com_object_release(&master->object);
}

static HRESULT begin_events(struct com_object *object)
{
    struct master *master = CONTAINING_RECORD(object, struct master, object);
    struct drive_failure failure;

    if (master->devices->ops->watch(master->devices, com_thread_start, tell, master, &master->watch, &failure) ==
        DRIVE_OK)
        return S_OK;
    return hresult_from_failure(&failure);
}

static void end_events(struct com_object *object)
{
    struct master *master = CONTAINING_RECORD(object, struct master, object);

    master->watch->ops->close(master->watch);
    master->watch = NULL;
}

static const struct com_event_source master_events = {&IID_DDiscMaster2Events, begin_events, end_events};

/* --------------------------------------------------------------------------------------------------------- its life */

static const IDiscMaster2Vtbl master_IDiscMaster2_vtbl = {
    COM_DISPATCH_METHODS(master, IDiscMaster2), master_get__NewEnum, master_get_Item, master_get_Count,
    master_get_IsSupportedEnvironment,
};

static const struct com_interface master_interfaces[] = {
    {&IID_IDiscMaster2, offsetof(struct master, IDiscMaster2_iface)},
    {&IID_IDispatch, offsetof(struct master, IDiscMaster2_iface)},
    {&IID_IConnectionPointContainer, offsetof(struct master, container.IConnectionPointContainer_iface)},
};

static void master_destroy(struct com_object *object)
{
    struct master *master = CONTAINING_RECORD(object, struct master, object);

    com_connection_container_destroy(&master->container);
    com_strings_free(&master->ids);
    DeleteCriticalSection(&master->lock);
    base_free(master);
}

static const struct com_class master_class = {
    &CLSID_MsftDiscMaster2, true, master_interfaces, ARRAYSIZE(master_interfaces), master_destroy,
};

HRESULT master_create(struct device_source *devices, const struct base_clock *clock, REFIID iid, void **out)
{
    struct master *master;

    *out = NULL;
    master = base_alloc(sizeof *master);
    if (!master) return E_OUTOFMEMORY;
    master->IDiscMaster2_iface.lpVtbl = &master_IDiscMaster2_vtbl;
    master->devices = devices;
    master->clock = clock;
    if (!InitializeCriticalSectionAndSpinCount(&master->lock, 0)) {
        base_free(master);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&master->container, &master->object, class_name, &master->events, &master_events, 1);
    com_object_init(&master->object, &master_class);
    return com_object_hand_out(&master->object, iid, out);
}
