/* libsgdrive.so: makes ordinary files the optical drives /dev/sr0, /dev/sr1 ... of the process that loads it
 * (LD_PRELOAD), and of those that it starts. Which files: FACE_ENVIRONMENT. Opened by either name, a file is a block
 * device 11:0, 11:1 ... that answers the ioctls of preload_ioctl.c.
 *
 * What a real kernel does and this does not: it does not look at who sends which command, it reads blocks by
 * read and pread and writes them by pwrite alone, and the door stays locked when the last descriptor is closed.
 */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/cdrom.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "sgdrive/preload.h"

struct file {
    char path[PATH_MAX];
    bool is_found;
    dev_t device;
    ino64_t inode;
};

static struct file files[PRELOAD_DRIVES_MAX];
static int file_count;

void *preload_real(const char *name)
{
    void *address = dlsym(RTLD_NEXT, name);

    if (address) return address;
    fprintf(stderr, "libsgdrive: the C library has no %s\n", name);
    abort();
}

static void find(struct file *file)
{
    struct statx found;

    if (file->is_found || REAL(statx)(AT_FDCWD, file->path, 0, STATX_INO, &found) != 0) return;
    file->device = makedev(found.stx_dev_major, found.stx_dev_minor);
    file->inode = found.stx_ino;
    file->is_found = true;
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv(FACE_ENVIRONMENT);

    while (at && *at && file_count < PRELOAD_DRIVES_MAX) {
        size_t length = strcspn(at, ":");

        if (length && length < PATH_MAX) memcpy(files[file_count++].path, at, length);
        at += length + (at[length] != 0);
    }
}

int preload_drive_of_inode(uint64_t device, uint64_t inode)
{
    int i;

    for (i = 0; i < file_count; i++) {
        find(&files[i]);
        if (files[i].is_found && files[i].inode == inode && files[i].device == device) return i;
    }
    return -1;
}

int preload_drive_of(int descriptor)
{
    int saved = errno, drive = -1;
    struct statx found;

    if (file_count && REAL(statx)(descriptor, "", AT_EMPTY_PATH, STATX_INO, &found) == 0)
        drive = preload_drive_of_inode(makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino);
    errno = saved;
    return drive;
}

const char *preload_redirect(const char *path, char room[PATH_MAX])
{
    static const struct {
        const char *prefix, *suffix;
    } rows[] = {
        {"/dev/sr", ""},
        {"/dev/scd", ""},
        {"/sys/block/sr", ".sys"},
        {"/sys/class/block/sr", ".sys"},
        {"/sys/dev/block/11:", ".sys"},
    };
    size_t i;

    if (!path || !file_count) return path;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = strlen(rows[i].prefix);
        const char *number = path + length;

        if (strncmp(path, rows[i].prefix, length) != 0 || number[0] < '0' || number[0] >= '0' + file_count) continue;
        if (number[1] && (number[1] != '/' || !*rows[i].suffix)) continue;
        if (snprintf(room, PATH_MAX, "%s%s%s", files[number[0] - '0'].path, rows[i].suffix, number + 1) >= PATH_MAX)
            continue;
        return room;
    }
    return path;
}

/* ---- opening ---- */

static bool wants_mode(int flags)
{
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

/* What Linux looks at when an optical drive is opened: O_EXCL excludes others that ask for it, and without O_NONBLOCK
 * there must be a disc. Returns the descriptor, or -1.
 */
static int opened(int descriptor, int flags)
{
    int drive = descriptor < 0 || flags & O_PATH ? -1 : preload_drive_of(descriptor);
    int error = 0, status;

    if (drive < 0) return descriptor;
    if (!(flags & O_NONBLOCK)) {
        status = preload_status(drive);
        if (status < 0)
            error = ENXIO;
        else if (status != CDS_DISC_OK)
            error = ENOMEDIUM;
    }
    if (!error && flags & O_EXCL && flock(descriptor, LOCK_EX | LOCK_NB) != 0) error = EBUSY;
    if (!error) return descriptor;
    close(descriptor);
    errno = error;
    return -1;
}

/* A node is neither made nor emptied by opening it. */
static int flags_for(const char *asked, const char *path, int flags)
{
    return path == asked ? flags : flags & ~(O_CREAT | O_TRUNC);
}

#define OPEN(name)                                                                                                     \
    EXPORT int name(const char *asked, int flags, ...)                                                                 \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        const char *path = preload_redirect(asked, room);                                                              \
        mode_t mode = 0;                                                                                               \
        va_list rest;                                                                                                  \
                                                                                                                       \
        va_start(rest, flags);                                                                                         \
        if (wants_mode(flags)) mode = va_arg(rest, mode_t);                                                            \
        va_end(rest);                                                                                                  \
        return opened(REAL(name)(path, flags_for(asked, path, flags), mode), flags);                                   \
    }

#define OPENAT(name)                                                                                                   \
    EXPORT int name(int folder, const char *asked, int flags, ...)                                                     \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        const char *path = preload_redirect(asked, room);                                                              \
        mode_t mode = 0;                                                                                               \
        va_list rest;                                                                                                  \
                                                                                                                       \
        va_start(rest, flags);                                                                                         \
        if (wants_mode(flags)) mode = va_arg(rest, mode_t);                                                            \
        va_end(rest);                                                                                                  \
        return opened(REAL(name)(folder, path, flags_for(asked, path, flags), mode), flags);                           \
    }

/* Programs compiled with _FORTIFY_SOURCE open by these. */
#define OPEN_2(name)                                                                                                   \
    int name(const char *asked, int flags);                                                                            \
    EXPORT int name(const char *asked, int flags)                                                                      \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
                                                                                                                       \
        return opened(REAL(name)(preload_redirect(asked, room), flags), flags);                                        \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
OPEN_2(__open_2)
OPEN_2(__open64_2)

#define FOPEN(name)                                                                                                    \
    EXPORT FILE *name(const char *asked, const char *mode)                                                             \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
                                                                                                                       \
        return REAL(name)(preload_redirect(asked, room), mode);                                                        \
    }

FOPEN(fopen)
FOPEN(fopen64)

/* ---- asking about files: see also preload_stat.c ---- */

EXPORT int access(const char *asked, int mode)
{
    char room[PATH_MAX];

    return REAL(access)(preload_redirect(asked, room), mode);
}

EXPORT int faccessat(int folder, const char *asked, int mode, int flags)
{
    char room[PATH_MAX];

    return REAL(faccessat)(folder, preload_redirect(asked, room), mode, flags);
}

/* ---- commands ---- */

static int connect_to(int drive)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = 60};
    int connection, size = 1 << 20, result;
    socklen_t length;

    find(&files[drive]);
    connection = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connection < 0) return -1;
    length = (socklen_t)snprintf(address.sun_path + 1, sizeof address.sun_path - 1, FACE_SOCKET,
                                 (unsigned long long)files[drive].device, (unsigned long long)files[drive].inode);
    length += (socklen_t)offsetof(struct sockaddr_un, sun_path) + 1;
    setsockopt(connection, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    do {
        result = connect(connection, (struct sockaddr *)&address, length);
    } while (result != 0 && errno == EINTR);
    if (result == 0) return connection;
    close(connection);
    return -1;
}

int preload_send(int drive, const struct face_request *request, void *data, struct face_reply *reply)
{
    struct face_request named = *request;
    struct iovec parts[2] = {{&named, sizeof named}, {data, request->requested_bytes}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = request->direction == FACE_OUT ? 2 : 1};
    int connection = connect_to(drive), error = 0;
    ssize_t moved;

    if (connection < 0) return ENODEV;
    named.magic = FACE_MAGIC;
    prctl(PR_GET_NAME, named.program);
    do {
        moved = sendmsg(connection, &message, MSG_NOSIGNAL);
    } while (moved < 0 && errno == EINTR);
    if (moved >= 0) {
        parts[0] = (struct iovec){reply, sizeof *reply};
        message.msg_iovlen = request->direction == FACE_IN && request->requested_bytes ? 2 : 1;
        do {
            moved = recvmsg(connection, &message, 0);
        } while (moved < 0 && errno == EINTR);
    }
    if (moved < 0)
        error = errno == EFAULT ? EFAULT : ENODEV;
    else if (moved < (ssize_t)sizeof *reply || reply->magic != FACE_MAGIC)
        error = ENODEV;
    close(connection);
    return error;
}

int preload_drive_for(int descriptor, unsigned long request)
{
    switch (request >> 8 & 0xff) {
    case 0x12: /* block devices */
    case 0x22: /* sg */
    case 0x53: /* CD-ROM and SCSI */
        return preload_drive_of(descriptor);
    default:
        return -1;
    }
}

EXPORT int ioctl(int descriptor, unsigned long request, ...)
{
    int drive = preload_drive_for(descriptor, request);
    void *argument;
    va_list rest;

    va_start(rest, request);
    argument = va_arg(rest, void *);
    va_end(rest);
    return drive >= 0 ? preload_ioctl(drive, request, argument) : REAL(ioctl)(descriptor, request, argument);
}
