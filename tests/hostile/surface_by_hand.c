/* The calls that no type library describes, in the order of the sweeps. */
#include "hostile/by_hand.h"

void *const nonsense = (void *)(uintptr_t)NONSENSE;

void undefined(struct surface_result *result, struct text *text, const char *what)
{
    result->is_defined = false;
    text_printf(text, "<%s>", what);
}

/* An interface that came out, or did not. */
void finish_interface(HRESULT hr, void *out, struct surface_result *result, struct text *text)
{
    if (FAILED(hr)) {
        if (out) undefined(result, text, "an interface is left");
    } else {
        text_append(text, out ? "object" : "none");
        if (out) IUnknown_Release((IUnknown *)out);
    }
}

const struct surface_by_hand_group *const surface_by_hand_groups[] = {
    &by_hand_objects, &by_hand_events, &by_hand_streams, &by_hand_data, &by_hand_audio,
};
const size_t surface_by_hand_group_count = ARRAYSIZE(surface_by_hand_groups);
