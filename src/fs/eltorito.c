/* Checks boot images against their emulation, and generates the boot record and the boot catalog. */
#include "fs/eltorito.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "fs/image.h"
#include "fs/iso9660_volume.h"
#include "fs/plan_private.h"

enum {
    ENTRY_BYTES = 32,
    SECTOR_BYTES = 512, /* of the sector count */
    PLATFORM_UEFI = 0xEF,
    BOOTABLE = 0x88,
    SECTION = 0x90,
    LAST_SECTION = 0x91,
    PARTITION_TABLE = 446, /* of a master boot record: four entries of 16 bytes, the type at 4 */
};

/* The size that an emulation asks for, or 0 for any. */
static uint64_t size_of(enum fs_boot_emulation emulation)
{
    static const uint32_t sizes[] = {0, 1228800, 1474560, 2949120, 0};

    return sizes[emulation];
}

/* The partition type of a disk's only partition is the system type of its entry. */
static enum fs_status read_partition_type(struct fs_boot *boot, struct fs_failure *failure)
{
    uint8_t record[SECTOR_BYTES];
    unsigned used = 0, i;
    enum fs_status status;

    if (boot->entry.source->size_bytes < SECTOR_BYTES) return FS_BOOT_IMAGE_INVALID;
    status = fs_source_read(boot->entry.source, 0, record, sizeof record, failure);
    if (status != FS_OK) return status;
    if (record[510] != 0x55 || record[511] != 0xAA) return FS_BOOT_IMAGE_INVALID;
    for (i = 0; i < 4; i++) {
        uint8_t type = record[PARTITION_TABLE + 16 * i + 4];

        if (type) boot->system_type = type;
        used += type != 0;
    }
    return used == 1 ? FS_OK : FS_BOOT_IMAGE_INVALID;
}

static enum fs_status check_entry(struct fs_boot *boot, struct fs_failure *failure)
{
    const struct fs_boot_entry *entry = &boot->entry;
    uint64_t wanted;

    if (!entry->source || (unsigned)entry->emulation > FS_BOOT_HARD_DISK) return FS_OPTION_INVALID;
    if (!entry->source->size_bytes || entry->source->size_bytes > UINT32_MAX) return FS_BOOT_IMAGE_INVALID;
    wanted = size_of(entry->emulation);
    if (wanted && entry->source->size_bytes != wanted) return FS_BOOT_IMAGE_INVALID;
    return entry->emulation == FS_BOOT_HARD_DISK ? read_partition_type(boot, failure) : FS_OK;
}

enum fs_status fs_eltorito_prepare(struct fs_plan *plan, struct fs_failure *failure)
{
    size_t count = plan->options.boot_entry_count, i;
    enum fs_status status = FS_OK;

    if (count > FS_BOOT_ENTRIES_MAX || (count && !plan->options.boot_entries)) return FS_OPTION_INVALID;
    plan->boot = base_alloc_array(count, sizeof *plan->boot);
    if (!plan->boot) return FS_OUT_OF_MEMORY;
    for (i = 0; i < count && status == FS_OK; i++) {
        plan->boot[i].entry = plan->options.boot_entries[i];
        status = check_entry(&plan->boot[i], failure);
    }
    plan->options.boot_entries = NULL; /* the caller's */
    return status;
}

void fs_eltorito_free(struct fs_plan *plan)
{
    base_free(plan->boot);
}

/* Figure 7 */
static void produce_record(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    static const char system_identifier[23] = "EL TORITO SPECIFICATION";

    (void)region;
    (void)index;
    iso9660_set_standard_identifier(block, 0);
    memcpy(block + 7, system_identifier, sizeof system_identifier);
    store_le32(block + 71, plan->boot_catalog);
}

/* Sectors of 512 bytes that the firmware loads: all of an image for the BIOS, as many as the field holds; one where a
 * disk is emulated; 0 for a UEFI image that is too large, which then ends where the volume ends (UEFI 2.10, 13.3.2.1).
 */
static uint16_t sectors_of(const struct fs_boot_entry *entry)
{
    uint64_t sectors = (entry->source->size_bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;

    if (entry->emulation != FS_BOOT_NO_EMULATION) return 1;
    if (sectors <= UINT16_MAX) return (uint16_t)sectors;
    return entry->platform == PLATFORM_UEFI ? 0 : UINT16_MAX;
}

/* Figure 3; a section's entry is the same, figure 5. */
static void set_entry(const struct fs_boot *boot, uint8_t *field)
{
    field[0] = BOOTABLE;
    field[1] = (uint8_t)boot->entry.emulation;
    field[4] = boot->system_type;
    store_le16(field + 6, sectors_of(&boot->entry));
    store_le32(field + 8, boot->first);
}

/* Figure 2. The sixteen-bit words of the entry have the sum 0. */
static void set_validation(const struct fs_boot_entry *entry, uint8_t *field)
{
    unsigned sum = 0;
    size_t i;

    field[0] = 1;
    field[1] = entry->platform;
    memcpy(field + 4, entry->manufacturer, sizeof entry->manufacturer);
    field[30] = 0x55;
    field[31] = 0xAA;
    for (i = 0; i < ENTRY_BYTES; i += 2)
        sum += load_le16(field + i);
    store_le16(field + 28, (uint16_t)(0 - sum));
}

/* The first image is the default one; each further one has a section of its own. 64 entries fill the block. */
static void produce_catalog(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    size_t count = plan->options.boot_entry_count, i;

    (void)region;
    (void)index;
    set_validation(&plan->boot[0].entry, block);
    set_entry(&plan->boot[0], block + ENTRY_BYTES);
    for (i = 1; i < count; i++) {
        uint8_t *header = block + 2 * i * ENTRY_BYTES;

        header[0] = i + 1 < count ? SECTION : LAST_SECTION;
        header[1] = plan->boot[i].entry.platform;
        store_le16(header + 2, 1); /* entries */
        memcpy(header + 4, plan->boot[i].entry.manufacturer, FS_BOOT_MANUFACTURER_MAX);
        set_entry(&plan->boot[i], header + ENTRY_BYTES);
    }
}

void fs_eltorito_place_record(struct fs_plan *plan)
{
    fs_plan_place(plan, 1, produce_record, NULL);
}

void fs_eltorito_place_images(struct fs_plan *plan)
{
    size_t i;

    plan->boot_catalog = fs_plan_place(plan, 1, produce_catalog, NULL);
    for (i = 0; i < plan->options.boot_entry_count; i++) {
        struct fs_source *source = plan->boot[i].entry.source;

        plan->boot[i].first = fs_plan_place(plan, fs_blocks_of(source->size_bytes), NULL, source);
    }
}
