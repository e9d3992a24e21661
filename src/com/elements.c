/* Shared elements, and the position of one enumerator among them. */
#include "com/elements.h"

void com_elements_add_ref(struct com_elements *elements)
{
    InterlockedIncrement(&elements->references);
}

void com_elements_release(struct com_elements *elements)
{
    if (!InterlockedDecrement(&elements->references)) elements->destroy(elements);
}

bool com_cursor_init(struct com_cursor *cursor, struct com_elements *elements, size_t position)
{
    if (!InitializeCriticalSectionAndSpinCount(&cursor->lock, 0)) return false;
    com_elements_add_ref(elements);
    cursor->elements = elements;
    cursor->position = position;
    return true;
}

void com_cursor_destroy(struct com_cursor *cursor)
{
    com_elements_release(cursor->elements);
    DeleteCriticalSection(&cursor->lock);
}

HRESULT com_cursor_next(struct com_cursor *cursor, ULONG wanted,
                        HRESULT (*store)(void *out, ULONG index, VARIANT *value), void *out, ULONG *given)
{
    struct com_elements *elements = cursor->elements;
    HRESULT hr = S_OK;
    VARIANT value;

    *given = 0;
    EnterCriticalSection(&cursor->lock);
    while (*given < wanted && cursor->position + *given < elements->count) {
        VariantInit(&value);
        hr = elements->get(elements, cursor->position + *given, &value);
        if (SUCCEEDED(hr)) hr = store(out, *given, &value);
        if (FAILED(hr)) break;
        (*given)++;
    }
    if (SUCCEEDED(hr)) cursor->position += *given;
    LeaveCriticalSection(&cursor->lock);
    if (FAILED(hr)) return hr;
    return *given == wanted ? S_OK : S_FALSE;
}

HRESULT com_cursor_skip(struct com_cursor *cursor, ULONG count)
{
    size_t rest;

    EnterCriticalSection(&cursor->lock);
    rest = cursor->elements->count - cursor->position;
    cursor->position += count < rest ? count : rest;
    LeaveCriticalSection(&cursor->lock);
    return count <= rest ? S_OK : S_FALSE;
}

void com_cursor_reset(struct com_cursor *cursor)
{
    EnterCriticalSection(&cursor->lock);
    cursor->position = 0;
    LeaveCriticalSection(&cursor->lock);
}

size_t com_cursor_position(struct com_cursor *cursor)
{
    size_t position;

    EnterCriticalSection(&cursor->lock);
    position = cursor->position;
    LeaveCriticalSection(&cursor->lock);
    return position;
}
