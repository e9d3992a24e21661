/* The forms of stat, for the structures that the C library has. */
#ifndef OPENIMAPI2_TESTS_SGDRIVE_PRELOAD_STAT_H
#define OPENIMAPI2_TESTS_SGDRIVE_PRELOAD_STAT_H

#include <limits.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "sgdrive/preload.h"

#define DISGUISE(found)                                                                                                \
    do {                                                                                                               \
        int drive = preload_drive_of_inode((found)->st_dev, (found)->st_ino);                                          \
                                                                                                                       \
        if (drive < 0) break;                                                                                          \
        (found)->st_mode = S_IFBLK | ((found)->st_mode & 07777);                                                       \
        (found)->st_rdev = makedev(PRELOAD_MAJOR, (unsigned)drive);                                                    \
        (found)->st_size = 0;                                                                                          \
        (found)->st_blocks = 0;                                                                                        \
    } while (0)

/* The six forms of stat, for both structures; the names with __ are those of programs built before glibc 2.33. */
#define STAT(name, type, symbol)                                                                                       \
    EXPORT int name(const char *asked, struct type *found)                                                             \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int result = ((__typeof__(name) *)preload_real(symbol))(preload_redirect(asked, room), found);                 \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }
#define FSTAT(name, type, symbol)                                                                                      \
    EXPORT int name(int descriptor, struct type *found)                                                                \
    {                                                                                                                  \
        int result = ((__typeof__(name) *)preload_real(symbol))(descriptor, found);                                    \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }
#define FSTATAT(name, type, symbol)                                                                                    \
    EXPORT int name(int folder, const char *asked, struct type *found, int flags)                                      \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int result = ((__typeof__(name) *)preload_real(symbol))(folder, preload_redirect(asked, room), found, flags);  \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }
#define XSTAT(name, type, symbol)                                                                                      \
    int name(int version, const char *asked, struct type *found);                                                      \
    EXPORT int name(int version, const char *asked, struct type *found)                                                \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int result = ((__typeof__(name) *)preload_real(symbol))(version, preload_redirect(asked, room), found);        \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }
#define FXSTAT(name, type, symbol)                                                                                     \
    int name(int version, int descriptor, struct type *found);                                                         \
    EXPORT int name(int version, int descriptor, struct type *found)                                                   \
    {                                                                                                                  \
        int result = ((__typeof__(name) *)preload_real(symbol))(version, descriptor, found);                           \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }
#define FXSTATAT(name, type, symbol)                                                                                   \
    int name(int version, int folder, const char *asked, struct type *found, int flags);                               \
    EXPORT int name(int version, int folder, const char *asked, struct type *found, int flags)                         \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int result =                                                                                                   \
            ((__typeof__(name) *)preload_real(symbol))(version, folder, preload_redirect(asked, room), found, flags);  \
                                                                                                                       \
        if (result == 0) DISGUISE(found);                                                                              \
        return result;                                                                                                 \
    }

#endif
