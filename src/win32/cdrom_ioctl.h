/* The device requests that we send, with their numbers and layouts checked at compile time on both architectures.
 *
 * Sources: Windows driver documentation, ntddcdrm.h (IOCTL_CDROM_EXCLUSIVE_ACCESS and its structures, which mingw-w64
 * lacks), ntddstor.h, ntddscsi.h (SCSI_PASS_THROUGH_DIRECT), winioctl.h.
 */
#ifndef OPENIMAPI2_WIN32_CDROM_IOCTL_H
#define OPENIMAPI2_WIN32_CDROM_IOCTL_H

#include <assert.h>
#include <stddef.h>
#include <windows.h>
#include <winioctl.h>
#include <ntddscsi.h>

#define CDROM_IOCTL_EXCLUSIVE_ACCESS                                                                                   \
    CTL_CODE(FILE_DEVICE_CD_ROM, 0x17, METHOD_BUFFERED, FILE_READ_ACCESS | FILE_WRITE_ACCESS)

enum cdrom_exclusive_request {
    CDROM_EXCLUSIVE_QUERY_STATE = 0,
    CDROM_EXCLUSIVE_LOCK_DEVICE = 1,
    CDROM_EXCLUSIVE_UNLOCK_DEVICE = 2,
};

enum {
    CDROM_EXCLUSIVE_IGNORE_VOLUME = 0x1, /* lock: although a file system is mounted */
    CDROM_EXCLUSIVE_CALLER_BYTES = 64,
};

struct cdrom_exclusive_access {
    ULONG request;
    ULONG flags;
};

struct cdrom_exclusive_lock {
    struct cdrom_exclusive_access access;
    UCHAR caller[CDROM_EXCLUSIVE_CALLER_BYTES];
};

struct cdrom_exclusive_state {
    BOOLEAN is_locked;
    UCHAR caller[CDROM_EXCLUSIVE_CALLER_BYTES];
};

static_assert(CDROM_IOCTL_EXCLUSIVE_ACCESS == 0x0002C05C, "IOCTL_CDROM_EXCLUSIVE_ACCESS");
static_assert(IOCTL_STORAGE_MCN_CONTROL == 0x002D0944, "IOCTL_STORAGE_MCN_CONTROL");
static_assert(IOCTL_STORAGE_GET_DEVICE_NUMBER == 0x002D1080, "IOCTL_STORAGE_GET_DEVICE_NUMBER");
static_assert(IOCTL_STORAGE_QUERY_PROPERTY == 0x002D1400, "IOCTL_STORAGE_QUERY_PROPERTY");
static_assert(IOCTL_SCSI_PASS_THROUGH_DIRECT == 0x0004D014, "IOCTL_SCSI_PASS_THROUGH_DIRECT");
static_assert(FSCTL_LOCK_VOLUME == 0x00090018, "FSCTL_LOCK_VOLUME");
static_assert(FSCTL_UNLOCK_VOLUME == 0x0009001C, "FSCTL_UNLOCK_VOLUME");
static_assert(FSCTL_DISMOUNT_VOLUME == 0x00090020, "FSCTL_DISMOUNT_VOLUME");

static_assert(sizeof(struct cdrom_exclusive_access) == 8, "CDROM_EXCLUSIVE_ACCESS");
static_assert(sizeof(struct cdrom_exclusive_lock) == 72, "CDROM_EXCLUSIVE_LOCK");
static_assert(offsetof(struct cdrom_exclusive_lock, caller) == 8, "CDROM_EXCLUSIVE_LOCK.CallerName");
static_assert(sizeof(struct cdrom_exclusive_state) == 65, "CDROM_EXCLUSIVE_LOCK_STATE");

static_assert(sizeof(PREVENT_MEDIA_REMOVAL) == 1, "PREVENT_MEDIA_REMOVAL");
static_assert(sizeof(STORAGE_DEVICE_NUMBER) == 12, "STORAGE_DEVICE_NUMBER");
static_assert(sizeof(STORAGE_PROPERTY_QUERY) == 12, "STORAGE_PROPERTY_QUERY");

/* The structure has a pointer in it: 44 bytes for a 32-bit process, 56 for a 64-bit one. */
#ifdef _WIN64
#define SPTD_LAYOUT(x86, x64) (x64)
#else
#define SPTD_LAYOUT(x86, x64) (x86)
#endif
static_assert(sizeof(SCSI_PASS_THROUGH_DIRECT) == SPTD_LAYOUT(44, 56), "SCSI_PASS_THROUGH_DIRECT");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, ScsiStatus) == 2, "ScsiStatus");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, CdbLength) == 6, "CdbLength");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, SenseInfoLength) == 7, "SenseInfoLength");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, DataIn) == 8, "DataIn");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, DataTransferLength) == 12, "DataTransferLength");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, TimeOutValue) == 16, "TimeOutValue");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, DataBuffer) == SPTD_LAYOUT(20, 24), "DataBuffer");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, SenseInfoOffset) == SPTD_LAYOUT(24, 32), "SenseInfoOffset");
static_assert(offsetof(SCSI_PASS_THROUGH_DIRECT, Cdb) == SPTD_LAYOUT(28, 36), "Cdb");
#undef SPTD_LAYOUT

#endif
