/* stat and its relatives: a drive's file is a block device. The names with __ are those of programs built before glibc
 * 2.33.
 */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include "sgdrive/preload_stat.h"

STAT(stat, stat, "stat")
STAT(stat64, stat64, "stat64")
STAT(lstat, stat, "lstat")
STAT(lstat64, stat64, "lstat64")
FSTAT(fstat, stat, "fstat")
FSTAT(fstat64, stat64, "fstat64")
FSTATAT(fstatat, stat, "fstatat")
FSTATAT(fstatat64, stat64, "fstatat64")
XSTAT(__xstat, stat, "__xstat")
XSTAT(__xstat64, stat64, "__xstat64")
XSTAT(__lxstat, stat, "__lxstat")
XSTAT(__lxstat64, stat64, "__lxstat64")
FXSTAT(__fxstat, stat, "__fxstat")
FXSTAT(__fxstat64, stat64, "__fxstat64")
FXSTATAT(__fxstatat, stat, "__fxstatat")
FXSTATAT(__fxstatat64, stat64, "__fxstatat64")

EXPORT int statx(int folder, const char *restrict asked, int flags, unsigned mask, struct statx *restrict found)
{
    char room[PATH_MAX];
    int result = REAL(statx)(folder, preload_redirect(asked, room), flags, mask | STATX_INO, found);
    int drive;

    if (result != 0) return result;
    drive = preload_drive_of_inode(makedev(found->stx_dev_major, found->stx_dev_minor), found->stx_ino);
    if (drive < 0) return result;
    found->stx_mode = S_IFBLK | (found->stx_mode & 07777);
    found->stx_rdev_major = PRELOAD_MAJOR;
    found->stx_rdev_minor = (unsigned)drive;
    found->stx_size = 0;
    found->stx_blocks = 0;
    return result;
}
