/* Reads the write protection status of a medium (MMC-5, READ DISC STRUCTURE, format C0h). */
#include "burn/write_protection.h"

#include <stddef.h>

enum { FORMAT_WRITE_PROTECTION = 0xC0, MEDIA_TYPE_DVD = 0, MEDIA_TYPE_BD = 1 };

static const struct {
    uint8_t bit; /* of the structure's first byte */
    enum burn_write_protection protection;
} bits[] = {
    {0x01, BURN_PROTECTED_UNTIL_POWERDOWN}, /* SWPP */
    {0x02, BURN_PROTECTED_BY_SOFTWARE},     /* PWP */
    {0x04, BURN_PROTECTED_BY_CARTRIDGE},    /* CWP */
    {0x08, BURN_PROTECTED_BY_MEDIUM},       /* MSWI */
};

static uint8_t media_type_of(enum burn_medium medium)
{
    bool is_bd = medium == BURN_MEDIUM_BD_ROM || medium == BURN_MEDIUM_BD_R || medium == BURN_MEDIUM_BD_RE;

    return is_bd ? MEDIA_TYPE_BD : MEDIA_TYPE_DVD;
}

/* A ROM profile counts as one that cannot be used at all. */
static bool is_read_only(const struct burn_media *media)
{
    const uint32_t rom = BURN_MEDIA_UNSUPPORTED | BURN_MEDIA_WRITE_PROTECTED;

    return (media->status & rom) == rom || media->status & BURN_MEDIA_FINALIZED;
}

enum drive_status burn_write_protection_read(struct drive *drive, const struct burn_media *media, uint32_t *protection,
                                             struct drive_failure *failure)
{
    struct drive_bytes structure;
    enum drive_status status;
    size_t i;

    *protection = 0;
    status = drive_take_disc_structure(drive, media_type_of(media->medium), 0, 0, FORMAT_WRITE_PROTECTION, 0,
                                       &structure, failure);
    if (status == DRIVE_OK) {
        for (i = 0; structure.count && i < sizeof bits / sizeof bits[0]; i++) {
            if (structure.bytes[0] & bits[i].bit) *protection |= bits[i].protection;
        }
        drive_bytes_free(&structure);
    } else if (status != DRIVE_REFUSED && status != DRIVE_NO_SUCH_STRUCTURE) {
        return status;
    }
    if (!*protection && is_read_only(media)) *protection = BURN_PROTECTED_READ_ONLY;
    return drive_fail(failure, DRIVE_OK);
}
