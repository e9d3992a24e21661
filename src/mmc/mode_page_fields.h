/* What stands in the mode pages of an optical drive.
 *
 * Every function is given one page from its page code on, as mmc_mode_find or a walk gives it, and returns MMC_MALFORMED
 * when it has another code, MMC_SHORT when its own length does not cover the fixed part; out is unchanged then. Fields that
 * only some editions have come with a `has_` flag.
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

/* 08h, MMC-6, Caching mode page. */
struct mmc_caching_page {
    bool write_cache_enabled; /* WCE */
    bool read_cache_disabled; /* RCD */
};
enum mmc_status mmc_caching_page_parse(const struct mmc_mode_page *page, struct mmc_caching_page *out);

/* 0Dh, MMC-3, CD Device Parameters mode page. */
struct mmc_cd_device_parameters_page {
    uint8_t inactivity_multiplier;   /* 0 vendor's, 1 125 ms, ... 0Fh 32 minutes */
    uint16_t msf_s_units_per_m_unit; /* 60 */
    uint16_t msf_f_units_per_s_unit; /* 75 */
};
enum mmc_status mmc_cd_device_parameters_page_parse(const struct mmc_mode_page *page,
                                                    struct mmc_cd_device_parameters_page *out);

/* 0Eh, MMC-5, CD Audio Control mode page. */
enum { MMC_AUDIO_PORTS = 4 };
struct mmc_cd_audio_control_page {
    bool immediate;
    bool stop_on_track_crossing; /* SOTC */
    struct {
        uint8_t channels; /* bit 0 to 3: audio channels 0 to 3 */
        uint8_t volume;
    } ports[MMC_AUDIO_PORTS];
};
enum mmc_status mmc_cd_audio_control_page_parse(const struct mmc_mode_page *page,
                                                struct mmc_cd_audio_control_page *out);

/* 1Ah, MMC-6, Power Condition mode page. Timers count 100 ms. */
struct mmc_power_condition_page {
    bool idle;
    bool standby;
    uint32_t idle_timer_100ms;
    uint32_t standby_timer_100ms;
};
enum mmc_status mmc_power_condition_page_parse(const struct mmc_mode_page *page, struct mmc_power_condition_page *out);

/* 1Ch, SPC-3, Informational Exceptions Control mode page. */
struct mmc_informational_exceptions_page {
    bool performance;         /* PERF */
    bool exceptions_disabled; /* DEXCPT */
    uint8_t reporting_method; /* MRIE, 0 to 6 */
    uint32_t interval_timer_100ms;
    uint32_t report_count;
};
enum mmc_status mmc_informational_exceptions_page_parse(const struct mmc_mode_page *page,
                                                        struct mmc_informational_exceptions_page *out);

/* 1Dh, MMC-6, Timeout and Protect mode page. */
struct mmc_timeout_protect_page {
    bool group3_enabled;      /* G3Enable */
    bool timeout_enabled;     /* TMOE */
    bool disable_until_power; /* DISP */
    bool write_protected;     /* SWPP: by software, until power is cycled */
    uint16_t group1_timeout_s;
    uint16_t group2_timeout_s;
};
enum mmc_status mmc_timeout_protect_page_parse(const struct mmc_mode_page *page, struct mmc_timeout_protect_page *out);

/* 2Ah, MMC-3, CD/DVD Capabilities and Mechanical Status page; legacy from MMC-4 on, and still what most programs ask. Pages
 * end after byte 19, 21, 23, 25 or 31: the fixed part is bytes 0 to 17. A speed that the page has no room for is 0.
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
    struct span write_speed_list; /* no longer than the page, nor than its count of descriptors */
};
enum mmc_status mmc_capabilities_page_parse(const struct mmc_mode_page *page, struct mmc_capabilities_page *out);

struct mmc_write_speed {
    uint8_t rotation;   /* 0 CLV, 1 CAV */
    uint16_t write_kbs; /* 0: an empty entry, seen in the middle of lists */
};
struct mmc_walk mmc_capabilities_write_speeds(const struct mmc_capabilities_page *page);
bool mmc_write_speed_next(struct mmc_walk *walk, struct mmc_write_speed *out);

#endif
