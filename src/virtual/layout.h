/* Where the settings of a virtual recorder are in the registry: shared by the DLL, which reads them, and discctl, which
 * writes them.
 *
 *     Software\OpenIMAPI2\VirtualRecorders\<name>    under HKCU, then HKLM; always the 64-bit view (KEY_WOW64_64KEY).
 *         When a recorder is removed, each of these three keys is deleted too if it is then empty.
 *         Folder          REG_SZ      absolute path of the recorder's own folder, with state.bin (tray, medium, events:
 *                                     virtual/state_file.h), exclusive.lock, volume\ (the folder that VolumePathNames
 *                                     names), and the blocks of the recordable disc in the tray
 *         Media           REG_SZ      the medium in the tray: one of VIRTUAL_MEDIA_* below, or a medium name of
 *                                     sim/sim_media.h
 *         Image           REG_SZ      absolute path of the ISO file, for VIRTUAL_MEDIA_IMAGE
 *         MediaSerial     REG_DWORD   incremented by each insert or removal: the drive sees a change of medium
 *         MediaBlocks     REG_DWORD   size of a recordable disc in blocks; absent or 0: the size of its kind
 *         MediaProtected  REG_DWORD   not 0: the disc is write-protected
 *         MediaBusy       REG_DWORD   a long operation stays in progress for this many commands; absent or 0: for none
 *         MediaTime       REG_DWORD   percent of a real drive's time that recording, erasing, formatting and closing
 *                                     take; absent or 0: no time
 *         Inquiry         REG_BINARY  standard INQUIRY data of a captured drive; absent: our own identity
 *         Features        REG_BINARY  feature descriptors, each with its 4-byte head, in the captured order, without
 *                                     the 8-byte header
 *         Profile         REG_DWORD   current profile of the captured reply
 *         ModePages       REG_BINARY  mode pages from their page code on, in the captured order
 *         Replies\        subkey      one value per captured reply: its name is the CDB in lower-case hex, its data
 *                                     REG_BINARY, VIRTUAL_REPLY_*. A name of two digits stands for every command with
 *                                     that operation code ("46" with 02 05 20 00: GET CONFIGURATION is not known). A
 *                                     sense of 0/0/0 was not captured: the simulated drive chooses it. Only complete
 *                                     replies belong here
 *         Faults\         subkey      one value per fault ("0", "1", ...), REG_BINARY = VIRTUAL_FAULT_*
 *         FaultSerial     REG_DWORD   incremented by each change of Faults: the faults' counters restart
 *
 * Medium names: sim/sim_media.h is a pure table (SIM_MEDIA) that may be included without linking anything of the
 * simulator. Fault kinds: sim/sim_fault.h likewise.
 *
 * <name>: see virtual_settings_name_is_valid (virtual/settings.h). Multi-byte numbers inside the binary values are
 * little-endian.
 */
#ifndef OPENIMAPI2_VIRTUAL_LAYOUT_H
#define OPENIMAPI2_VIRTUAL_LAYOUT_H

#define OPENIMAPI2_REGISTRY_NAME   L"OpenIMAPI2"
#define OPENIMAPI2_REGISTRY_ROOT   L"Software\\" OPENIMAPI2_REGISTRY_NAME
#define VIRTUAL_RECORDERS_NAME     L"VirtualRecorders"
#define VIRTUAL_RECORDERS_KEY      OPENIMAPI2_REGISTRY_ROOT L"\\" VIRTUAL_RECORDERS_NAME
#define VIRTUAL_VALUE_FOLDER       L"Folder"
#define VIRTUAL_VALUE_MEDIA        L"Media"
#define VIRTUAL_VALUE_IMAGE        L"Image"
#define VIRTUAL_VALUE_MEDIA_SERIAL L"MediaSerial"
#define VIRTUAL_VALUE_BLOCKS       L"MediaBlocks"
#define VIRTUAL_VALUE_PROTECTED    L"MediaProtected"
#define VIRTUAL_VALUE_BUSY         L"MediaBusy"
#define VIRTUAL_VALUE_TIME         L"MediaTime"
#define VIRTUAL_VALUE_INQUIRY      L"Inquiry"
#define VIRTUAL_VALUE_FEATURES     L"Features"
#define VIRTUAL_VALUE_PROFILE      L"Profile"
#define VIRTUAL_VALUE_MODE_PAGES   L"ModePages"
#define VIRTUAL_SUBKEY_REPLIES     L"Replies"
#define VIRTUAL_SUBKEY_FAULTS      L"Faults"
#define VIRTUAL_VALUE_FAULT_SERIAL L"FaultSerial"

#define VIRTUAL_MEDIA_NONE     L"none"     /* empty */
#define VIRTUAL_MEDIA_IMAGE    L"image"    /* pressed, from the ISO file that Image names */
#define VIRTUAL_MEDIA_CAPTURED L"captured" /* whatever was in when the identity was captured: its replies as they are */

#define VIRTUAL_STATE_FILE    L"state.bin"
#define VIRTUAL_DISC_FILE     L"disc-%lu.iso"   /* blocks of a recordable disc, by MediaSerial: each disc has its own */
#define VIRTUAL_DISC_FILES    L"disc-*.*"       /* a CD with audio has further files: SIM_PARTS, sim/sim_parts.h */
#define VIRTUAL_LOCK_FILE     L"exclusive.lock" /* os/lock_record.h: who has exclusive access */
#define VIRTUAL_VOLUME_FOLDER L"volume"

enum {
    VIRTUAL_NAME_MAX = 32,

    /* One captured reply: status byte, sense key, ASC, ASCQ, then the data. */
    VIRTUAL_REPLY_STATUS = 0,
    VIRTUAL_REPLY_KEY = 1,
    VIRTUAL_REPLY_ASC = 2,
    VIRTUAL_REPLY_ASCQ = 3,
    VIRTUAL_REPLY_DATA = 4,

    /* One fault. */
    VIRTUAL_FAULT_OPCODE = 0,    /* u8: commands with this operation code */
    VIRTUAL_FAULT_KIND = 1,      /* u8: enum sim_fault_kind of sim/sim_fault.h */
    VIRTUAL_FAULT_NTH = 4,       /* u32: only the nth such command since the fault was set, counted from 1; 0: each */
    VIRTUAL_FAULT_PARAMETER = 8, /* u32: sense as key << 16 | ASC << 8 | ASCQ; short: bytes; delay: milliseconds; reply:
                                    bytes counted as transferred */
    VIRTUAL_FAULT_REPLY = 12,    /* the reply's bytes */
    VIRTUAL_FAULTS_MAX = 16,
};

#endif
