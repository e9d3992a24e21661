/* Inside of the preload library: which descriptors and paths are a simulated drive's, and commands to it. */
#ifndef OPENIMAPI2_TESTS_SGDRIVE_PRELOAD_H
#define OPENIMAPI2_TESTS_SGDRIVE_PRELOAD_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "sgdrive/face.h"

enum { PRELOAD_DRIVES_MAX = 8, PRELOAD_MAJOR = 11 /* Linux, devices.txt: SCSI CD-ROM */ };

#define EXPORT __attribute__((visibility("default")))

/* The function behind ours. */
#define REAL(name) ((__typeof__(name) *)preload_real(#name))

/* Ends the program where the C library has no such function. */
void *preload_real(const char *name);

/* /dev/srN is file N; /sys/block/srN and its other names are the folder FILE.sys. Any other path is itself. */
const char *preload_redirect(const char *path, char room[PATH_MAX]);

/* The number of the drive whose file this is, or -1. */
int preload_drive_of_inode(uint64_t device, uint64_t inode);

/* The number of the drive that an open descriptor belongs to, or -1. Leaves errno alone. */
int preload_drive_of(int descriptor);

/* Likewise, if it is a request that a drive may be asked; else -1. */
int preload_drive_for(int descriptor, unsigned long request);

/* Send one command; data-in arrives in `data`. 0, or an errno: ENODEV without a daemon, EFAULT for a buffer that cannot
 * be used.
 */
int preload_send(int drive, const struct face_request *request, void *data, struct face_reply *reply);

/* A command of the system's own, like those by which Linux answers CDROM_DRIVE_STATUS. Repeats it while unit attentions
 * are in the way. bytes: data-in, may be NULL. 0, or an errno; then *reply is not set.
 */
int preload_query(int drive, const uint8_t *cdb, uint8_t cdb_length, void *bytes, uint32_t count,
                  struct face_reply *reply);

/* CDROM_DRIVE_STATUS: CDS_DISC_OK, CDS_TRAY_OPEN, CDS_NO_DISC or CDS_DRIVE_NOT_READY; or a negative errno. */
int preload_status(int drive);

/* The requests of audio CDs: CDROMREADTOCHDR, CDROMREADTOCENTRY, CDROM_GET_MCN, CDROM_DISC_STATUS. What ioctl(2)
 * returns, or a negative errno.
 */
int preload_cdrom(int drive, unsigned long request, void *argument);

/* An ioctl for a drive: what ioctl(2) returns, with errno set. */
int preload_ioctl(int drive, unsigned long request, void *argument);

#endif
