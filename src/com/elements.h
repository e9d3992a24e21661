/* Elements that an enumerator goes through, fixed in number and order, and an enumerator's place among them. */
#ifndef OPENIMAPI2_COM_ELEMENTS_H
#define OPENIMAPI2_COM_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <oleauto.h>

/* First member of every implementation; shared by an enumerator and its clones, from any thread. */
struct com_elements {
    LONG references; /* 1 at first */
    size_t count;

    /* Make the element: a value of the caller's own, VT_EMPTY at first. index: below count. */
    HRESULT (*get)(struct com_elements *elements, size_t index, VARIANT *value);

    /* The last reference is gone. */
    void (*destroy)(struct com_elements *elements);
};

void com_elements_add_ref(struct com_elements *elements);
void com_elements_release(struct com_elements *elements);

struct com_cursor {
    struct com_elements *elements; /* held */
    CRITICAL_SECTION lock;         /* position */
    size_t position;
};

/* False: no memory, and no reference is taken. */
bool com_cursor_init(struct com_cursor *cursor, struct com_elements *elements, size_t position);
void com_cursor_destroy(struct com_cursor *cursor);

/* Take up to `wanted` elements. A failure moves nothing; what was stored is the caller's to drop.
 * store   takes the value over, as number `index` of `out`; on its failure too.
 * given   out: how many were stored.
 * returns S_OK, S_FALSE (fewer than wanted are left), a failure of the elements or of store.
 */
HRESULT com_cursor_next(struct com_cursor *cursor, ULONG wanted,
                        HRESULT (*store)(void *out, ULONG index, VARIANT *value), void *out, ULONG *given);

HRESULT com_cursor_skip(struct com_cursor *cursor, ULONG count); /* S_FALSE: it stopped at the end */
void com_cursor_reset(struct com_cursor *cursor);
size_t com_cursor_position(struct com_cursor *cursor);

#endif
