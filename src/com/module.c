/* Counts what holds the module (objects, factory locks, threads), and releases cached objects when the count reaches
 * zero.
 */
#include "com/module.h"

static HINSTANCE module_instance;
static CRITICAL_SECTION module_lock;
static LONG module_count;
static struct com_kept *kept_places;

bool com_module_attach(HINSTANCE instance)
{
    module_instance = instance;
    return InitializeCriticalSectionAndSpinCount(&module_lock, 0) != 0;
}

void com_module_detach(void)
{
    DeleteCriticalSection(&module_lock);
}

HINSTANCE com_module_instance(void)
{
    return module_instance;
}

void com_module_add(void)
{
    EnterCriticalSection(&module_lock);
    module_count++;
    LeaveCriticalSection(&module_lock);
}

/* The last user gives back what is kept before it stops counting: outside of the lock, because that calls into other
 * modules, and one thing at a time, because somebody may begin to use the module meanwhile.
 */
void com_module_release(void)
{
    void (*release)(void *thing);
    struct com_kept *place;
    void *thing;

    EnterCriticalSection(&module_lock);
    while (module_count == 1 && kept_places) {
        place = kept_places;
        thing = place->thing;
        release = place->release;
        kept_places = place->next;
        place->thing = NULL;
        LeaveCriticalSection(&module_lock);
        release(thing);
        EnterCriticalSection(&module_lock);
    }
    module_count--;
    LeaveCriticalSection(&module_lock);
}

LONG com_module_count(void)
{
    LONG count;

    EnterCriticalSection(&module_lock);
    count = module_count;
    LeaveCriticalSection(&module_lock);
    return count;
}

/* Without the lock: the caller took it when it began to count, and nothing is given back before it stops. */
void *com_module_kept(struct com_kept *place)
{
    return __atomic_load_n(&place->thing, __ATOMIC_ACQUIRE);
}

void *com_module_keep(struct com_kept *place, void *thing, void (*release)(void *thing))
{
    void *kept;

    EnterCriticalSection(&module_lock);
    if (!place->thing) {
        place->release = release;
        place->next = kept_places;
        kept_places = place;
        __atomic_store_n(&place->thing, thing, __ATOMIC_RELEASE);
    }
    kept = place->thing;
    LeaveCriticalSection(&module_lock);
    if (kept != thing) release(thing);
    return kept;
}
