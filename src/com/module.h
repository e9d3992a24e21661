/* The module that holds the classes: counts its users, and keeps cached objects while it is in use.
 *
 * Every live object, every locked factory and every thread of ours counts. DllCanUnloadNow returns S_OK exactly when
 * the count is 0; when the count returns to 0, the cached objects are released.
 */
#ifndef OPENIMAPI2_COM_MODULE_H
#define OPENIMAPI2_COM_MODULE_H

#include <stdbool.h>
#include <windows.h>

/* Call once, before any other function here (DllMain). False: no memory. */
bool com_module_attach(HINSTANCE instance);

/* Call once, when nothing is in use any more. */
void com_module_detach(void);

HINSTANCE com_module_instance(void);

void com_module_add(void);
void com_module_release(void);
LONG com_module_count(void);

/* An object that is created when first needed and lives while the module is in use: a static variable, initially zero.
 */
struct com_kept {
    void *thing;
    void (*release)(void *thing);
    struct com_kept *next;
};

/* The object in `place`, or NULL. The caller must count in the module (for example, run in a live object), so that the
 * object stays.
 */
void *com_module_kept(struct com_kept *place);

/* Store `thing` in `place`; it is released with `release` when the module is no longer in use. If another thread was
 * faster, `thing` is released at once. Returns the stored object.
 */
void *com_module_keep(struct com_kept *place, void *thing, void (*release)(void *thing));

#endif
