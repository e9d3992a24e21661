/* Our own drive's INQUIRY, features and mode pages, and access to those of a captured drive. */
#include "sim/sim_identity.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/codes.h"

/* SPC-3, standard INQUIRY data: type 05h, removable, ATAPI, 36 bytes. */
static const uint8_t own_inquiry[] = {
    0x05, 0x80, 0x00, 0x32, 0x1f, 0x00, 0x00, 0x00, 'O', 'P', 'E', 'N', 'I', 'M', 'A', 'P', 'V', 'i',
    'r',  't',  'u',  'a',  'l',  ' ',  'B',  'D',  '-', 'R', 'E', ' ', ' ', ' ', '0', '0', '0', '1',
};

/* MMC-6, features. Current bits are 0 where they depend on the medium. Profiles best first, as real drives list them.
 */
/* clang-format off */
static const uint8_t own_features[] = {
    0x00, 0x00, 0x03, 0x40,                                             /* profile list */
        0x00, 0x43, 0, 0, 0x00, 0x41, 0, 0, 0x00, 0x40, 0, 0, 0x00, 0x2b, 0, 0, 0x00, 0x1b, 0, 0, 0x00, 0x1a, 0, 0,
        0x00, 0x15, 0, 0, 0x00, 0x14, 0, 0, 0x00, 0x13, 0, 0, 0x00, 0x12, 0, 0, 0x00, 0x11, 0, 0, 0x00, 0x10, 0, 0,
        0x00, 0x0a, 0, 0, 0x00, 0x09, 0, 0, 0x00, 0x08, 0, 0, 0x00, 0x02, 0, 0,
    0x00, 0x01, 0x0b, 0x08, 0x00, 0x00, 0x00, 0x07, 0x01, 0, 0, 0,      /* core: SATA, device busy events */
    0x00, 0x02, 0x07, 0x04, 0x02, 0, 0, 0,                              /* morphing: operational change events */
    0x00, 0x03, 0x0b, 0x04, 0x39, 0, 0, 0,                              /* removable: tray, load, eject, lock */
    0x00, 0x04, 0x08, 0x04, 0x08, 0, 0, 0,                              /* write protect: access control of BD */
    0x00, 0x10, 0x00, 0x08, 0x00, 0x00, 0x08, 0x00, 0x00, 0x10, 0x01, 0, /* random readable: 2048, 16 */
    0x00, 0x1d, 0x00, 0x00,                                             /* multi-read */
    0x00, 0x1e, 0x08, 0x04, 0x03, 0, 0, 0,                              /* CD read: C2 flags, CD-TEXT */
    0x00, 0x1f, 0x08, 0x04, 0x01, 0, 0x01, 0,                           /* DVD read: MULTI110, dual-R */
    0x00, 0x20, 0x04, 0x0c, 0, 0, 0, 0, 0x00, 0x00, 0x08, 0x00, 0x00, 0x10, 0x01, 0, /* random writable */
    0x00, 0x21, 0x0c, 0x08, 0x05, 0x00, 0x01, 0x02, 0x07, 0x10, 0, 0,   /* incremental: mode 1, XA form 1; links 7, 16 */
    0x00, 0x23, 0x08, 0x08, 0x08, 0, 0, 0, 0x00, 0, 0, 0,               /* formattable: BD-RE without spare */
    0x00, 0x24, 0x04, 0x04, 0x80, 0, 0, 0,                              /* defect management */
    0x00, 0x26, 0x00, 0x00,                                             /* restricted overwrite */
    0x00, 0x2a, 0x04, 0x04, 0x01, 0x00, 0, 0,                           /* DVD+RW: write */
    0x00, 0x2b, 0x00, 0x04, 0x01, 0, 0, 0,                              /* DVD+R: write */
    0x00, 0x2c, 0x00, 0x04, 0x03, 0, 0, 0,                              /* rigid restricted overwrite */
    0x00, 0x2d, 0x08, 0x04, 0x46, 0x00, 0x3f, 0x0f,                     /* TAO: BUF, test, CD-RW; block types 0-3, 8-13 */
    0x00, 0x2e, 0x04, 0x04, 0x6f, 0x00, 0x0d, 0x00,                     /* mastering: BUF, SAO, raw, test, CD-RW, R-W */
    0x00, 0x2f, 0x08, 0x04, 0x4e, 0, 0, 0,                              /* DVD-R/-RW: BUF, DL, test, RW */
    0x00, 0x37, 0x00, 0x04, 0x00, 0x07, 0, 0,                           /* CD-RW sub-types 0 to 2 */
    0x00, 0x38, 0x00, 0x04, 0, 0, 0, 0,                                 /* BD-R pseudo overwrite */
    0x00, 0x3b, 0x00, 0x04, 0x01, 0, 0, 0,                              /* DVD+R DL: write */
    0x00, 0x40, 0x08, 0x1c, 0x00, 0, 0, 0, 0x00, 0x0c, 0, 0, 0, 0, 0, 0, /* BD read: RE */
        0x00, 0x06, 0, 0, 0, 0, 0, 0, 0x00, 0x02, 0, 0, 0, 0, 0, 0,     /*     R, ROM */
    0x00, 0x41, 0x04, 0x14, 0x00, 0, 0, 0, 0x00, 0x0c, 0, 0, 0, 0, 0, 0, /* BD write: RE */
        0x00, 0x06, 0, 0, 0, 0, 0, 0,                                   /*     R */
    0x01, 0x00, 0x03, 0x00,                                             /* power management */
    0x01, 0x05, 0x07, 0x04, 0x00, 0, 0, 0,                              /* timeout */
    0x01, 0x07, 0x14, 0x04, 0x1f, 0, 0, 0,                              /* real time streaming: all */
    0x01, 0x08, 0x03, 0x0c, 'O', 'P', 'E', 'N', 'I', 'M', 'A', 'P', '0', '0', '0', '1', /* serial number */
    0x01, 0x0c, 0x03, 0x10, '2', '0', '2', '5', '0', '1', '0', '1', '0', '0', '0', '0', '0', '0', 0, 0, /* firmware */
};

/* MMC-6, mode pages. 2Ah is only a place in the order: sim_answer_mode writes it from the medium. */
static const uint8_t own_pages[] = {
    0x81, 0x0a, 0x80, 0x20, 0, 0, 0, 0, 0, 0, 0, 0,              /* error recovery: automatic, 32 tries; can be saved */
    0x05, 0x32, 0x60, 0xc5, 0x08, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x00, 0x96, /* write parameters: BUFE, LS_V, incremental */
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0x08, 0x0a, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0,                 /* caching: write cache on */
    0x0d, 0x06, 0x00, 0x00, 0x00, 0x3c, 0x00, 0x4b,              /* 60 s a minute, 75 frames a second */
    0x9a, 0x0a, 0x00, 0x03, 0x00, 0x00, 0x00, 0x64, 0x00, 0x00, 0x01, 0x40, /* idle 10 s, standby 32 s; can be saved */
    0x1c, 0x0a, 0x00, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,              /* fault reporting: none */
    0x1d, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x04, 0xb0,  /* time-outs: 6 s, 1200 s */
    0x2a, 0x1e, 0, 0, 0, 0, 0x29, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

/* What MODE SELECT may change, from byte 2 on; a page or byte not in the table may not be changed. MMC-6 and SPC-3, mode pages. */
static const struct {
    uint8_t code;
    uint8_t count;
    uint8_t mask[50];
} masks[] = {
    {0x01, 2,  {0xff, 0xff}},
    {0x05, 50, {0x7f, 0xff, 0x0f, 0xff, 0x00, 0x3f, 0xff, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xff, 0xff, 0xff, 0xff}},
    {0x08, 1,  {0x04}},
    {0x0e, 14, {0x02, 0, 0, 0, 0, 0, 0x0f, 0xff, 0x0f, 0xff, 0x0f, 0xff, 0x0f, 0xff}},
    {0x1a, 10, {0x00, 0x03, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
};
/* clang-format on */

enum { MASKS = sizeof masks / sizeof masks[0] };

const struct sim_identity sim_identity_default = {
    .inquiry = own_inquiry,
    .inquiry_count = sizeof own_inquiry,
    .features = own_features,
    .features_count = sizeof own_features,
    .mode_pages = own_pages,
    .mode_pages_count = sizeof own_pages,
};

bool sim_identity_next_feature(const struct sim_identity *identity, size_t *at, const uint8_t **descriptor,
                               size_t *count)
{
    const struct sim_identity *from = identity->features_count ? identity : &sim_identity_default;

    if (from->features_count - *at < 4 || from->features_count - *at < 4u + from->features[*at + 3]) return false;
    *descriptor = from->features + *at;
    *count = 4u + (*descriptor)[3];
    *at += *count;
    return true;
}

const uint8_t *sim_identity_feature(const struct sim_identity *identity, uint16_t code, size_t *count)
{
    const uint8_t *descriptor;
    size_t at = 0;

    while (sim_identity_next_feature(identity, &at, &descriptor, count)) {
        if (load_be16(descriptor) == code) return descriptor;
    }
    return NULL;
}

bool sim_identity_next_page(const struct sim_identity *identity, size_t *at, const uint8_t **page, size_t *count)
{
    const struct sim_identity *from = identity->mode_pages_count ? identity : &sim_identity_default;

    if (from->mode_pages_count - *at < 2 || from->mode_pages_count - *at < 2u + from->mode_pages[*at + 1]) return false;
    *page = from->mode_pages + *at;
    *count = 2u + (*page)[1];
    *at += *count;
    return true;
}

const uint8_t *sim_identity_page(const struct sim_identity *identity, uint8_t code, size_t *count)
{
    const uint8_t *page;
    size_t at = 0;

    while (sim_identity_next_page(identity, &at, &page, count)) {
        if ((page[0] & 0x3f) == code) return page;
    }
    return NULL;
}

void sim_identity_page_mask(const uint8_t *page, size_t count, uint8_t *out)
{
    size_t i, length;

    memset(out, 0, count);
    memcpy(out, page, 2);
    for (i = 0; i < MASKS; i++) {
        if (masks[i].code != (page[0] & 0x3f)) continue;
        length = masks[i].count < count - 2 ? masks[i].count : count - 2;
        memcpy(out + 2, masks[i].mask, length);
    }
}

enum { MECHANISM_TRAY = 1, REMOVABLE_LOAD = 0x10, REMOVABLE_EJECT = 0x08, PAGE_2A_EJECT = 0x08 };

bool sim_identity_can_load(const struct sim_identity *identity)
{
    size_t count;
    const uint8_t *removable = sim_identity_feature(identity, MMC_FEATURE_REMOVABLE_MEDIUM, &count);
    const uint8_t *page;

    if (removable && count >= 5) {
        /* Version 0 has no Load bit: then a tray is one that loads. */
        if (removable[2] >> 2 & 0x0f) return (removable[4] & REMOVABLE_LOAD) != 0;
        return removable[4] >> 5 == MECHANISM_TRAY;
    }
    page = sim_identity_page(identity, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &count);
    return !page || count < 7 || page[6] >> 5 == MECHANISM_TRAY;
}

bool sim_identity_can_eject(const struct sim_identity *identity)
{
    size_t count;
    const uint8_t *removable = sim_identity_feature(identity, MMC_FEATURE_REMOVABLE_MEDIUM, &count);
    const uint8_t *page;

    if (removable && count >= 5) return (removable[4] & REMOVABLE_EJECT) != 0;
    page = sim_identity_page(identity, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &count);
    return !page || count < 7 || (page[6] & PAGE_2A_EJECT) != 0;
}

bool sim_identity_has_profile(const struct sim_identity *identity, uint16_t profile)
{
    size_t count, i;
    const uint8_t *list = sim_identity_feature(identity, MMC_FEATURE_PROFILE_LIST, &count);

    if (!list) return true;
    for (i = 4; i + 4 <= count; i += 4) {
        if (load_be16(list + i) == profile) return true;
    }
    return false;
}
