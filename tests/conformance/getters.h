/* Tables of properties whose answers are open questions: each is asked by its place in the vtable, and its answer
 * printed.
 */
#ifndef OPENIMAPI2_TESTS_CONFORMANCE_GETTERS_H
#define OPENIMAPI2_TESTS_CONFORMANCE_GETTERS_H

#include <stddef.h>
#include <windows.h>
#include <oleauto.h>

struct getter {
    const char *name;
    size_t offset; /* in the vtable */
    VARTYPE type;  /* of the answer: VT_BOOL, VT_I4, VT_ARRAY of numbers or objects, VT_UNKNOWN */
};

/* "NAME CIRCUMSTANCE" is the question. */
void getter_ask(void *object, const struct getter *getter, const char *circumstance);
void getters_ask(void *object, const struct getter *getters, size_t count, const char *circumstance);

#endif
