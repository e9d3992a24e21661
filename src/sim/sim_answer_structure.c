/* READ DISC STRUCTURE and SEND DISC STRUCTURE (READ and SEND DVD STRUCTURE before MMC-5). */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/codes.h"

enum {
    MEDIA_DVD = 0,
    MEDIA_BD = 1,
    FORMAT_LAYER_BOUNDARY = 0x20,
    FORMAT_LIST = 0xff,
    PHYSICAL_BYTES = 2048,
    PHYSICAL_SECTOR_DVD = 0x030000,     /* of LBA 0 */
    PHYSICAL_SECTOR_DVD_RAM = 0x031000, /* likewise */
    DVD_RAM_LAST_SECTOR = 0x265f5f,     /* 4.7 GB: the lead-out that a SH-S182M tells begins at 2314080 */
};

/* DVD formats 00h, 10h, 11h: physical format information. The same layout, for the disc, for its lead-in and from its
 * ADIP.
 */
static void physical_format(struct sim_call *call, struct sim_writer *writer)
{
    const struct sim_disc *disc = &call->disc;
    bool is_ram = disc->family == SIM_DVD_RAM;
    uint32_t first = is_ram ? PHYSICAL_SECTOR_DVD_RAM : PHYSICAL_SECTOR_DVD;
    uint32_t last = is_ram ? DVD_RAM_LAST_SECTOR : first + disc->capacity_blocks - 1;
    uint32_t layer0_end = 0;
    uint8_t layer_type = disc->writing == SIM_READ_ONLY ? 0x01 : disc->erasable ? 0x04 : 0x02;
    size_t start = writer->count;

    if (disc->layers == 2) {
        /* Opposite track path: sectors of layer 1 count up from the complement of layer 0's last. */
        layer0_end = first + disc->layer0_blocks - 1;
        last = (0xffffff ^ layer0_end) + (disc->capacity_blocks - disc->layer0_blocks) - 1;
    }
    sim_put_u8(writer, disc->book);
    sim_put_u8(writer, 0x0f); /* 120 mm; maximum rate not specified */
    sim_put_u8(writer, (uint8_t)((disc->layers == 2 ? 0x30 : 0x00) | layer_type));
    sim_put_u8(writer, 0x00); /* densities */
    sim_put_be32(writer, first);
    sim_put_be32(writer, last);
    sim_put_be32(writer, layer0_end);
    sim_put_zeros(writer, PHYSICAL_BYTES - (writer->count - start)); /* no burst cutting area */
}

/* DVD format 01h: no copy protection, all regions. */
static void copyright(struct sim_call *call, struct sim_writer *writer)
{
    (void)call;
    sim_put_zeros(writer, 4);
}

static bool is_protected(const struct sim_disc *disc)
{
    return disc->is_protected;
}

/* Format C0h: MMC-6, write protection status. A DVD-RAM by its cartridge, the others for good. */
static void write_protection(struct sim_call *call, struct sim_writer *writer)
{
    enum { PERSISTENT = 0x02, CARTRIDGE = 0x04 };

    sim_put_u8(writer, call->disc.family == SIM_DVD_RAM ? CARTRIDGE : PERSISTENT);
    sim_put_zeros(writer, 3);
}

/* DVD format 04h: manufacturer's own. */
static void manufacturer(struct sim_call *call, struct sim_writer *writer)
{
    (void)call;
    sim_put_zeros(writer, PHYSICAL_BYTES);
}

/* DVD-R/-RW format 0Eh: pre-recorded lead-in, fields 1 to 5: field ID, then six bytes of data and a spare one each.
 * Fields 3 and 4 name the manufacturer.
 */
static void pre_recorded(struct sim_call *call, struct sim_writer *writer)
{
    static const char maker[12] = {'O', 'P', 'E', 'N', 'I', 'M', 'A', 'P', 'I', '2', ' ', ' '};

    (void)call;
    sim_put_u8(writer, 1);
    sim_put_u8(writer, 0x40); /* unrestricted use */
    sim_put_zeros(writer, 6);
    sim_put_u8(writer, 2);
    sim_put_zeros(writer, 7);
    sim_put_u8(writer, 3);
    sim_put_bytes(writer, maker, 6);
    sim_put_zeros(writer, 1);
    sim_put_u8(writer, 4);
    sim_put_bytes(writer, maker + 6, 6);
    sim_put_zeros(writer, 1);
    sim_put_u8(writer, 5);
    sim_put_zeros(writer, 7);
}

/* DVD format 20h: layer boundary; it can still be shifted as long as nothing is written. */
static void layer_boundary(struct sim_call *call, struct sim_writer *writer)
{
    sim_put_u8(writer, call->disc.is_blank ? 0x00 : 0x80);
    sim_put_zeros(writer, 3);
    sim_put_be32(writer, call->disc.layer0_blocks);
}

/* BD format 00h: one disc information unit per layer. BD-ROM format book, disc information; the seen bytes are those of
 * a BU40N. What describes the drive's own physics (addresses, write strategies) is left 0.
 */
static void bd_disc_information(struct sim_call *call, struct sim_writer *writer)
{
    enum { UNIT_BYTES = 64, BLOCK_BYTES = 4096 };
    const struct sim_disc *disc = &call->disc;
    const char *type = disc->writing == SIM_READ_ONLY ? "BDO" : disc->erasable ? "BDW" : "BDR";
    uint8_t layer_type = disc->writing == SIM_READ_ONLY ? 0x1 : disc->erasable ? 0x4 : 0x2;
    uint8_t layer;

    for (layer = 0; layer < disc->layers; layer++) {
        sim_put_bytes(writer, "DI", 2);
        sim_put_u8(writer, 1); /* format */
        sim_put_u8(writer, (uint8_t)(disc->layers << 3 | layer));
        sim_put_u8(writer, 0);
        sim_put_u8(writer, layer); /* sequence number */
        sim_put_u8(writer, 0x20);  /* bytes used */
        sim_put_u8(writer, 0);
        sim_put_bytes(writer, type, 3);
        sim_put_u8(writer, 0x01); /* 120 mm, version 1 */
        sim_put_u8(writer, (uint8_t)(disc->layers << 4 | layer_type));
        sim_put_zeros(writer, UNIT_BYTES - 13);
    }
    sim_put_zeros(writer, BLOCK_BYTES - disc->layers * (size_t)UNIT_BYTES);
}

/* DVD-RAM and BD format 0Ah: spare areas, unused, total, allocated. */
static void dvd_ram_spare(struct sim_call *call, struct sim_writer *writer)
{
    (void)call;
    sim_put_be32(writer, 12800); /* primary, unused */
    sim_put_be32(writer, 58368); /* supplementary, unused */
    sim_put_be32(writer, 58368); /* supplementary */
}

/* Blocks that a format has taken from a disc. */
static uint32_t spare_blocks(const struct sim_disc *disc)
{
    return sim_disc_capacity_max(disc) - disc->capacity_blocks;
}

/* In clusters of 32 blocks, none of them used. */
static void bd_spare(struct sim_call *call, struct sim_writer *writer)
{
    uint32_t clusters = spare_blocks(&call->disc) / 32;

    sim_put_zeros(writer, 4);
    sim_put_be32(writer, clusters);
    sim_put_be32(writer, clusters);
}

static bool is_dvd(const struct sim_disc *disc)
{
    return disc->family != SIM_CD && disc->family != SIM_BD;
}

static bool is_pressed_dvd(const struct sim_disc *disc)
{
    return disc->family == SIM_DVD_ROM;
}

static bool is_dvd_minus(const struct sim_disc *disc)
{
    return disc->family == SIM_DVD_MINUS;
}

static bool is_dvd_plus(const struct sim_disc *disc)
{
    return disc->family == SIM_DVD_PLUS;
}

static bool is_dvd_ram(const struct sim_disc *disc)
{
    return disc->family == SIM_DVD_RAM;
}

static bool is_two_layer_recordable(const struct sim_disc *disc)
{
    return (is_dvd_minus(disc) || is_dvd_plus(disc)) && disc->layers == 2;
}

static bool is_bd(const struct sim_disc *disc)
{
    return disc->family == SIM_BD;
}

/* Real drives refuse it on a BD-R that is not formatted (seen on WH16NS40). */
static bool has_bd_spare(const struct sim_disc *disc)
{
    return is_bd(disc) && (disc->erasable || spare_blocks(disc) > 0);
}

/* clang-format off */
static const struct structure {
    uint8_t media;
    uint8_t format;
    uint16_t bytes; /* with the 4-byte head, as the list of formats tells it */
    bool (*applies)(const struct sim_disc *disc);
    void (*put)(struct sim_call *call, struct sim_writer *writer);
} structures[] = {
    {MEDIA_DVD, 0x00, 2052, is_dvd,                  physical_format},
    {MEDIA_DVD, 0x01, 8,    is_dvd,                  copyright},
    {MEDIA_DVD, 0x04, 2052, is_pressed_dvd,          manufacturer},
    {MEDIA_DVD, 0x0a, 16,   is_dvd_ram,              dvd_ram_spare},
    {MEDIA_DVD, 0x0e, 44,   is_dvd_minus,            pre_recorded},
    {MEDIA_DVD, 0x10, 2052, is_dvd_minus,            physical_format},
    {MEDIA_DVD, 0x11, 2052, is_dvd_plus,             physical_format},
    {MEDIA_DVD, FORMAT_LAYER_BOUNDARY, 12, is_two_layer_recordable, layer_boundary},
    {MEDIA_DVD, 0xc0, 8,    is_protected,            write_protection},
    {MEDIA_BD,  0x00, 4100, is_bd,                   bd_disc_information},
    {MEDIA_BD,  0x0a, 16,   has_bd_spare,            bd_spare},
    {MEDIA_BD,  0xc0, 8,    is_protected,            write_protection},
};
/* clang-format on */

enum { STRUCTURES = sizeof structures / sizeof structures[0] };

/* Format FFh: each format that can be read or sent, with its length. */
static void put_list(struct sim_call *call, struct sim_writer *writer, uint8_t media)
{
    enum { READABLE = 0x40, SENDABLE = 0x80 };
    size_t i;

    for (i = 0; i < STRUCTURES; i++) {
        if (structures[i].media != media || !structures[i].applies(&call->disc)) continue;
        sim_put_u8(writer, structures[i].format);
        sim_put_u8(writer, structures[i].format == FORMAT_LAYER_BOUNDARY ? READABLE | SENDABLE : READABLE);
        sim_put_be16(writer, structures[i].bytes);
    }
}

void sim_answer_read_disc_structure(struct sim_call *call)
{
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 8));
    uint8_t media = call->cdb[1] & 0x0f;
    uint8_t layer = call->cdb[6];
    uint8_t format = call->cdb[7];
    size_t i;

    if (disc->family == SIM_CD) {
        sim_refuse(call, SIM_CANNOT_READ_FORMAT);
        return;
    }
    if (media != (is_bd(disc) ? MEDIA_BD : MEDIA_DVD)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_zeros(&writer, 4);
    if (format == FORMAT_LIST) {
        put_list(call, &writer, media);
    } else {
        for (i = 0; i < STRUCTURES; i++) {
            if (structures[i].media == media && structures[i].format == format && structures[i].applies(disc)) break;
        }
        if (i == STRUCTURES || layer >= disc->layers) {
            sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
            return;
        }
        structures[i].put(call, &writer);
    }
    sim_set_be16(&writer, 0, (uint32_t)writer.count - 2);
    sim_writer_end(call, &writer);
}

/* The layer boundary of a blank disc of two layers can be moved inwards, to a whole ECC block (MMC-6, layer boundary
 * information); the second layer then ends where the first one does.
 */
void sim_answer_send_disc_structure(struct sim_call *call)
{
    enum { LIST_BYTES = 12, ECC_BLOCKS = 16 };
    uint32_t length = load_be16(call->cdb + 8);
    struct sim_disc own;
    uint32_t blocks;

    if (call->cdb[7] != FORMAT_LAYER_BOUNDARY || !is_two_layer_recordable(&call->disc)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (length != LIST_BYTES || length > call->out_count) {
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
        return;
    }
    blocks = load_be32(call->out + 8);
    if (!sim_disc_blank(call->state->medium, &own)) own = call->disc; /* captured: what it is now */
    if (load_be16(call->out) != LIST_BYTES - 2 || !call->disc.is_blank || !blocks || blocks % ECC_BLOCKS ||
        blocks > own.layer0_blocks) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_LIST);
        return;
    }
    call->state->layer0_blocks = blocks;
    call->reply->transferred_bytes = length;
}
