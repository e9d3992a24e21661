/* The block device of a drive, for programs that read and write its blocks by pread and pwrite (growisofs on DVD-RAM)
 * or read them by lseek and read (genisoimage, which growisofs starts to append a session): whole blocks alone, each
 * transfer as the commands that Linux would send for it, without a cache between.
 */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <errno.h>
#include <unistd.h>

#include "sgdrive/preload.h"

enum {
    BLOCK_BYTES = 2048,
    BLOCKS_AT_ONCE = 32,
    DEADLINE_MS = 60000,
    LOST = 1, /* enum scsi_outcome of scsi/command.h: likewise what is below */
};

static void put_number(uint8_t *bytes, uint32_t value, int count)
{
    while (count--) {
        bytes[count] = (uint8_t)value;
        value >>= 8;
    }
}

/* 0, or an errno; *at_end: there is no such block. */
static int transfer(int drive, bool writes, uint8_t *bytes, uint32_t lba, uint32_t blocks, bool *at_end)
{
    struct face_request request = {.cdb = {writes ? 0x2a : 0x28},
                                   .cdb_length = 10,
                                   .direction = writes ? FACE_OUT : FACE_IN,
                                   .by_system = 1,
                                   .requested_bytes = blocks * BLOCK_BYTES,
                                   .timeout_ms = DEADLINE_MS};
    struct face_reply reply;
    int error;

    put_number(request.cdb + 2, lba, 4);
    put_number(request.cdb + 7, blocks, 2);
    error = preload_send(drive, &request, bytes, &reply);
    if (error) return error;
    *at_end = reply.status && reply.sense[12] == 0x21; /* logical block address out of range */
    return reply.outcome <= LOST || reply.status || reply.hangs ? EIO : 0;
}

static ssize_t move(int drive, bool writes, uint8_t *bytes, size_t count, off64_t at)
{
    size_t done = 0;
    bool at_end = false;
    int error = count % BLOCK_BYTES || at % BLOCK_BYTES || at < 0 ? EINVAL : 0;

    while (!error && done < count) {
        size_t now = count - done < BLOCKS_AT_ONCE * BLOCK_BYTES ? count - done : BLOCKS_AT_ONCE * BLOCK_BYTES;

        error = transfer(drive, writes, bytes + done, (uint32_t)((at + (off64_t)done) / BLOCK_BYTES),
                         (uint32_t)(now / BLOCK_BYTES), &at_end);
        if (!error) done += now;
    }
    if (done || !error) return (ssize_t)done;
    if (at_end && !writes) return 0;
    errno = at_end ? ENOSPC : error;
    return -1;
}

#define PREAD(name, offset)                                                                                            \
    EXPORT ssize_t name(int descriptor, void *bytes, size_t count, offset at)                                          \
    {                                                                                                                  \
        int drive = preload_drive_of(descriptor);                                                                      \
                                                                                                                       \
        return drive >= 0 ? move(drive, false, bytes, count, at) : REAL(name)(descriptor, bytes, count, at);           \
    }

#define PWRITE(name, offset)                                                                                           \
    EXPORT ssize_t name(int descriptor, const void *bytes, size_t count, offset at)                                    \
    {                                                                                                                  \
        int drive = preload_drive_of(descriptor);                                                                      \
                                                                                                                       \
        return drive >= 0 ? move(drive, true, (void *)bytes, count, at) : REAL(name)(descriptor, bytes, count, at);    \
    }

PREAD(pread, off_t)
PREAD(pread64, off64_t)
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* Where it reads is where the drive's own file, which has no bytes, would be read. */
EXPORT ssize_t read(int descriptor, void *bytes, size_t count)
{
    int drive = preload_drive_of(descriptor);
    ssize_t done;
    off64_t at;

    if (drive < 0) return REAL(read)(descriptor, bytes, count);
    at = lseek64(descriptor, 0, SEEK_CUR);
    done = at < 0 ? -1 : move(drive, false, bytes, count, at);
    if (done > 0) lseek64(descriptor, at + done, SEEK_SET);
    return done;
}
