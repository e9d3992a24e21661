/* What 32-bit programs with a 64-bit time call instead (Debian's Wine is one): compiled with _TIME_BITS=64, for which
 * the C library gives these functions other names.
 */
#include <stdarg.h>

#include <sys/ioctl.h>

#include "sgdrive/preload_stat.h"

STAT(stat, stat, "__stat64_time64")
STAT(lstat, stat, "__lstat64_time64")
FSTAT(fstat, stat, "__fstat64_time64")
FSTATAT(fstatat, stat, "__fstatat64_time64")

EXPORT int ioctl(int descriptor, unsigned long request, ...)
{
    int drive = preload_drive_for(descriptor, request);
    void *argument;
    va_list rest;

    va_start(rest, request);
    argument = va_arg(rest, void *);
    va_end(rest);
    if (drive >= 0) return preload_ioctl(drive, request, argument);
    return ((__typeof__(ioctl) *)preload_real("__ioctl_time64"))(descriptor, request, argument);
}
