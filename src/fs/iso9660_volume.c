/* Generates the volume descriptors; offsets and fields as in ECMA-119 8.4 and 8.5. */
#include "fs/iso9660_volume.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/iso9660_directory.h"
#include "fs/iso9660_field.h"
#include "fs/joliet.h"
#include "fs/volume_set.h"

enum { TYPE_PRIMARY = 1, TYPE_SUPPLEMENTARY = 2, TYPE_TERMINATOR = 255 };

void iso9660_set_standard_identifier(uint8_t *block, uint8_t type)
{
    static const uint8_t identifier[7] = {0, 'C', 'D', '0', '0', '1', 1};

    memcpy(block, identifier, sizeof identifier);
    block[0] = type;
}

static void set_text(const struct fs_hierarchy *hierarchy, uint8_t *field, size_t size, const uint16_t *units,
                     size_t count, bool has_blanks)
{
    if (hierarchy->system == FS_JOLIET) {
        joliet_set_text(field, size, units, count);
    } else {
        iso9660_set_text(field, size, units, count, has_blanks);
    }
}

/* The texts that nobody gave are blank; the application is the program that UDF's identifier names. */
static void set_texts(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint8_t *block)
{
    static const struct {
        uint16_t offset, size;
    } blank[] = {{8, 32}, {318, 128}, {446, 128}, {702, 37}, {739, 37}, {776, 37}};
    uint16_t units[FS_VOLUME_SET_MAX];
    const char *application = plan->implementation_id + (plan->implementation_id[0] == '*');
    size_t count, i;

    for (i = 0; i < sizeof blank / sizeof *blank; i++)
        set_text(hierarchy, block + blank[i].offset, blank[i].size, NULL, 0, true);
    set_text(hierarchy, block + 40, 32, plan->options.volume_name, plan->options.volume_name_count, false);
    count = fs_volume_set_identifier(plan, units);
    set_text(hierarchy, block + 190, 128, units, count, false);
    for (count = 0; application[count]; count++)
        units[count] = (unsigned char)application[count];
    set_text(hierarchy, block + 574, 128, units, count, true);
}

void iso9660_produce_descriptor(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                uint8_t *block)
{
    const struct fs_hierarchy *hierarchy = region->argument;
    bool is_joliet = hierarchy->system == FS_JOLIET;

    (void)index;
    iso9660_set_standard_identifier(block, is_joliet ? TYPE_SUPPLEMENTARY : TYPE_PRIMARY);
    set_texts(plan, hierarchy, block);
    iso9660_set_both_32(block + 80, plan->end); /* volume space size */
    if (is_joliet) joliet_set_escape(block + 88);
    iso9660_set_both_16(block + 120, 1); /* volume set size */
    iso9660_set_both_16(block + 124, 1); /* volume sequence number */
    iso9660_set_both_16(block + 128, FS_BLOCK_BYTES);
    iso9660_set_both_32(block + 132, hierarchy->path_bytes);
    store_le32(block + 140, hierarchy->path_table_l);
    store_be32(block + 148, hierarchy->path_table_m);
    iso9660_set_root_record(plan, hierarchy, block + 156);
    iso9660_set_volume_time(block + 813, plan->options.now_s); /* creation */
    iso9660_set_volume_time(block + 830, plan->options.now_s); /* modification */
    iso9660_set_no_volume_time(block + 847);                   /* expiration */
    iso9660_set_no_volume_time(block + 864);                   /* effective */
    block[881] = 1;                                            /* file structure version */
}

void iso9660_produce_terminator(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                uint8_t *block)
{
    (void)plan;
    (void)region;
    (void)index;
    iso9660_set_standard_identifier(block, TYPE_TERMINATOR);
}
