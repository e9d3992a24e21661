/* The fields of the feature descriptors.
 *
 * Every function takes one feature, as mmc_configuration_find or a walk returns it. It returns MMC_MALFORMED when the
 * feature has another code than the function is for, and MMC_SHORT when the feature's own length does not cover the
 * fields (older versions of some features have no data at all); out is unchanged then. Features that say everything by
 * their presence have no function.
 * Source: MMC-6, the feature's descriptor, unless said otherwise.
 */
#ifndef OPENIMAPI2_MMC_FEATURE_FIELDS_H
#define OPENIMAPI2_MMC_FEATURE_FIELDS_H

#include "mmc/configuration.h"

/* 0001h Core. */
struct mmc_core_feature {
    uint32_t physical_interface; /* 1 SCSI, 2 ATAPI, 3, 4, 6 IEEE 1394, 5 Fibre Channel, 7 SATA, 8 USB */
    bool device_busy_event;      /* DBE; false where the four-byte version has no room for it */
    bool inquiry_2;              /* INQ2; likewise */
};
enum mmc_status mmc_core_feature_parse(const struct mmc_feature *feature, struct mmc_core_feature *out);

/* 0003h Removable Medium. */
struct mmc_removable_medium_feature {
    uint8_t mechanism; /* 0 caddy or slot, 1 tray, 2 pop-up, 4 changer, 5 changer with magazine */
    bool has_load;     /* the feature's version (1 and up) has a Load bit */
    bool load;         /* the bit as sent */
    bool eject;
    bool prevent_jumper;
    bool delay_before_load; /* DBML */
    bool lock;
};
enum mmc_status mmc_removable_medium_feature_parse(const struct mmc_feature *feature,
                                                   struct mmc_removable_medium_feature *out);

/* 0004h Write Protect. */
struct mmc_write_protect_feature {
    bool disc_write_protect_pac;   /* DWP */
    bool write_inhibit_dcb;        /* WDCB */
    bool persistent_write_protect; /* SPWP */
    bool software_write_protect;   /* SSWPP */
};
enum mmc_status mmc_write_protect_feature_parse(const struct mmc_feature *feature,
                                                struct mmc_write_protect_feature *out);

/* 0010h Random Readable, 0020h Random Writable, 0025h Write Once. */
struct mmc_block_feature {
    uint32_t last_lba; /* 0020h only, else 0 */
    uint32_t block_bytes;
    uint16_t blocking; /* blocks that are read or written as a unit: 1 CD, 16 DVD, 32 BD */
    bool page_present; /* PP: mode page 01h */
};
enum mmc_status mmc_block_feature_parse(const struct mmc_feature *feature, struct mmc_block_feature *out);

/* 001Eh CD Read. */
struct mmc_cd_read_feature {
    bool digital_audio_play; /* DAP */
    bool c2_flags;
    bool cd_text;
};
enum mmc_status mmc_cd_read_feature_parse(const struct mmc_feature *feature, struct mmc_cd_read_feature *out);

/* 001Fh DVD Read. */
struct mmc_dvd_read_feature {
    bool multi_110;
    bool dual_layer_r;
    bool dual_layer_rw;
};
enum mmc_status mmc_dvd_read_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_read_feature *out);

/* 0021h Incremental Streaming Writable. */
struct mmc_incremental_feature {
    uint16_t data_block_types;
    bool buffer_underrun_free; /* BUF */
    struct span link_sizes;    /* one byte each; no more than the descriptor has */
};
enum mmc_status mmc_incremental_feature_parse(const struct mmc_feature *feature, struct mmc_incremental_feature *out);

/* 0023h Formattable. */
struct mmc_formattable_feature {
    bool re_no_spare; /* RENoSA */
    bool expand;
    bool quick_certification; /* QCert */
    bool certification;       /* Cert */
    bool random_recording;    /* RRM; false where the descriptor has no room for it */
};
enum mmc_status mmc_formattable_feature_parse(const struct mmc_feature *feature, struct mmc_formattable_feature *out);

/* 002Ah DVD+RW, 002Bh DVD+R, 003Ah DVD+RW Dual Layer, 003Bh DVD+R Dual Layer. */
struct mmc_dvd_plus_feature {
    bool write;
    bool quick_start; /* the rewritable ones */
    bool close_only;  /* likewise */
};
enum mmc_status mmc_dvd_plus_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_plus_feature *out);

/* 002Ch Rigid Restricted Overwrite. */
struct mmc_rigid_overwrite_feature {
    bool defect_status_generate; /* DSDG */
    bool defect_status_read;     /* DSDR */
    bool intermediate;
    bool blank;
};
enum mmc_status mmc_rigid_overwrite_feature_parse(const struct mmc_feature *feature,
                                                  struct mmc_rigid_overwrite_feature *out);

/* 002Dh CD Track at Once. */
struct mmc_track_at_once_feature {
    bool buffer_underrun_free; /* BUF */
    bool r_w_raw;
    bool r_w_pack;
    bool test_write;
    bool cd_rw;
    bool r_w_sub_code;
    uint16_t data_block_types;
};
enum mmc_status mmc_track_at_once_feature_parse(const struct mmc_feature *feature,
                                                struct mmc_track_at_once_feature *out);

/* 002Eh CD Mastering. */
struct mmc_mastering_feature {
    bool buffer_underrun_free; /* BUF */
    bool session_at_once;
    bool raw_multi_session;
    bool raw;
    bool test_write;
    bool cd_rw;
    bool r_w_sub_code;
    uint32_t max_cue_sheet_bytes;
};
enum mmc_status mmc_mastering_feature_parse(const struct mmc_feature *feature, struct mmc_mastering_feature *out);

/* 002Fh DVD-R/-RW Write. */
struct mmc_dvd_minus_feature {
    bool buffer_underrun_free; /* BUF */
    bool r_dual_layer;         /* RDL */
    bool test_write;
    bool dvd_rw;
};
enum mmc_status mmc_dvd_minus_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_minus_feature *out);

/* 0033h Layer Jump Recording: the link sizes, one byte each. */
enum mmc_status mmc_layer_jump_feature_parse(const struct mmc_feature *feature, struct span *link_sizes);

/* 0037h CD-RW Media Write Support: bit n is sub-type n. */
enum mmc_status mmc_cd_rw_media_feature_parse(const struct mmc_feature *feature, uint8_t *sub_types);

/* 0040h BD Read, 0041h BD Write: the versions of each class 0 to 3, as a bit map. */
enum { MMC_BD_CLASSES = 4 };
struct mmc_bd_feature {
    bool burst_cutting_area; /* BCA, 0040h only */
    bool no_verify_required; /* SVNR, 0041h only */
    uint16_t bd_re[MMC_BD_CLASSES];
    uint16_t bd_r[MMC_BD_CLASSES];
    uint16_t bd_rom[MMC_BD_CLASSES]; /* 0040h only */
};
enum mmc_status mmc_bd_feature_parse(const struct mmc_feature *feature, struct mmc_bd_feature *out);

/* 0107h Real Time Streaming. */
struct mmc_streaming_feature {
    bool read_buffer_capacity_block; /* RBCB */
    bool set_cd_speed;               /* SCS */
    bool mode_page_2a;               /* MP2A: write speed descriptors in it */
    bool write_speed_performance;    /* WSPD: GET PERFORMANCE type 03h */
    bool stream_writing;             /* SW */
};
enum mmc_status mmc_streaming_feature_parse(const struct mmc_feature *feature, struct mmc_streaming_feature *out);

#endif
