/* The module that holds the classes: how much of it is in use, and what it keeps while it is.
 *
 * Every live object, every locked factory and every thread of ours counts. DllCanUnloadNow may say yes exactly when the
 * count is 0; the count returning to 0 gives back whatever was kept.
 */
#ifndef OPENIMAPI2_COM_MODULE_H
#define OPENIMAPI2_COM_MODULE_H

#include <stdbool.h>
#include <windows.h>

/* Once, before anything else here (DllMain). False: no memory. */
bool com_module_attach(HINSTANCE instance);

/* Once, when nothing is in use any more. */
void com_module_detach(void);

HINSTANCE com_module_instance(void);

void com_module_add(void);
void com_module_release(void);
LONG com_module_count(void);

/* Something that is made at the first need and lives while the module is in use: a static variable, zero at first. */
struct com_kept {
    void *thing;
    void (*release)(void *thing);
    struct com_kept *next;
};

/* What is kept there, or NULL. The caller counts in the module (it runs in a live object), so that the thing stays. */
void *com_module_kept(struct com_kept *place);

/* Keep `thing` there; `release` gives it back when the module is no longer in use. Where somebody else was faster,
 * `thing` is given back at once. Returns what is kept.
 */
void *com_module_keep(struct com_kept *place, void *thing, void (*release)(void *thing));

#endif
