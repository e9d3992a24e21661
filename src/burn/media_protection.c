/* Write protection of a medium, as READ DISC STRUCTURE reports it. */
#include "burn/media_private.h"

enum { WRITE_PROTECTION_STATUS = 0xC0 };

struct protection_bit {
    uint8_t mask;
    uint16_t protection; /* enum burn_write_protection */
};

/* MMC-6, READ DISC STRUCTURE, write protection status: byte 4. */
/* clang-format off */
static const struct protection_bit protection_bits[] = {
    {0x01, BURN_PROTECTED_UNTIL_POWER_DOWN}, /* SWPP */
    {0x02, BURN_PROTECTED_BY_SOFTWARE},      /* PWP */
    {0x04, BURN_PROTECTED_BY_CARTRIDGE},     /* CWP */
    {0x08, BURN_PROTECTED_BY_MEDIUM},        /* MSWI */
};
/* clang-format on */

static bool is_finished(const struct burn_media *media)
{
    return (media->status & BURN_MEDIA_FINALIZED) && !media->disc.erasable;
}

/* The media of which standards know a protection: cartridges, disc control blocks of DVD+RW, access control of BD. */
static bool can_be_protected(enum burn_medium medium)
{
    return medium == BURN_MEDIUM_DVD_RAM || medium == BURN_MEDIUM_DVD_PLUS_RW || medium == BURN_MEDIUM_DVD_PLUS_RW_DL ||
           medium == BURN_MEDIUM_BD_R || medium == BURN_MEDIUM_BD_RE;
}

enum drive_status burn_write_protection(struct drive *drive, const struct burn_media *media, uint32_t *bits,
                                        struct drive_failure *failure)
{
    bool is_bd = media->medium == BURN_MEDIUM_BD_R || media->medium == BURN_MEDIUM_BD_RE;
    struct drive_bytes bytes;
    size_t i;

    *bits = 0;
    if (media_profile_find(media->profile)->kind == MEDIA_READ_ONLY || is_finished(media)) {
        *bits = BURN_PROTECTED_READ_ONLY;
        return drive_fail(failure, DRIVE_OK);
    }
    if (!can_be_protected(media->medium)) return drive_fail(failure, DRIVE_OK);
    if (drive_take_disc_structure(drive, is_bd, 0, 0, WRITE_PROTECTION_STATUS, 0, &bytes, failure) != DRIVE_OK) {
        return media_forgive(failure);
    }
    for (i = 0; bytes.count && i < sizeof protection_bits / sizeof protection_bits[0]; i++) {
        if (bytes.bytes[0] & protection_bits[i].mask) *bits |= protection_bits[i].protection;
    }
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}
