/* The public methods of every interface as a table that a test can walk: name, place in the vtable, parameters, and a
 * way to call each with arguments that make sense. What the type library of this module describes is read from there,
 * so that an interface that is served one day is known here already; the interfaces of COM itself stand in a short
 * table, and what no table can call in by_hand_*.c. An interface may stand here twice, each time with other
 * methods.
 */
#ifndef OPENIMAPI2_TESTS_HOSTILE_SURFACE_H
#define OPENIMAPI2_TESTS_HOSTILE_SURFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>
#include <oleauto.h>

enum { SURFACE_PARAMETERS_MAX = 8, SURFACE_NAME_SIZE = 64, SURFACE_TEXT_SIZE = 131072, SURFACE_BUFFER_BYTES = 65536 };

struct surface_by_hand_row;

enum surface_kind {
    SURFACE_IN_NUMBER,     /* of `size` bytes */
    SURFACE_IN_STRING,     /* BSTR */
    SURFACE_IN_BYTES,      /* a buffer of the caller's */
    SURFACE_IN_INTERFACE,  /* NULL */
    SURFACE_IN_IID,        /* IID_IUnknown */
    SURFACE_IN_ARRAY,      /* SAFEARRAY of no VARIANTs */
    SURFACE_OUT_NUMBER,    /* of `size` bytes */
    SURFACE_OUT_STRING,    /* BSTR */
    SURFACE_OUT_ARRAY,     /* SAFEARRAY */
    SURFACE_OUT_INTERFACE, /* AddRef'd */
    SURFACE_OUT_VARIANT,
    SURFACE_OUT_BYTES, /* a buffer of the caller's */
    SURFACE_OUT_TASK,  /* CoTaskMemAlloc'd elements of `size` bytes; the next parameter counts them */
};

struct surface_parameter {
    char name[SURFACE_NAME_SIZE];
    enum surface_kind kind;
    uint8_t size;
};

struct surface_method {
    char name[SURFACE_NAME_SIZE]; /* a property's begins with get_ or put_ */
    size_t vtable_offset;
    size_t parameter_count;
    struct surface_parameter parameters[SURFACE_PARAMETERS_MAX];
    DISPID id;     /* where the interface derives from IDispatch */
    WORD dispatch; /* DISPATCH_METHOD, _PROPERTYGET, _PROPERTYPUT; 0: the interface does not derive from IDispatch */
    const struct surface_by_hand_row *by_hand; /* instead of the parameters; NULL: none */
};

struct surface_interface {
    char name[SURFACE_NAME_SIZE];
    IID iid;
    size_t method_count;
    struct surface_method *methods;
    const char *unknown; /* the method with a parameter that the sweeps cannot make; NULL: none */
};

/* All of them; read at the first call. What cannot be read stops the test. */
const struct surface_interface *surface_interfaces(size_t *count);

/* The method of this name in an interface that the object has; *iface is AddRef'd. NULL: there is none. */
const struct surface_method *surface_find(IUnknown *object, const char *name, IUnknown **iface);

/* How a call ended. */
struct surface_result {
    HRESULT hr;
    bool is_defined;              /* on failure every output is 0, NULL or empty */
    IUnknown *object;             /* the first interface that came out, or NULL; surface_result_clear */
    bool has_error_info;          /* the thread's; taken away */
    WCHAR error_text[512];        /* its description, "" without */
    char text[SURFACE_TEXT_SIZE]; /* the outputs in words, so that two calls can be compared */
};

enum surface_way { SURFACE_BY_VTABLE, SURFACE_BY_DISPATCH };

/* Outputs are full of nonsense before the call and freed after it. SURFACE_BY_DISPATCH only where `dispatch` is not 0.
 */
void surface_call(IUnknown *iface, const struct surface_method *method, enum surface_way way,
                  struct surface_result *result);
void surface_result_clear(struct surface_result *result);

/* Called with true right before the method itself runs and with false right after, so that faults hit the method and
 * not the test. NULL: nothing.
 */
extern void (*surface_arm)(bool is_running);
void surface_armed(bool is_running); /* calls it */

/* What InitializeDiscRecorder is given; FIXTURE_ID unless changed. */
extern const WCHAR *surface_recorder_id;

#endif
