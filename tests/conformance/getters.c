/* Asks getters of any interface, and puts their answers into words. */
#include "conformance/getters.h"

#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"

static void say_element(char *words, size_t size, const VARIANT *element)
{
    switch (V_VT(element)) {
    case VT_I4:
        _snprintf(words, size, " %ld", V_I4(element));
        break;
    case VT_UI4:
        _snprintf(words, size, " %luu", V_UI4(element));
        break;
    case VT_DISPATCH:
        _snprintf(words, size, " object");
        break;
    default:
        _snprintf(words, size, " VT_%u", V_VT(element));
        break;
    }
}

/* "15 of: 2 3 5 ..." */
static void say_array(char *words, size_t size, SAFEARRAY *array)
{
    VARIANT *elements;
    ULONG i;

    if (!array) {
        _snprintf(words, size, "NULL");
        return;
    }
    _snprintf(words, size, "%lu of:", array->rgsabound[0].cElements);
    if (FAILED(SafeArrayAccessData(array, (void **)&elements))) return;
    for (i = 0; i < array->rgsabound[0].cElements && strlen(words) + 16 < size; i++)
        say_element(words + strlen(words), size - strlen(words) - 1, &elements[i]);
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
}

void getter_ask(void *object, const struct getter *getter, const char *circumstance)
{
    HRESULT(WINAPI * get)(void *object, void *value);
    char question[128], words[512] = "";
    union {
        void *pointer;
        LONG number;
        VARIANT_BOOL flag;
        SAFEARRAY *array;
        IUnknown *object;
    } value = {.pointer = NULL};
    HRESULT hr;

    memcpy(&get, *(char **)object + getter->offset, sizeof get);
    hr = get(object, &value);
    sprintf(question, "%s %s", getter->name, circumstance);
    if (FAILED(hr)) {
        answer_hr(question, hr);
    } else if (getter->type == VT_BOOL) {
        answer(question, "0x%08lX, %d", (unsigned long)hr, value.flag);
    } else if (getter->type == VT_I4) {
        answer(question, "0x%08lX, %ld", (unsigned long)hr, value.number);
    } else if (getter->type == VT_ARRAY) {
        say_array(words, sizeof words, value.array);
        answer(question, "0x%08lX, %s", (unsigned long)hr, words);
    } else {
        answer(question, "0x%08lX, %s", (unsigned long)hr, value.object ? "an object" : "NULL");
        if (value.object) IUnknown_Release(value.object);
    }
}

void getters_ask(void *object, const struct getter *getters, size_t count, const char *circumstance)
{
    size_t i;

    for (i = 0; i < count; i++)
        getter_ask(object, &getters[i], circumstance);
}
