/* The operating system's calls behind src/win32, scripted and recorded.
 *
 * `ld --wrap` does nothing for functions imported from a DLL, so this defines the import pointers themselves; a program
 * that links fake_os.c calls these functions instead of the system's. One device stands behind every handle. Its time
 * is fake_os.now_ms. Windows' rules are kept, whatever the script says:
 * - while a file object has the drive locked, notification control and pass-through by any other file object are
 *   ERROR_ACCESS_DENIED;
 * - exclusive access by a handle of the volume, which the file system opened and cdrom.sys does not know, is
 *   ERROR_INVALID_HANDLE. source of both: Microsoft's public sample of cdrom.sys;
 * - a file system's request by a handle of the device interface, which reaches no file system, is
 *   ERROR_INVALID_FUNCTION. source: FSCTL_LOCK_VOLUME documentation (the handle is the volume's).
 */
#ifndef OPENIMAPI2_TESTS_WIN32_FAKE_OS_H
#define OPENIMAPI2_TESTS_WIN32_FAKE_OS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <dbt.h>
#include <cmocka.h>

enum {
    FAKE_OPENS_MAX = 64,
    FAKE_STEPS_MAX = 64,
    FAKE_IOCTL_BYTES = 128,
    FAKE_INTERFACES_MAX = 8,
    FAKE_BROADCASTS_MAX = 8
};

enum fake_way {
    FAKE_AT_ONCE, /* DeviceIoControl returns with the result */
    FAKE_PENDING, /* ERROR_IO_PENDING; it ends after duration_ms */
    FAKE_CANCELS, /* never ends by itself; CancelIo ends it */
    FAKE_HANGS,   /* never ends, not even by CancelIo, until fake_os_finish_hanging */
};

/* How the next DeviceIoControl ends. */
struct fake_step {
    DWORD code; /* the call must be this one */
    enum fake_way way;
    DWORD error; /* 0: success */
    const void *output;
    DWORD output_bytes;
    DWORD returned;                  /* bytes of output as the system counts them; 0 with an output: output_bytes */
    void (*answer)(uint8_t *buffer); /* called when it ends well, to change the caller's structure */
    DWORD duration_ms;
};

/* One DeviceIoControl that was called. */
struct fake_ioctl {
    HANDLE handle;
    DWORD code;
    DWORD input_bytes;
    DWORD output_bytes;
    bool has_input;
    bool has_output;
    bool is_same_buffer;
    bool is_on_stack; /* the buffer was on the calling thread's stack */
    bool has_event;
    uint8_t input[FAKE_IOCTL_BYTES];
};

/* One CreateFileW that was called. */
struct fake_open {
    wchar_t path[256];
    DWORD access;
    DWORD share;
    DWORD disposition;
    DWORD flags;
    HANDLE handle;
};

/* One BroadcastSystemMessageW. */
struct fake_broadcast {
    DWORD flags, recipients;
    UINT message;
    WPARAM event;
    DEV_BROADCAST_VOLUME volume;
};

struct fake_os {
    uint32_t now_ms;
    uint32_t slept_ms;
    bool is_wine;

    /* Script. */
    struct fake_step steps[FAKE_STEPS_MAX];
    size_t step_count;
    DWORD open_errors[FAKE_OPENS_MAX]; /* of the nth CreateFileW */
    const wchar_t *interfaces[FAKE_INTERFACES_MAX];
    DWORD setup_api_error; /* of binding SetupAPI */
    DWORD class_error;     /* of SetupDiGetClassDevsW */
    DWORD enum_error;      /* of SetupDiEnumDeviceInterfaces, at this interface */
    size_t enum_error_at;
    DWORD size_error;               /* of each SetupDiGetDeviceInterfaceDetailW that asks for the size */
    DWORD detail_error;             /* of each that asks for the path */
    DWORD letters;                  /* GetLogicalDrives */
    DWORD letters_error;            /* of GetLogicalDrives, where there are none */
    DWORD drive_types[26];          /* GetDriveTypeW("X:\\") */
    DWORD letter_errors[26];        /* GetFileAttributesW("\\\\.\\X:"); 0: of a file */
    const wchar_t *dos_names[8][2]; /* QueryDosDeviceW: name, target */
    const wchar_t *volume_name;     /* GetVolumeNameForVolumeMountPointW */
    DWORD volume_error;             /* instead, where there is no name */
    const wchar_t *path_names;      /* GetVolumePathNamesForVolumeNameW: strings, an empty one at the end */
    DWORD path_names_chars;         /* with both NULs */
    DWORD path_names_grow;          /* so many calls say that they need one more than they were given */
    bool has_no_events;             /* CreateEventW fails */
    HANDLE lock_holder;             /* the file object that has the drive; kept by the requests, or another program's */
    const char *mounts;             /* the file that Linux lists its mounts in; NULL: there is none */
    const char *mounts_afterwards;  /* the same once a DeviceIoControl was called */
    DWORD mounts_piece_bytes;       /* ReadFile gives no more at a time; 0: all */
    DWORD mounts_error;             /* of ReadFile behind its first piece */
    const wchar_t *wine_names[8][2]; /* os_wine_name_of: the path it was opened by, its name */
    const wchar_t *closed_path;      /* CreateFileW fails for it */
    DWORD closed_error;

    /* Record. */
    struct fake_ioctl ioctls[FAKE_STEPS_MAX];
    size_t ioctl_count;
    struct fake_open opens[FAKE_OPENS_MAX];
    size_t open_count;
    struct fake_broadcast broadcasts[FAKE_BROADCASTS_MAX];
    size_t broadcast_count;
    size_t cancel_count;
    DWORD waits_ms[FAKE_STEPS_MAX]; /* time-outs of WaitForSingleObject on requests that were under way */
    size_t wait_count;
    wchar_t last_root[256]; /* what the volume functions were asked about */
    size_t path_names_calls;
};

extern struct fake_os fake_os;

/* Before each test. */
int fake_os_setup(void **state);

/* After each test: fails when a handle is open, a step was not used or a block is allocated. */
int fake_os_teardown(void **state);

/* Append a step. */
void fake_os_expect(struct fake_step step);

/* The requests that hang come to an end; their memory is written to, as a late drive would. */
void fake_os_finish_hanging(void);

/* Handles that are open now, events too, and requests that are under way without one. */
size_t fake_os_open_handles(void);

#endif
