/* The elements of an enumerator, fixed in number and order, and the position of one enumerator among them. */
#ifndef OPENIMAPI2_COM_ELEMENTS_H
#define OPENIMAPI2_COM_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <oleauto.h>

/* First member of every implementation; shared by an enumerator and its clones, on any thread. */
struct com_elements {
    LONG references; /* initially 1 */
    size_t count;

    /* Create the element: the caller owns the value, which is VT_EMPTY on entry. index: below count. */
    HRESULT (*get)(struct com_elements *elements, size_t index, VARIANT *value);

    /* Called when the last reference is released. */
    void (*destroy)(struct com_elements *elements);
};

void com_elements_add_ref(struct com_elements *elements);
void com_elements_release(struct com_elements *elements);

struct com_cursor {
    struct com_elements *elements; /* held */
    CRITICAL_SECTION lock;         /* guards position */
    size_t position;
};

/* False: no memory; no reference is taken. */
bool com_cursor_init(struct com_cursor *cursor, struct com_elements *elements, size_t position);
void com_cursor_destroy(struct com_cursor *cursor);

/* Take up to `wanted` elements. On failure the position does not move, and the caller drops the values already stored.
 * store    takes over the value, as number `index` of `out`, even if it fails.
 * given    out: how many were stored.
 * returns  S_OK, S_FALSE (fewer than wanted are left), or a failure of the elements or of store.
 */
HRESULT com_cursor_next(struct com_cursor *cursor, ULONG wanted,
                        HRESULT (*store)(void *out, ULONG index, VARIANT *value), void *out, ULONG *given);

HRESULT com_cursor_skip(struct com_cursor *cursor, ULONG count); /* S_FALSE: it stopped at the end */
void com_cursor_reset(struct com_cursor *cursor);
size_t com_cursor_position(struct com_cursor *cursor);

#endif
