/* Replaces an imported function: the test defines the pointer through which a program calls it, under the linker's own
 * name, and so need not be linked to the library.
 *
 *     extern void *const import_of_sleep IMPORT(Sleep, 4);
 *     void *const import_of_sleep = (void *)fake_sleep;
 *
 * bytes  size of the function's arguments on x86, where it is part of the name.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_IMPORT_H
#define OPENIMAPI2_TESTS_SUPPORT_IMPORT_H

#ifdef _WIN64
#define IMPORT(name, bytes) __asm__("__imp_" #name)
#else
#define IMPORT(name, bytes) __asm__("__imp__" #name "@" #bytes)
#endif

#endif
