/* El Torito: boot images and their catalog, for the planner. Source: the "El Torito" Bootable CD-ROM Format
 * Specification 1.0.
 */
#ifndef OPENIMAPI2_FS_ELTORITO_H
#define OPENIMAPI2_FS_ELTORITO_H

#include "fs/source.h"
#include "fs/status.h"

struct fs_plan;

enum { FS_BOOT_ENTRIES_MAX = 32, FS_BOOT_MANUFACTURER_MAX = 24 };

/* Values of the boot catalog, and of EmulationType in IMAPI. */
enum fs_boot_emulation {
    FS_BOOT_NO_EMULATION = 0,
    FS_BOOT_FLOPPY_1_2 = 1,
    FS_BOOT_FLOPPY_1_44 = 2,
    FS_BOOT_FLOPPY_2_88 = 3,
    FS_BOOT_HARD_DISK = 4,
};

struct fs_boot_entry {
    uint8_t platform; /* 0: PC with BIOS, 1: PowerPC, 2: Mac, EFh: UEFI */
    enum fs_boot_emulation emulation;
    uint8_t manufacturer[FS_BOOT_MANUFACTURER_MAX]; /* padded with zeros */
    struct fs_source *source;                       /* borrowed for as long as a plan lives */
};

/* Copy the entries of the options and check their images.
 * returns  FS_OK, FS_OPTION_INVALID (too many, an unknown emulation, no source), FS_BOOT_IMAGE_INVALID (empty, over
 *          4 GiB, not a floppy's size, not a disk with one partition), FS_SOURCE_FAILED, FS_SOURCE_SHORT,
 *          FS_OUT_OF_MEMORY.
 */
enum fs_status fs_eltorito_prepare(struct fs_plan *plan, struct fs_failure *failure);

/* Place the boot record, which must be block 17; and the catalog and the images. */
void fs_eltorito_place_record(struct fs_plan *plan);
void fs_eltorito_place_images(struct fs_plan *plan);

void fs_eltorito_free(struct fs_plan *plan);

#endif
