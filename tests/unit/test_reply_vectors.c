/* Every vector of vectors/replies.json through the parser that it is for. A vector without a parser, a parser without a vector
 * and a stated value that nobody compares are failures.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "mmc/capacity.h"
#include "mmc/configuration.h"
#include "mmc/disc_information.h"
#include "mmc/disc_structure.h"
#include "mmc/event.h"
#include "mmc/feature_fields.h"
#include "mmc/format_capacity.h"
#include "mmc/inquiry.h"
#include "mmc/mode_page_fields.h"
#include "mmc/performance.h"
#include "mmc/toc.h"
#include "mmc/track_information.h"
#include "scsi/sense.h"
#include "support/vectors.h"

/* A parser, and where the values that it gives stand in a vector. `number` is the row's: a page, a feature, a format. */
struct row {
    const char *reply_of;
    size_t fixed_bytes; /* below it the parser says short */
    unsigned number;
    enum mmc_status (*check)(const struct row *row, const uint8_t *bytes, size_t count, struct expectation *expect);
    void (*feature)(const struct mmc_feature *feature, struct expectation *fields);
    void (*page)(const struct mmc_mode_page *page, struct expectation *fields);
};

/* --- INQUIRY, REQUEST SENSE --- */

static enum mmc_status check_inquiry(const struct row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_inquiry inquiry;
    enum mmc_status status = mmc_inquiry_parse(bytes, count, &inquiry);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "peripheral_qualifier", inquiry.peripheral_qualifier);
    expect_number(expect, "device_type", inquiry.device_type);
    expect_number(expect, "removable", inquiry.removable);
    expect_number(expect, "version", inquiry.version);
    expect_number(expect, "response_format", inquiry.response_format);
    expect_number(expect, "atapi_version", inquiry.atapi_version);
    expect_number(expect, "additional_length", inquiry.additional_length);
    expect_text(expect, "vendor", inquiry.vendor);
    expect_text(expect, "product", inquiry.product);
    expect_text(expect, "revision", inquiry.revision);
    expect_hex(expect, "vendor_specific", inquiry.vendor_specific, MMC_INQUIRY_VENDOR_SPECIFIC_BYTES);
    return status;
}

static enum mmc_status check_sense(const struct row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct scsi_sense sense = {0};
    bool has_key = scsi_sense_decode(bytes, count, &sense);
    bool is_fixed = count && (bytes[0] & 0x7e) == 0x70;
    /* How many bytes of sense may be believed to hold ASC and ASCQ is the vectors' question, not the decoder's: it gives 0. */
    bool has_codes = has_key && count >= (is_fixed ? 14u : 4u);

    (void)row;
    expect_text(expect, "format", is_fixed ? "fixed" : "descriptor");
    expect_number(expect, "deferred", sense.deferred);
    expect_optional_code(expect, "key", has_key, 1, sense.key);
    expect_optional_code(expect, "asc", has_codes, 2, sense.asc);
    expect_optional_code(expect, "ascq", has_codes, 2, sense.ascq);
    expect_optional(expect, "information", sense.has_information, (long long)sense.information);
    expect_optional(expect, "progress", sense.has_progress, sense.progress);
    if (sense.has_field_pointer) {
        struct expectation pointer = expect_object(expect, "field_pointer");

        expect_number(&pointer, "in_cdb", sense.field_in_cdb);
        expect_number(&pointer, "bit_valid", sense.has_bit_pointer);
        expect_number(&pointer, "bit", sense.bit_pointer);
        expect_number(&pointer, "field", sense.field_pointer);
        expect_done(&pointer);
    } else {
        expect_optional(expect, "field_pointer", false, 0);
    }
    return count < row->fixed_bytes ? MMC_SHORT : MMC_OK;
}

/* --- GET CONFIGURATION --- */

static void list_profiles(const struct mmc_configuration *configuration, struct expectation *expect, bool *clipped)
{
    struct expected_list all = expect_list(expect, "profiles"), current = expect_list(expect, "current_profiles");
    struct mmc_walk walk = mmc_configuration_profiles(configuration);
    struct mmc_profile profile;

    while (mmc_profile_next(&walk, &profile)) {
        expect_next_code(&all, 4, profile.code);
        if (profile.current) expect_next_code(&current, 4, profile.code);
    }
    expect_list_done(&all);
    expect_list_done(&current);
    *clipped = *clipped || walk.clipped;
}

static enum mmc_status check_configuration(const struct row *row, const uint8_t *bytes, size_t count,
                                           struct expectation *expect)
{
    struct mmc_configuration configuration;
    enum mmc_status status = mmc_configuration_parse(bytes, count, &configuration);
    struct expected_list all, current;
    struct mmc_feature feature;
    struct mmc_walk walk;
    bool clipped;

    (void)row;
    if (status != MMC_OK) return status;
    expect_optional_code(expect, "current_profile", configuration.has_current_profile, 4,
                         configuration.current_profile);
    all = expect_list(expect, "features");
    current = expect_list(expect, "current_features");
    walk = mmc_configuration_features(&configuration);
    while (mmc_feature_next(&walk, &feature)) {
        expect_next_code(&all, 4, feature.code);
        if (feature.current) expect_next_code(&current, 4, feature.code);
    }
    expect_list_done(&all);
    expect_list_done(&current);
    clipped = walk.clipped;
    list_profiles(&configuration, expect, &clipped);
    expect_number(expect, "clipped", clipped);
    return status;
}

static enum mmc_status check_feature(const struct row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;
    enum mmc_status status = mmc_configuration_parse(bytes, count, &configuration);
    struct expectation fields;

    if (status != MMC_OK) return status;
    expect_code(expect, "current_profile", 4, configuration.current_profile);
    status = mmc_configuration_find(&configuration, (uint16_t)row->number, &feature);
    if (status == MMC_ABSENT) {
        expect_optional_code(expect, "code", false, 4, 0);
        return MMC_OK;
    }
    if (status != MMC_OK) return status;
    expect_code(expect, "code", 4, feature.code);
    expect_number(expect, "version", feature.version);
    expect_number(expect, "persistent", feature.persistent);
    expect_number(expect, "current", feature.current);
    expect_hex(expect, "data", feature.data, feature.data_bytes);
    fields = expect_object(expect, "fields");
    if (row->number == 0) {
        bool clipped = false;

        list_profiles(&configuration, &fields, &clipped);
        if (clipped) vector_fail(fields.id, "the profile list is clipped");
    } else if (row->feature) {
        row->feature(&feature, &fields);
    } else {
        return status;
    }
    expect_done(&fields);
    return status;
}

/* Features by their older editions may have no data: then no field is stated, and what is stated here stays uncompared. */
static void feature_core(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_core_feature core;

    if (mmc_core_feature_parse(feature, &core) != MMC_OK) return;
    expect_number(fields, "interface", core.physical_interface);
    expect_number(fields, "dbe", core.device_busy_event);
    expect_number(fields, "inq2", core.inquiry_2);
}

static void feature_removable(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_removable_medium_feature removable;

    if (mmc_removable_medium_feature_parse(feature, &removable) != MMC_OK) return;
    expect_number(fields, "mechanism", removable.mechanism);
    expect_number(fields, "load", removable.load);
    expect_number(fields, "eject", removable.eject);
    expect_number(fields, "prevent_jumper", removable.prevent_jumper);
    expect_number(fields, "dbml", removable.delay_before_load);
    expect_number(fields, "lock", removable.lock);
}

static void feature_write_protect(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_write_protect_feature protect;

    if (mmc_write_protect_feature_parse(feature, &protect) != MMC_OK) return;
    expect_number(fields, "dwp", protect.disc_write_protect_pac);
    expect_number(fields, "wdcb", protect.write_inhibit_dcb);
    expect_number(fields, "spwp", protect.persistent_write_protect);
    expect_number(fields, "sswpp", protect.software_write_protect);
}

static void feature_block(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_block_feature block;

    if (mmc_block_feature_parse(feature, &block) != MMC_OK) return;
    expect_number(fields, "last_lba", block.last_lba);
    expect_number(fields, "block_size", block.block_bytes);
    expect_number(fields, "blocking", block.blocking);
    expect_number(fields, "pp", block.page_present);
}

static void feature_cd_read(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_cd_read_feature cd;

    if (mmc_cd_read_feature_parse(feature, &cd) != MMC_OK) return;
    expect_number(fields, "dap", cd.digital_audio_play);
    expect_number(fields, "c2", cd.c2_flags);
    expect_number(fields, "cd_text", cd.cd_text);
}

static void feature_dvd_read(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_read_feature dvd;

    if (mmc_dvd_read_feature_parse(feature, &dvd) != MMC_OK) return;
    expect_number(fields, "multi110", dvd.multi_110);
    expect_number(fields, "dual_r", dvd.dual_layer_r);
    expect_number(fields, "dual_rw", dvd.dual_layer_rw);
}

static void link_sizes_are(struct span sizes, struct expectation *fields)
{
    struct expected_list list = expect_list(fields, "link_sizes");
    size_t i;

    for (i = 0; i < sizes.count; i++)
        expect_next_number(&list, sizes.bytes[i]);
    expect_list_done(&list);
}

static void feature_incremental(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_incremental_feature incremental;

    if (mmc_incremental_feature_parse(feature, &incremental) != MMC_OK) return;
    expect_number(fields, "block_types", incremental.data_block_types);
    expect_number(fields, "buf", incremental.buffer_underrun_free);
    link_sizes_are(incremental.link_sizes, fields);
}

static void feature_formattable(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_formattable_feature formattable;

    if (mmc_formattable_feature_parse(feature, &formattable) != MMC_OK) return;
    expect_number(fields, "renosa", formattable.re_no_spare);
    expect_number(fields, "expand", formattable.expand);
    expect_number(fields, "qcert", formattable.quick_certification);
    expect_number(fields, "cert", formattable.certification);
    expect_number(fields, "rrm", formattable.random_recording);
}

static void feature_dvd_plus(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_plus_feature plus;

    if (mmc_dvd_plus_feature_parse(feature, &plus) != MMC_OK) return;
    expect_number(fields, "write", plus.write);
    expect_number(fields, "quick_start", plus.quick_start);
    expect_number(fields, "close_only", plus.close_only);
}

static void feature_rigid(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_rigid_overwrite_feature rigid;

    if (mmc_rigid_overwrite_feature_parse(feature, &rigid) != MMC_OK) return;
    expect_number(fields, "dsdg", rigid.defect_status_generate);
    expect_number(fields, "dsdr", rigid.defect_status_read);
    expect_number(fields, "intermediate", rigid.intermediate);
    expect_number(fields, "blank", rigid.blank);
}

static void feature_track_at_once(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_track_at_once_feature tao;

    if (mmc_track_at_once_feature_parse(feature, &tao) != MMC_OK) return;
    expect_number(fields, "buf", tao.buffer_underrun_free);
    expect_number(fields, "rw_raw", tao.r_w_raw);
    expect_number(fields, "rw_pack", tao.r_w_pack);
    expect_number(fields, "test_write", tao.test_write);
    expect_number(fields, "cd_rw", tao.cd_rw);
    expect_number(fields, "rw_sub", tao.r_w_sub_code);
    expect_number(fields, "block_types", tao.data_block_types);
}

static void feature_mastering(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_mastering_feature mastering;

    if (mmc_mastering_feature_parse(feature, &mastering) != MMC_OK) return;
    expect_number(fields, "buf", mastering.buffer_underrun_free);
    expect_number(fields, "sao", mastering.session_at_once);
    expect_number(fields, "raw_ms", mastering.raw_multi_session);
    expect_number(fields, "raw", mastering.raw);
    expect_number(fields, "test_write", mastering.test_write);
    expect_number(fields, "cd_rw", mastering.cd_rw);
    expect_number(fields, "rw_sub", mastering.r_w_sub_code);
    expect_number(fields, "max_cue", mastering.max_cue_sheet_bytes);
}

static void feature_dvd_minus(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_minus_feature minus;

    if (mmc_dvd_minus_feature_parse(feature, &minus) != MMC_OK) return;
    expect_number(fields, "buf", minus.buffer_underrun_free);
    expect_number(fields, "dl", minus.r_dual_layer);
    expect_number(fields, "test_write", minus.test_write);
    expect_number(fields, "rw", minus.dvd_rw);
}

static void feature_layer_jump(const struct mmc_feature *feature, struct expectation *fields)
{
    struct span link_sizes;

    if (mmc_layer_jump_feature_parse(feature, &link_sizes) == MMC_OK) link_sizes_are(link_sizes, fields);
}

static void feature_cd_rw_media(const struct mmc_feature *feature, struct expectation *fields)
{
    uint8_t sub_types;

    if (mmc_cd_rw_media_feature_parse(feature, &sub_types) == MMC_OK) expect_number(fields, "sub_types", sub_types);
}

static void classes_are(const uint16_t classes[MMC_BD_CLASSES], struct expectation *fields, const char *key)
{
    struct expected_list list = expect_list(fields, key);
    size_t i;

    for (i = 0; i < MMC_BD_CLASSES; i++)
        expect_next_number(&list, classes[i]);
    expect_list_done(&list);
}

static void feature_bd(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_bd_feature bd;

    if (mmc_bd_feature_parse(feature, &bd) != MMC_OK) return;
    expect_number(fields, "bca", bd.burst_cutting_area);
    expect_number(fields, "svnr", bd.no_verify_required);
    classes_are(bd.bd_re, fields, "re");
    classes_are(bd.bd_r, fields, "r");
    classes_are(bd.bd_rom, fields, "rom");
}

static void feature_streaming(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_streaming_feature streaming;

    if (mmc_streaming_feature_parse(feature, &streaming) != MMC_OK) return;
    expect_number(fields, "rbcb", streaming.read_buffer_capacity_block);
    expect_number(fields, "scs", streaming.set_cd_speed);
    expect_number(fields, "mp2a", streaming.mode_page_2a);
    expect_number(fields, "wspd", streaming.write_speed_performance);
    expect_number(fields, "sw", streaming.stream_writing);
}

/* --- MODE SENSE(10) --- */

static enum mmc_status check_pages(const struct row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct mmc_mode mode;
    enum mmc_status status = mmc_mode_parse(bytes, count, &mode);
    struct expected_list pages;
    struct mmc_mode_page page;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "mode_data_length", (long long)mode.claimed_bytes - 2);
    expect_code(expect, "medium_type", 2, mode.medium_type);
    expect_number(expect, "device_specific", mode.device_specific);
    expect_number(expect, "block_descriptor_length", mode.block_descriptor_bytes);
    pages = expect_list(expect, "pages");
    walk = mmc_mode_pages(&mode);
    while (mmc_mode_page_next(&walk, &page))
        expect_next_code(&pages, 2, page.code);
    expect_list_done(&pages);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_page(const struct row *row, const uint8_t *bytes, size_t count, struct expectation *expect)
{
    struct mmc_mode mode;
    struct mmc_mode_page page;
    enum mmc_status status = mmc_mode_parse(bytes, count, &mode);
    struct expectation fields;

    if (status != MMC_OK) return status;
    expect_code(expect, "medium_type", 2, mode.medium_type);
    expect_number(expect, "block_descriptor_length", mode.block_descriptor_bytes);
    status = mmc_mode_find(&mode, (uint8_t)row->number, &page);
    if (status != MMC_OK) return status;
    expect_code(expect, "page", 2, page.code);
    fields = expect_object(expect, "fields");
    expect_number(&fields, "ps", page.saveable);
    expect_number(&fields, "length", (long long)page.count - 2);
    if (!row->page) return status;
    row->page(&page, &fields);
    expect_done(&fields);
    return status;
}

static void page_error_recovery(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_error_recovery_page recovery;

    if (mmc_error_recovery_page_parse(page, &recovery) != MMC_OK) return;
    expect_number(fields, "awre", recovery.automatic_write_reallocation);
    expect_number(fields, "read_retry_count", recovery.read_retry_count);
    expect_optional(fields, "write_retry_count", recovery.has_write_retry_count, recovery.write_retry_count);
}

static void page_write_parameters(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_write_parameters_page write;

    if (mmc_write_parameters_page_parse(page, &write) != MMC_OK) return;
    expect_number(fields, "bufe", write.buffer_underrun_free);
    expect_number(fields, "ls_v", write.link_size_valid);
    expect_number(fields, "test_write", write.test_write);
    expect_number(fields, "write_type", write.write_type);
    expect_number(fields, "multi_session", write.multi_session);
    expect_number(fields, "fp", write.fixed_packet);
    expect_number(fields, "copy", write.copy);
    expect_number(fields, "track_mode", write.track_mode);
    expect_number(fields, "data_block_type", write.data_block_type);
    expect_number(fields, "link_size", write.link_size);
    expect_number(fields, "host_application_code", write.host_application_code);
    expect_number(fields, "session_format", write.session_format);
    expect_number(fields, "packet_size", write.packet_size_blocks);
    expect_number(fields, "audio_pause_length", write.audio_pause_blocks);
    expect_hex(fields, "mcn", write.media_catalog, MMC_WRITE_PARAMETERS_MCN_BYTES);
}

static void page_caching(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_caching_page caching;

    if (mmc_caching_page_parse(page, &caching) != MMC_OK) return;
    expect_number(fields, "wce", caching.write_cache_enabled);
    expect_number(fields, "rcd", caching.read_cache_disabled);
}

static void page_capabilities(const struct mmc_mode_page *page, struct expectation *fields)
{
    struct mmc_capabilities_page is;

    if (mmc_capabilities_page_parse(page, &is) != MMC_OK) return;
    expect_number(fields, "cdr_r", is.reads_cd_r);
    expect_number(fields, "cdrw_r", is.reads_cd_rw);
    expect_number(fields, "method2", is.reads_method_2);
    expect_number(fields, "dvdrom_r", is.reads_dvd_rom);
    expect_number(fields, "dvdr_r", is.reads_dvd_r);
    expect_number(fields, "dvdram_r", is.reads_dvd_ram);
    expect_number(fields, "cdr_w", is.writes_cd_r);
    expect_number(fields, "cdrw_w", is.writes_cd_rw);
    expect_number(fields, "test", is.test_write);
    expect_number(fields, "dvdr_w", is.writes_dvd_r);
    expect_number(fields, "dvdram_w", is.writes_dvd_ram);
    expect_number(fields, "audio", is.audio_play);
    expect_number(fields, "composite", is.composite);
    expect_number(fields, "dp1", is.digital_port_1);
    expect_number(fields, "dp2", is.digital_port_2);
    expect_number(fields, "m2f1", is.mode_2_form_1);
    expect_number(fields, "m2f2", is.mode_2_form_2);
    expect_number(fields, "multi", is.multi_session);
    expect_number(fields, "buf", is.buffer_underrun_free);
    expect_number(fields, "cdda", is.cd_da);
    expect_number(fields, "cdda_acc", is.cd_da_accurate);
    expect_number(fields, "rw", is.r_w_channels);
    expect_number(fields, "rw_corr", is.r_w_corrected);
    expect_number(fields, "c2", is.c2_pointers);
    expect_number(fields, "isrc", is.isrc);
    expect_number(fields, "upc", is.upc);
    expect_number(fields, "barcode", is.bar_code);
    expect_number(fields, "lock", is.lock);
    expect_number(fields, "lock_state", is.lock_state);
    expect_number(fields, "prevent_jumper", is.prevent_jumper);
    expect_number(fields, "eject", is.eject);
    expect_number(fields, "mechanism", is.mechanism);
    expect_number(fields, "sepvol", is.separate_volume);
    expect_number(fields, "sepmute", is.separate_mute);
    expect_number(fields, "disc_present", is.disc_present);
    expect_number(fields, "slot_select", is.slot_select);
    expect_number(fields, "side_change", is.side_change);
    expect_number(fields, "rw_leadin", is.r_w_in_lead_in);
    expect_number(fields, "max_read_kbs", is.max_read_kbs);
    expect_number(fields, "volume_levels", is.volume_levels);
    expect_number(fields, "buffer_kb", is.buffer_kb);
    expect_number(fields, "current_read_kbs", is.current_read_kbs);
    expect_number(fields, "max_write_kbs", is.max_write_kbs);
    expect_number(fields, "current_write_kbs_legacy", is.current_write_legacy_kbs);
    expect_optional(fields, "copy_management", is.has_copy_management, is.copy_management);
    expect_optional(fields, "rotation", is.has_rotation, is.rotation);
    expect_optional(fields, "current_write_kbs", is.has_current_write, is.current_write_kbs);
    if (is.has_write_speeds) {
        struct expected_list speeds = expect_list(fields, "write_speeds");
        struct mmc_walk walk = mmc_capabilities_write_speeds(&is);
        struct mmc_write_speed speed;

        while (mmc_write_speed_next(&walk, &speed)) {
            struct expected_list pair = expect_next_list(&speeds);

            expect_next_number(&pair, speed.rotation);
            expect_next_number(&pair, speed.write_kbs);
            expect_list_done(&pair);
        }
        expect_list_done(&speeds);
    } else {
        expect_optional(fields, "write_speeds", false, 0);
    }
}

/* --- the medium --- */

static enum mmc_status check_disc_information(const struct row *row, const uint8_t *bytes, size_t count,
                                              struct expectation *expect)
{
    struct mmc_disc_information disc;
    enum mmc_status status = mmc_disc_information_parse(bytes, count, &disc);
    struct mmc_opc_entry entry;
    struct expected_list opc;
    struct mmc_walk walk;
    uint8_t id[4];

    (void)row;
    if (status != MMC_OK) return status;
    store_be32(id, disc.disc_id);
    expect_number(expect, "data_type", 0); /* the only one that parses */
    expect_number(expect, "erasable", disc.erasable);
    expect_number(expect, "last_session_state", disc.last_session_state);
    expect_number(expect, "disc_status", disc.disc_state);
    expect_number(expect, "first_track", disc.first_track);
    expect_number(expect, "sessions", disc.sessions);
    expect_number(expect, "first_track_last_session", disc.first_track_last_session);
    expect_number(expect, "last_track_last_session", disc.last_track_last_session);
    expect_number(expect, "did_v", disc.disc_id_valid);
    expect_number(expect, "dbc_v", disc.bar_code_valid);
    expect_number(expect, "uru", disc.unrestricted_use);
    expect_number(expect, "dac_v", disc.application_code_valid);
    expect_number(expect, "dirty", disc.dirty);
    expect_number(expect, "bg_format", disc.background_format);
    expect_code(expect, "disc_type", 2, disc.disc_type);
    expect_hex(expect, "disc_id", id, sizeof id);
    expect_number(expect, "last_session_lead_in", disc.last_session_lead_in);
    expect_number(expect, "last_possible_lead_out", disc.last_possible_lead_out);
    expect_number(expect, "application_code", disc.application_code);
    expect_hex(expect, "bar_code", disc.bar_code, MMC_DISC_BAR_CODE_BYTES);
    opc = expect_list(expect, "opc");
    walk = mmc_disc_opc_entries(&disc);
    while (mmc_opc_entry_next(&walk, &entry)) {
        struct expected_list pair = expect_next_list(&opc);

        expect_next_number(&pair, entry.speed_kbs);
        expect_next_hex(&pair, entry.values, 6);
        expect_list_done(&pair);
    }
    expect_list_done(&opc);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_track_information(const struct row *row, const uint8_t *bytes, size_t count,
                                               struct expectation *expect)
{
    struct mmc_track_information track;
    enum mmc_status status = mmc_track_information_parse(bytes, count, &track);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "track", track.track);
    expect_number(expect, "session", track.session);
    expect_number(expect, "ljrs", track.layer_jump);
    expect_number(expect, "damage", track.damaged);
    expect_number(expect, "copy", track.copy);
    expect_number(expect, "track_mode", track.track_mode);
    expect_number(expect, "rt", track.reserved);
    expect_number(expect, "blank", track.blank);
    expect_number(expect, "packet", track.packet);
    expect_number(expect, "fixed_packet", track.fixed_packet);
    expect_number(expect, "data_mode", track.data_mode);
    expect_number(expect, "lra_v", track.last_recorded_valid);
    expect_number(expect, "nwa_v", track.next_writable_valid);
    expect_number(expect, "start", track.start_lba);
    expect_number(expect, "nwa", track.next_writable_lba);
    expect_number(expect, "free_blocks", track.free_blocks);
    expect_optional(expect, "packet_size", track.has_packet_size, track.packet_size_blocks);
    expect_optional(expect, "size", track.has_size, track.size_blocks);
    expect_optional(expect, "last_recorded", track.has_last_recorded, track.last_recorded_lba);
    expect_optional(expect, "read_compat_lba", track.has_read_compatibility, track.read_compatibility_lba);
    expect_optional(expect, "next_layer_jump", track.has_layer_jump_addresses, track.next_layer_jump_lba);
    expect_optional(expect, "last_layer_jump", track.has_layer_jump_addresses, track.last_layer_jump_lba);
    return status;
}

static void msf_is(struct mmc_msf msf, struct expectation *expect, const char *m, const char *s, const char *f)
{
    expect_number(expect, m, msf.m);
    expect_number(expect, s, msf.s);
    expect_number(expect, f, msf.f);
}

/* number: 1 when the addresses are MSF. */
static enum mmc_status check_toc(const struct row *row, const uint8_t *bytes, size_t count, struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list entries;
    struct mmc_toc_track track;
    struct mmc_walk walk;

    if (status != MMC_OK) return status;
    expect_number(expect, "first_track", toc.first);
    expect_number(expect, "last_track", toc.last);
    entries = expect_list(expect, "entries");
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_track_next(&walk, &track)) {
        struct expectation entry = expect_next_object(&entries);

        expect_number(&entry, "adr", track.adr);
        expect_number(&entry, "control", track.control);
        expect_number(&entry, "track", track.track);
        if (row->number)
            msf_is(mmc_toc_msf(track.address), &entry, "m", "s", "f");
        else
            expect_number(&entry, "lba", track.address);
        expect_done(&entry);
    }
    expect_list_done(&entries);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_toc_session(const struct row *row, const uint8_t *bytes, size_t count,
                                         struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct mmc_toc_track track;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    walk = mmc_toc_entries(&toc);
    if (!mmc_toc_track_next(&walk, &track)) return MMC_SHORT;
    expect_number(expect, "first_session", toc.first);
    expect_number(expect, "last_session", toc.last);
    expect_number(expect, "adr", track.adr);
    expect_number(expect, "control", track.control);
    expect_number(expect, "track", track.track);
    expect_number(expect, "lba", track.address);
    return status;
}

static enum mmc_status check_toc_raw(const struct row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list entries;
    struct mmc_toc_raw raw;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "first_session", toc.first);
    expect_number(expect, "last_session", toc.last);
    entries = expect_list(expect, "entries");
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_raw_next(&walk, &raw)) {
        struct expectation entry = expect_next_object(&entries);

        expect_number(&entry, "session", raw.session);
        expect_number(&entry, "adr", raw.adr);
        expect_number(&entry, "control", raw.control);
        expect_number(&entry, "tno", raw.tno);
        expect_code(&entry, "point", 2, raw.point);
        msf_is(raw.min_sec_frame, &entry, "m", "s", "f");
        msf_is(raw.point_time, &entry, "pm", "ps", "pf");
        expect_done(&entry);
    }
    expect_list_done(&entries);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static void triple_is(struct mmc_msf msf, struct expectation *expect, const char *key)
{
    struct expected_list list = expect_list(expect, key);

    expect_next_number(&list, msf.m);
    expect_next_number(&list, msf.s);
    expect_next_number(&list, msf.f);
    expect_list_done(&list);
}

static enum mmc_status check_atip(const struct row *row, const uint8_t *bytes, size_t count, struct expectation *expect)
{
    struct mmc_atip atip;
    enum mmc_status status = mmc_atip_parse(bytes, count, &atip);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "write_power", atip.write_power);
    expect_number(expect, "reference_speed", atip.reference_speed);
    expect_number(expect, "uru", atip.unrestricted_use);
    expect_number(expect, "cd_rw", atip.cd_rw);
    expect_number(expect, "sub_type", atip.sub_type);
    expect_number(expect, "a1_valid", atip.a1 != NULL);
    expect_number(expect, "a2_valid", atip.a2 != NULL);
    expect_number(expect, "a3_valid", atip.a3 != NULL);
    triple_is(atip.lead_in, expect, "lead_in");
    triple_is(atip.last_lead_out, expect, "last_lead_out");
    expect_hex(expect, "a1", atip.a1, 3);
    expect_hex(expect, "a2", atip.a2, 3);
    expect_hex(expect, "a3", atip.a3, 3);
    return status;
}

static enum mmc_status check_cd_text(const struct row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_toc toc;
    enum mmc_status status = mmc_toc_parse(bytes, count, &toc);
    struct expected_list packs;
    const uint8_t *pack;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    packs = expect_list(expect, "packs");
    walk = mmc_toc_entries(&toc);
    while ((pack = mmc_cd_text_pack_next(&walk)))
        expect_next_hex(&packs, pack, MMC_CD_TEXT_PACK_BYTES);
    expect_list_done(&packs);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_capacity(const struct row *row, const uint8_t *bytes, size_t count,
                                      struct expectation *expect)
{
    struct mmc_capacity capacity;
    enum mmc_status status = mmc_capacity_parse(bytes, count, &capacity);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "last_lba", capacity.last_lba);
    expect_number(expect, "block_length", capacity.block_bytes);
    expect_optional(expect, "blocks", capacity.has_blocks, capacity.blocks);
    return status;
}

static enum mmc_status check_buffer_capacity(const struct row *row, const uint8_t *bytes, size_t count,
                                             struct expectation *expect)
{
    struct mmc_buffer_capacity capacity;
    enum mmc_status status = mmc_buffer_capacity_parse(bytes, count, &capacity);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "block", capacity.in_blocks);
    expect_number(expect, "buffer_length", capacity.length);
    expect_number(expect, "free", capacity.free);
    return status;
}

static enum mmc_status check_format_capacities(const struct row *row, const uint8_t *bytes, size_t count,
                                               struct expectation *expect)
{
    struct mmc_format_capacities capacities;
    enum mmc_status status = mmc_format_capacities_parse(bytes, count, &capacities);
    struct expectation current;
    struct expected_list formats;
    struct mmc_format format;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    current = expect_object(expect, "current");
    expect_number(&current, "blocks", capacities.current_blocks);
    expect_number(&current, "type", capacities.current_state);
    expect_number(&current, "block_length", capacities.current_block_bytes);
    expect_done(&current);
    formats = expect_list(expect, "formats");
    walk = mmc_formats(&capacities);
    while (mmc_format_next(&walk, &format)) {
        struct expectation entry = expect_next_object(&formats);

        expect_number(&entry, "blocks", format.blocks);
        expect_code(&entry, "type", 2, format.type);
        expect_number(&entry, "subtype", format.subtype);
        expect_number(&entry, "parameter", format.parameter);
        expect_done(&entry);
    }
    expect_list_done(&formats);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_performance(const struct row *row, const uint8_t *bytes, size_t count,
                                         struct expectation *expect)
{
    struct mmc_performance performance;
    enum mmc_status status = mmc_performance_parse(bytes, count, &performance);
    struct expected_list descriptors;
    struct mmc_nominal_performance nominal;
    struct mmc_write_performance write;
    struct mmc_walk walk;

    if (status != MMC_OK) return status;
    expect_number(expect, "write", performance.write);
    expect_number(expect, "except", performance.except);
    descriptors = expect_list(expect, "descriptors");
    walk = mmc_performance_descriptors(&performance);
    while (row->number == 0x00 && mmc_nominal_performance_next(&walk, &nominal)) {
        struct expectation entry = expect_next_object(&descriptors);

        expect_number(&entry, "start_lba", nominal.start_lba);
        expect_number(&entry, "start_kbs", nominal.start_kbs);
        expect_number(&entry, "end_lba", nominal.end_lba);
        expect_number(&entry, "end_kbs", nominal.end_kbs);
        expect_done(&entry);
    }
    while (row->number == 0x03 && mmc_write_performance_next(&walk, &write)) {
        struct expectation entry = expect_next_object(&descriptors);

        expect_number(&entry, "wrc", write.rotation);
        expect_number(&entry, "rdd", write.restore_defaults);
        expect_number(&entry, "exact", write.exact);
        expect_number(&entry, "mrw", write.mixed_read_write);
        expect_number(&entry, "end_lba", write.end_lba);
        expect_number(&entry, "read_kbs", write.read_kbs);
        expect_number(&entry, "write_kbs", write.write_kbs);
        expect_done(&entry);
    }
    expect_list_done(&descriptors);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

static enum mmc_status check_event(const struct row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct mmc_event event;
    enum mmc_status status = mmc_event_parse(bytes, count, &event);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "nea", event.none_available);
    expect_number(expect, "class", event.event_class);
    expect_number(expect, "supported", event.supported);
    expect_optional(expect, "event", event.has_event, event.code);
    if (!event.has_event) return status;
    if (event.event_class != MMC_EVENT_MEDIA) expect_number(expect, "status", event.status);
    switch (event.event_class) {
    case MMC_EVENT_OPERATIONAL_CHANGE:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "change", event.detail);
        break;
    case MMC_EVENT_EXTERNAL_REQUEST:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "request", event.detail);
        break;
    case MMC_EVENT_MEDIA:
        expect_number(expect, "tray_open", event.tray_open);
        expect_number(expect, "media_present", event.medium_present);
        expect_number(expect, "start_slot", event.start_slot);
        expect_number(expect, "end_slot", event.end_slot);
        break;
    case MMC_EVENT_MULTI_INITIATOR:
        expect_number(expect, "persistent_prevent", event.persistent_prevent);
        expect_number(expect, "priority", event.detail);
        break;
    case MMC_EVENT_DEVICE_BUSY:
        expect_number(expect, "time_100ms", event.detail);
        break;
    default: /* power: nothing more */
        break;
    }
    return status;
}

static enum mmc_status check_structure(const struct row *row, const uint8_t *bytes, size_t count,
                                       struct expectation *expect)
{
    struct mmc_disc_structure structure;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "total", structure.claimed_bytes);
    return status;
}

static enum mmc_status check_dvd_physical(const struct row *row, const uint8_t *bytes, size_t count,
                                          struct expectation *expect)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_physical dvd;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status == MMC_OK) status = mmc_dvd_physical_parse(&structure, &dvd);
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "book_type", dvd.book_type);
    expect_number(expect, "part_version", dvd.part_version);
    expect_number(expect, "disc_size", dvd.disc_size);
    expect_number(expect, "max_rate", dvd.max_rate);
    expect_number(expect, "layers", dvd.layers);
    expect_number(expect, "opposite_path", dvd.opposite_track_path);
    expect_number(expect, "layer_type", dvd.layer_type);
    expect_number(expect, "first_psn", dvd.first_sector);
    expect_number(expect, "last_psn", dvd.last_sector);
    expect_number(expect, "layer0_end", dvd.layer0_end_sector);
    expect_number(expect, "bca", dvd.burst_cutting_area);
    expect_optional(expect, "blocks", dvd.has_blocks, dvd.blocks);
    return status;
}

static enum mmc_status check_layer_boundary(const struct row *row, const uint8_t *bytes, size_t count,
                                            struct expectation *expect)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_layer_boundary boundary;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);

    (void)row;
    if (status == MMC_OK) status = mmc_dvd_layer_boundary_parse(&structure, &boundary);
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    expect_number(expect, "fixed", boundary.fixed);
    expect_number(expect, "layer0_blocks", boundary.layer0_blocks);
    return status;
}

static enum mmc_status check_bd_units(const struct row *row, const uint8_t *bytes, size_t count,
                                      struct expectation *expect)
{
    struct mmc_disc_structure structure;
    enum mmc_status status = mmc_disc_structure_parse(bytes, count, &structure);
    struct expected_list units;
    struct mmc_bd_unit unit;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "data_length", (long long)structure.claimed_bytes - 2);
    units = expect_list(expect, "units");
    walk = mmc_bd_units(&structure);
    while (mmc_bd_unit_next(&walk, &unit)) {
        struct expectation entry = expect_next_object(&units);

        expect_number(&entry, "format", unit.format);
        expect_number(&entry, "units_in_block", unit.units_in_block);
        expect_number(&entry, "layer", unit.layer);
        expect_number(&entry, "sequence", unit.sequence);
        expect_number(&entry, "bytes_used", unit.bytes_used);
        expect_text(&entry, "type_id", unit.type_id);
        expect_done(&entry);
    }
    expect_list_done(&units);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* NULL: nothing of ours reads the fields; the descriptor or page around them is compared all the same. */
#define FEATURE(code, fields)                                                                                          \
    {                                                                                                                  \
        "GET CONFIGURATION RT=2 feature " #code "h", 8, 0x##code, check_feature, fields, NULL                          \
    }
#define PAGE(code, fields)                                                                                             \
    {                                                                                                                  \
        "MODE SENSE(10) page " #code "h", 8, 0x##code, check_page, NULL, fields                                        \
    }

/* clang-format off */
static const struct row rows[] = {
    {"INQUIRY",                       36, 0,    check_inquiry,           NULL, NULL},
    {"REQUEST SENSE",                  0, 0,    check_sense,             NULL, NULL},
    {"GET CONFIGURATION",              8, 0,    check_configuration,     NULL, NULL},
    FEATURE(0000, NULL),
    FEATURE(0001, feature_core),
    FEATURE(0002, NULL),
    FEATURE(0003, feature_removable),
    FEATURE(0004, feature_write_protect),
    FEATURE(0010, feature_block),
    FEATURE(001d, NULL),
    FEATURE(001e, feature_cd_read),
    FEATURE(001f, feature_dvd_read),
    FEATURE(0020, feature_block),
    FEATURE(0021, feature_incremental),
    FEATURE(0023, feature_formattable),
    FEATURE(0025, feature_block),
    FEATURE(0026, NULL),
    FEATURE(0027, NULL),
    FEATURE(0029, NULL),
    FEATURE(002a, feature_dvd_plus),
    FEATURE(002c, feature_rigid),
    FEATURE(002d, feature_track_at_once),
    FEATURE(002e, feature_mastering),
    FEATURE(002f, feature_dvd_minus),
    FEATURE(0031, NULL),
    FEATURE(0032, NULL),
    FEATURE(0033, feature_layer_jump),
    FEATURE(0037, feature_cd_rw_media),
    FEATURE(0038, NULL),
    FEATURE(003b, feature_dvd_plus),
    FEATURE(0040, feature_bd),
    FEATURE(0041, feature_bd),
    FEATURE(0050, NULL),
    FEATURE(0051, NULL),
    FEATURE(0100, NULL),
    FEATURE(0101, NULL),
    FEATURE(0103, NULL),
    FEATURE(0104, NULL),
    FEATURE(0105, NULL),
    FEATURE(0106, NULL),
    FEATURE(0107, feature_streaming),
    FEATURE(0108, NULL),
    FEATURE(0109, NULL),
    FEATURE(010a, NULL),
    FEATURE(010c, NULL),
    FEATURE(010d, NULL),
    FEATURE(0110, NULL),
    FEATURE(ff12, NULL),
    {"MODE SENSE(10) page 3Fh",        8, 0,    check_pages,             NULL, NULL},
    PAGE(01, page_error_recovery),
    PAGE(05, page_write_parameters),
    PAGE(08, page_caching),
    PAGE(0D, NULL),
    PAGE(0E, NULL),
    PAGE(1A, NULL),
    PAGE(1C, NULL),
    PAGE(1D, NULL),
    PAGE(2A, page_capabilities),
    {"READ DISC INFORMATION",         34, 0,    check_disc_information,  NULL, NULL},
    {"READ TRACK INFORMATION",        20, 0,    check_track_information, NULL, NULL},
    {"READ TOC format 0",              4, 0,    check_toc,               NULL, NULL},
    {"READ TOC format 0 MSF",          4, 1,    check_toc,               NULL, NULL},
    {"READ TOC format 1",             12, 0,    check_toc_session,       NULL, NULL},
    {"READ TOC format 2",              4, 0,    check_toc_raw,           NULL, NULL},
    {"READ TOC format 3",              4, 0,    check_toc_raw,           NULL, NULL},
    {"READ TOC format 4",             15, 0,    check_atip,              NULL, NULL},
    {"READ TOC format 5",              4, 0,    check_cd_text,           NULL, NULL},
    {"READ CAPACITY(10)",              8, 0,    check_capacity,          NULL, NULL},
    {"READ FORMAT CAPACITIES",        12, 0,    check_format_capacities, NULL, NULL},
    {"GET PERFORMANCE type 00h",       8, 0x00, check_performance,       NULL, NULL},
    {"GET PERFORMANCE type 03h",       8, 0x03, check_performance,       NULL, NULL},
    {"READ BUFFER CAPACITY",          12, 0,    check_buffer_capacity,   NULL, NULL},
    {"GET EVENT STATUS NOTIFICATION",  4, 0,    check_event,             NULL, NULL},
    {"READ DISC STRUCTURE header",     4, 0,    check_structure,         NULL, NULL},
    {"READ DISC STRUCTURE DVD 00h",   21, 0,    check_dvd_physical,      NULL, NULL},
    {"READ DISC STRUCTURE DVD 20h",   12, 0,    check_layer_boundary,    NULL, NULL},
    {"READ DISC STRUCTURE BD 00h",     4, 0,    check_bd_units,          NULL, NULL},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0] };

static const struct row *row_for(const cJSON *vector)
{
    const char *reply_of = vector_string(vector, "reply_of");
    size_t i;

    for (i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].reply_of, reply_of) == 0) return &rows[i];
    }
    vector_fail(vector_string(vector, "id"), "no parser for %s", reply_of);
    return NULL;
}

/* What a parser may see of a vector: the least of what was transferred and requested, in a block of exactly that size. */
static uint8_t *visible_bytes(const cJSON *vector, size_t *count)
{
    uint8_t *all = vector_bytes(vector_string(vector, "hex"), count), *visible;

    if ((long long)*count != vector_number(vector, "transferred")) {
        vector_fail(vector_string(vector, "id"), "hex is not what was transferred");
    }
    if ((long long)*count > vector_number(vector, "requested")) *count = (size_t)vector_number(vector, "requested");
    visible = vector_copy(all, *count);
    free(all);
    return visible;
}

static void run(const struct row *row, const cJSON *vector)
{
    const char *id = vector_string(vector, "id");
    const cJSON *stated = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    struct expectation expect = expectation_of(id, stated);
    size_t count;
    uint8_t *bytes = visible_bytes(vector, &count);
    enum mmc_status status = row->check(row, bytes, count, &expect);

    if (stated) {
        if (status != MMC_OK) vector_fail(id, "refused with status %d", (int)status);
    } else {
        assert_string_equal(vector_string(vector, "expect_error"), "INVALID_RESPONSE");
        if (status != MMC_SHORT) vector_fail(id, "expected short, got status %d", (int)status);
    }
    expect_done(&expect);
    free(bytes);
}

static void reply_vectors__all__give_the_stated_values(void **state)
{
    cJSON *file = vectors_load("vectors/replies.json");
    const cJSON *vector;
    unsigned ran = 0, there = 0, reached[ROWS] = {0};
    size_t i;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        const struct row *row = row_for(vector);

        there++;
        if (!row) continue;
        reached[row - rows]++;
        run(row, vector);
        ran++;
    }
    for (i = 0; i < ROWS; i++) {
        if (!reached[i]) vector_fail(rows[i].reply_of, "no vector reaches this parser");
    }
    printf("[ vectors  ] %u of %u in vectors/replies.json ran, over %u parsers\n", ran, there, (unsigned)ROWS);
    cJSON_Delete(file);
    assert_true(there > 0);
    assert_int_equal(vectors_take_failures(), 0);
}

static void reply_vectors__every_prefix__is_short_or_read_within(void **state)
{
    cJSON *file = vectors_load("vectors/replies.json");
    const cJSON *vector;
    unsigned prefixes = 0;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        const struct row *row = row_for(vector);
        size_t count, length;
        uint8_t *bytes;

        assert_non_null(row);
        bytes = visible_bytes(vector, &count);
        for (length = 0; length < count; length++) {
            uint8_t *prefix = vector_copy(bytes, length);
            struct expectation nothing = {"", "", NULL};
            enum mmc_status status = row->check(row, prefix, length, &nothing);

            if (length < row->fixed_bytes && status != MMC_SHORT) {
                vector_fail(vector_string(vector, "id"), "%u bytes are not short", (unsigned)length);
            }
            free(prefix);
            prefixes++;
        }
        free(bytes);
    }
    printf("[ vectors  ] %u prefixes\n", prefixes);
    cJSON_Delete(file);
    assert_int_equal(vectors_take_failures(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_vectors__all__give_the_stated_values),
        cmocka_unit_test(reply_vectors__every_prefix__is_short_or_read_within),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
