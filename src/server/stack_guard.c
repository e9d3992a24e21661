/* The functions that -fstack-protector-strong needs, instead of the compiler's library. That library gets its random
 * number from a cryptographic provider, which must be found in the registry and loaded first; on Wine that takes most
 * of the time that this DLL needs to load.
 */
#include <stdint.h>

#include <windows.h>

/* RtlGenRandom, under the name by which advapi32 exports it since Windows XP. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG bytes);

extern uintptr_t __stack_chk_guard;
void __stack_chk_fail(void);

uintptr_t __stack_chk_guard;

/* Before DllMain, and before any function that has a guard: none may be under way when it changes. */
__attribute__((constructor, no_stack_protector)) static void make_guard(void)
{
    LARGE_INTEGER now;

    if (SystemFunction036(&__stack_chk_guard, sizeof __stack_chk_guard)) return;
    QueryPerformanceCounter(&now);
    __stack_chk_guard = (uintptr_t)now.QuadPart * 0x9E3779B1u ^ (uintptr_t)&now;
}

/* The stack is not to be trusted: no message, no handler, no clean-up. 0xC0000409 is STATUS_STACK_BUFFER_OVERRUN. */
__attribute__((noreturn)) void __stack_chk_fail(void)
{
    TerminateProcess(GetCurrentProcess(), 0xC0000409);
    __builtin_unreachable();
}
