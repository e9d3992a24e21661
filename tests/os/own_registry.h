/* A registry of this process's own in place of HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE: tests that run at the same
 * time set the same values.
 */
#ifndef OPENIMAPI2_TESTS_OS_OWN_REGISTRY_H
#define OPENIMAPI2_TESTS_OS_OWN_REGISTRY_H

/* cmocka's, of a group. Both are empty at first; nothing is left of them at the end but what a killed test leaves. */
int own_registry_begin(void **state);
int own_registry_end(void **state);

#endif
