/* The fields of the mode pages of an optical drive.
 *
 * Every function takes one page from its page code on, as mmc_mode_find or a walk returns it. It returns MMC_MALFORMED
 * when the page has another code, and MMC_SHORT when the page's own length does not cover the fixed part; out is
 * unchanged then. Fields that only some editions have come with a `has_` flag.
 */
#ifndef OPENIMAPI2_MMC_MODE_PAGE_FIELDS_H
#define OPENIMAPI2_MMC_MODE_PAGE_FIELDS_H

#include "mmc/mode_page.h"

/* 01h, MMC-6, Read/Write Error Recovery mode page. */
struct mmc_error_recovery_page {
    bool automatic_write_reallocation; /* AWRE */
    uint8_t read_retry_count;
    bool has_write_retry_count; /* not in the six-byte page of read-only drives */
    uint8_t write_retry_count;
};
enum mmc_status mmc_error_recovery_page_parse(const struct mmc_mode_page *page, struct mmc_error_recovery_page *out);

/* 05h, MMC-6, Write Parameters mode page. */
enum { MMC_WRITE_PARAMETERS_MCN_BYTES = 16 };
struct mmc_write_parameters_page {
    bool buffer_underrun_free; /* BUFE */
    bool link_size_valid;      /* LS_V */
    bool test_write;
    uint8_t write_type;    /* 0 packet/incremental, 1 track at once, 2 session at once, 3 raw, 4 layer jump */
    uint8_t multi_session; /* 0 no next session, 1 with B0 pointer, 3 next session allowed */
    bool fixed_packet;     /* FP */
    bool copy;
    uint8_t track_mode;      /* control nibble: 4 data, 5 incremental data, 0 audio */
    uint8_t data_block_type; /* 8 mode 1 of 2048, 10 XA form 1 of 2048, 0 raw, ... */
    uint8_t link_size;       /* with link_size_valid only */
    uint8_t host_application_code;
    uint8_t session_format;       /* 00h CD-DA or CD-ROM, 10h CD-I, 20h CD-ROM XA */
    uint32_t packet_size_blocks;  /* with fixed_packet only */
    uint16_t audio_pause_blocks;  /* usually 150 */
    const uint8_t *media_catalog; /* 16 bytes: byte 0 bit 7 valid, then 13 digits */
};
enum mmc_status mmc_write_parameters_page_parse(const struct mmc_mode_page *page,
                                                struct mmc_write_parameters_page *out);

/* Set fields in a page 05h that the drive gave, so that MODE SELECT can take it: bytes 2 to 5, session format and
 * packet size. Where audio_pause_blocks is not 0, it is set too, and media catalogue number and ISRC are marked as not
 * valid. The application code keeps the drive's value, and so do these three when audio_pause_blocks is 0.
 * page      from its page code on, `count` bytes; unchanged unless MMC_OK.
 * returns   MMC_OK, MMC_SHORT below 52 bytes, MMC_MALFORMED for another page.
 */
enum mmc_status mmc_write_parameters_page_set(uint8_t *page, size_t count,
                                              const struct mmc_write_parameters_page *fields);

/* 08h, MMC-6, Caching mode page. */
struct mmc_caching_page {
    bool write_cache_enabled; /* WCE */
    bool read_cache_disabled; /* RCD */
};
enum mmc_status mmc_caching_page_parse(const struct mmc_mode_page *page, struct mmc_caching_page *out);

/* 2Ah, MMC-3, CD/DVD Capabilities and Mechanical Status page; legacy from MMC-4 on, and still the page that most
 * programs read. Pages end after byte 19, 21, 23, 25 or 31; the fixed part is bytes 0 to 17. A speed that is beyond the
 * end of the page is 0.
 */
struct mmc_capabilities_page {
    bool reads_cd_r, reads_cd_rw, reads_method_2, reads_dvd_rom, reads_dvd_r, reads_dvd_ram;
    bool writes_cd_r, writes_cd_rw, test_write, writes_dvd_r, writes_dvd_ram;
    bool audio_play, composite, digital_port_1, digital_port_2, mode_2_form_1, mode_2_form_2, multi_session;
    bool buffer_underrun_free; /* BUF */
    bool cd_da, cd_da_accurate, r_w_channels, r_w_corrected, c2_pointers, isrc, upc, bar_code;
    bool lock, lock_state, prevent_jumper, eject;
    uint8_t mechanism; /* 0 caddy or slot, 1 tray, 2 pop-up, 4 changer, 5 cartridge changer */
    bool separate_volume, separate_mute, disc_present, slot_select, side_change, r_w_in_lead_in;
    uint16_t max_read_kbs;
    uint16_t volume_levels;
    uint16_t buffer_kb;
    uint16_t current_read_kbs;
    uint16_t max_write_kbs;            /* bytes 18-19 */
    uint16_t current_write_legacy_kbs; /* bytes 20-21 */
    bool has_copy_management;
    uint16_t copy_management; /* bytes 22-23 */
    bool has_rotation;
    uint8_t rotation; /* byte 27: 0 CLV, 1 CAV */
    bool has_current_write;
    uint16_t current_write_kbs;   /* bytes 28-29 */
    bool has_write_speeds;        /* the page has room for the count */
    struct span write_speed_list; /* no longer than the page, nor than its count of descriptors says */
};
enum mmc_status mmc_capabilities_page_parse(const struct mmc_mode_page *page, struct mmc_capabilities_page *out);

struct mmc_write_speed {
    uint8_t rotation;   /* 0 CLV, 1 CAV */
    uint16_t write_kbs; /* 0: an empty entry, seen in the middle of lists */
};
struct mmc_walk mmc_capabilities_write_speeds(const struct mmc_capabilities_page *page);
bool mmc_write_speed_next(struct mmc_walk *walk, struct mmc_write_speed *out);

#endif
