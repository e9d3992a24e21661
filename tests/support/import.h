/* Takes an imported function's place: the pointer through which a program calls it, under the linker's own name, is
 * defined by the test, which so need not be linked to the library.
 *
 *     extern void *const import_of_sleep IMPORT(Sleep, 4);
 *     void *const import_of_sleep = (void *)fake_sleep;
 *
 * bytes  of the function's arguments on x86, where they are a part of its name.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_IMPORT_H
#define OPENIMAPI2_TESTS_SUPPORT_IMPORT_H

#ifdef _WIN64
#define IMPORT(name, bytes) __asm__("__imp_" #name)
#else
#define IMPORT(name, bytes) __asm__("__imp__" #name "@" #bytes)
#endif

#endif
