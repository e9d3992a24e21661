/* Every file of malformed/ through the parsers, with what must come of it. */
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
#include "mmc/codes.h"
#include "mmc/configuration.h"
#include "mmc/disc_information.h"
#include "mmc/disc_structure.h"
#include "mmc/event.h"
#include "mmc/feature_fields.h"
#include "mmc/format_capacity.h"
#include "mmc/inquiry.h"
#include "mmc/mode_page_fields.h"
#include "mmc/performance.h"
#include "mmc/track_information.h"
#include "scsi/sense.h"
#include "support/vectors.h"

/* Codes as they come out of a walk, as text: "0000 0001". So one literal says which, how many and in what order. */
struct codes {
    char bytes[2048];
    bool clipped;
};

static struct codes no_codes(void)
{
    struct codes codes;

    memset(&codes, 0, sizeof codes);
    return codes;
}

static void add_code(struct codes *codes, unsigned code, int digits)
{
    char one[16];

    snprintf(one, sizeof one, codes->bytes[0] ? " %0*x" : "%0*x", digits, code);
    assert_true(strlen(codes->bytes) + strlen(one) < sizeof codes->bytes);
    strcat(codes->bytes, one);
}

static struct codes features_of(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct codes codes = no_codes();
    struct mmc_feature feature;
    struct mmc_walk walk;

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    walk = mmc_configuration_features(&configuration);
    while (mmc_feature_next(&walk, &feature))
        add_code(&codes, feature.code, 4);
    codes.clipped = walk.clipped;
    return codes;
}

static struct codes profiles_of(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct codes codes = no_codes();
    struct mmc_profile profile;
    struct mmc_walk walk;

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    walk = mmc_configuration_profiles(&configuration);
    while (mmc_profile_next(&walk, &profile))
        add_code(&codes, profile.code, 4);
    codes.clipped = walk.clipped;
    return codes;
}

static struct codes pages_of(const uint8_t *bytes, size_t count)
{
    struct codes codes = no_codes();
    struct mmc_mode_page page;
    struct mmc_mode mode;
    struct mmc_walk walk;

    assert_int_equal(mmc_mode_parse(bytes, count, &mode), MMC_OK);
    walk = mmc_mode_pages(&mode);
    while (mmc_mode_page_next(&walk, &page))
        add_code(&codes, page.code, 2);
    codes.clipped = walk.clipped;
    return codes;
}

static void assert_configuration(const uint8_t *bytes, size_t count, const char *features, bool features_clipped,
                                 const char *profiles)
{
    struct codes codes = features_of(bytes, count);

    assert_string_equal(codes.bytes, features);
    assert_int_equal(codes.clipped, features_clipped);
    assert_string_equal(profiles_of(bytes, count).bytes, profiles);
}

static void gc_is_short(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_SHORT);
}

static void gc_length_zero(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;

    assert_configuration(bytes, count, "", false, "");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_false(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, 0);
}

static void gc_length_four(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "", false, "");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_true(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, MMC_PROFILE_DVD_ROM);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_CORE, &feature), MMC_ABSENT);
}

static void gc_length_ffffffff(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;

    assert_configuration(bytes, count, "0000 0001", false, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_true(configuration.claimed_bytes == 0x100000003);
    assert_false(configuration.is_whole);
}

static void gc_length_too_big(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "0000 0001 0002 0003", false, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(configuration.claimed_bytes, 344);
    /* What did not come cannot be called absent. */
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_REAL_TIME_STREAMING, &feature), MMC_SHORT);
}

static void gc_length_plus_four(const uint8_t *bytes, size_t count)
{
    assert_configuration(bytes, count, "0000 0001", false, "002b 001b 0010 0008");
}

static void gc_length_minus_four(const uint8_t *bytes, size_t count)
{
    /* 0002h has its head, and its data lie behind the claim. */
    assert_configuration(bytes, count, "0000 0001", true, "002b 001b 0010 0008");
}

static void gc_even_not_multiple(const uint8_t *bytes, size_t count)
{
    static const uint8_t vendor[6] = {0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "0000 ff40 0001", false, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, 0xff40, &feature), MMC_OK);
    assert_int_equal(feature.data_bytes, 6);
    assert_memory_equal(feature.data, vendor, 6);
}

static void gc_zero_length_loop(const uint8_t *bytes, size_t count)
{
    assert_configuration(bytes, count,
                         "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", false, "");
}

static void gc_zero_length_legal(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "0000 001d 0026 0100", false, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_POWER_MANAGEMENT, &feature), MMC_OK);
    assert_int_equal(feature.data_bytes, 0);
    assert_true(feature.persistent && feature.current);
}

static void gc_descriptor_overruns(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "0000", true, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_BD_READ, &feature), MMC_SHORT);
}

static void gc_descriptor_ff(const uint8_t *bytes, size_t count)
{
    assert_configuration(bytes, count, "0000", true, "002b 001b 0010 0008");
}

static void gc_profile_list_not_multiple(const uint8_t *bytes, size_t count)
{
    assert_configuration(bytes, count, "0000", false, "0010 0008");
    assert_true(profiles_of(bytes, count).clipped);
}

static void gc_unsorted(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_configuration(bytes, count, "0100 001e 0001 0000", false, "002b 001b 0010 0008");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_CORE, &feature), MMC_OK);
}

static void gc_overlapping(const uint8_t *bytes, size_t count)
{
    /* Core with length 2: the walk goes on inside its data: 00 07 01 00, then 00 00 00 02 with 07 04, then 02 00 00 00.
     */
    assert_configuration(bytes, count, "0000 0001 0007 0000 0200", false, "002b 001b 0010 0008");
}

static void gc_two_current_profiles(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_profile profile;
    struct mmc_walk walk;
    unsigned current = 0;

    assert_configuration(bytes, count, "0000 0001", false, "0043 0041 0040");
    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_true(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, MMC_PROFILE_NONE);
    walk = mmc_configuration_profiles(&configuration);
    while (mmc_profile_next(&walk, &profile))
        current += profile.current;
    assert_int_equal(current, 3);
}

static void gc_max_size(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;
    struct mmc_walk walk;
    unsigned features = 0;

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(configuration.claimed_bytes, 0xfcf6);
    walk = mmc_configuration_features(&configuration);
    while (mmc_feature_next(&walk, &feature)) {
        assert_int_equal(feature.code, 0xff00 + features);
        assert_int_equal(feature.data_bytes, 255);
        features++;
    }
    assert_int_equal(features, 250);
    assert_false(walk.clipped);
}

static void gc_rt2_returns_all(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_DRIVE_SERIAL_NUMBER, &feature), MMC_ABSENT);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_CD_READ, &feature), MMC_OK);
}

static void gc_serial_controls(const uint8_t *bytes, size_t count)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;
    char text[256];

    assert_int_equal(mmc_configuration_parse(bytes, count, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, MMC_FEATURE_DRIVE_SERIAL_NUMBER, &feature), MMC_OK);
    assert_int_equal(feature.data_bytes, 19);
    text_from_field(feature.data, feature.data_bytes, text);
    assert_string_equal(text, "HD15  0       04199");
}

static void ms_block_descriptor_huge(const uint8_t *bytes, size_t count)
{
    struct mmc_mode mode;

    assert_string_equal(pages_of(bytes, count).bytes, "");
    assert_int_equal(mmc_mode_parse(bytes, count, &mode), MMC_OK);
    assert_int_equal(mode.block_descriptor_bytes, 0xffff);
}

static void ms_block_descriptor_8(const uint8_t *bytes, size_t count)
{
    struct codes codes = pages_of(bytes, count);

    assert_string_equal(codes.bytes, "2a");
    assert_false(codes.clipped);
}

static void ms_page_length_zero(const uint8_t *bytes, size_t count)
{
    struct mmc_capabilities_page capabilities;
    struct mmc_mode_page page;
    struct mmc_mode mode;
    struct codes codes = pages_of(bytes, count);

    assert_string_equal(codes.bytes, "2a 2a");
    assert_false(codes.clipped);
    assert_int_equal(mmc_mode_parse(bytes, count, &mode), MMC_OK);
    assert_int_equal(mmc_mode_find(&mode, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &page), MMC_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), MMC_SHORT);
}

static struct mmc_capabilities_page capabilities_of(const uint8_t *bytes, size_t count)
{
    struct mmc_capabilities_page capabilities;
    struct mmc_mode_page page;
    struct mmc_mode mode;

    assert_int_equal(mmc_mode_parse(bytes, count, &mode), MMC_OK);
    assert_int_equal(mmc_mode_find(&mode, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &page), MMC_OK);
    assert_int_equal(mmc_capabilities_page_parse(&page, &capabilities), MMC_OK);
    return capabilities;
}

static struct codes speeds_of(const struct mmc_capabilities_page *capabilities)
{
    struct mmc_walk walk = mmc_capabilities_write_speeds(capabilities);
    struct codes codes = no_codes();
    struct mmc_write_speed speed;

    while (mmc_write_speed_next(&walk, &speed))
        add_code(&codes, speed.write_kbs, 4);
    codes.clipped = walk.clipped;
    return codes;
}

/* The page says 68 bytes and 44 are there, with a count of ten speeds: three came. */
static void ms_speed_count_lie(const uint8_t *bytes, size_t count)
{
    struct mmc_capabilities_page capabilities = capabilities_of(bytes, count);
    struct codes speeds = speeds_of(&capabilities), pages = pages_of(bytes, count);

    assert_string_equal(pages.bytes, "2a");
    assert_true(pages.clipped);
    assert_string_equal(speeds.bytes, "108a 0b06 06e4");
    assert_false(speeds.clipped);
}

static void ms_speed_count_ffff(const uint8_t *bytes, size_t count)
{
    struct mmc_capabilities_page capabilities = capabilities_of(bytes, count);

    assert_string_equal(speeds_of(&capabilities).bytes, "108a 0b06 06e4 0000 0000 0000 0000 0000 0000");
}

static void ms_short_page2a(const uint8_t *bytes, size_t count)
{
    struct mmc_capabilities_page capabilities = capabilities_of(bytes, count);

    assert_true(capabilities.reads_cd_r && capabilities.reads_dvd_ram && capabilities.lock && capabilities.eject);
    assert_int_equal(capabilities.mechanism, 1);
    assert_int_equal(capabilities.max_read_kbs, 704);
    assert_int_equal(capabilities.max_write_kbs, 0);
    assert_int_equal(capabilities.current_write_legacy_kbs, 0);
    assert_false(capabilities.has_copy_management || capabilities.has_rotation || capabilities.has_current_write);
    assert_false(capabilities.has_write_speeds);
    assert_string_equal(speeds_of(&capabilities).bytes, "");
}

static void ms_wrong_page(const uint8_t *bytes, size_t count)
{
    struct mmc_write_parameters_page write;
    struct mmc_mode_page page;
    struct mmc_mode mode;

    assert_int_equal(mmc_mode_parse(bytes, count, &mode), MMC_OK);
    assert_int_equal(mmc_mode_find(&mode, MMC_MODE_PAGE_WRITE_PARAMETERS, &page), MMC_ABSENT);
    assert_int_equal(mmc_mode_find(&mode, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &page), MMC_OK);
    assert_int_equal(mmc_write_parameters_page_parse(&page, &write), MMC_MALFORMED);
}

static void ms6_bogus_header(const uint8_t *bytes, size_t count)
{
    struct mmc_mode_page page;
    struct mmc_mode mode;

    assert_int_equal(mmc_mode_parse_6(bytes, count, &mode), MMC_OK);
    assert_int_equal(mode.block_descriptor_bytes, 8);
    assert_int_equal(mode.pages.count, 0);
    assert_int_equal(mmc_mode_find(&mode, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, &page), MMC_ABSENT);
}

static void inq_additional_too_big(const uint8_t *bytes, size_t count)
{
    struct mmc_inquiry inquiry;

    assert_int_equal(mmc_inquiry_parse(bytes, count, &inquiry), MMC_OK);
    assert_string_equal(inquiry.vendor, "VENDOR");
    assert_string_equal(inquiry.product, "PRODUCT NAME");
    assert_string_equal(inquiry.revision, "1.00");
    assert_int_equal(inquiry.additional_length, 255);
    assert_null(inquiry.vendor_specific);
}

static void inq_five_bytes(const uint8_t *bytes, size_t count)
{
    struct mmc_inquiry inquiry;

    assert_int_equal(mmc_inquiry_parse(bytes, count, &inquiry), MMC_SHORT);
}

static void inq_strings_unterminated(const uint8_t *bytes, size_t count)
{
    struct mmc_inquiry inquiry;

    assert_int_equal(mmc_inquiry_parse(bytes, count, &inquiry), MMC_OK);
    assert_string_equal(inquiry.vendor, "    ABCD");
    assert_string_equal(inquiry.product, "");
    assert_string_equal(inquiry.revision, "");
}

static void di_is_short(const uint8_t *bytes, size_t count)
{
    struct mmc_disc_information disc;

    assert_int_equal(mmc_disc_information_parse(bytes, count, &disc), MMC_SHORT);
}

static void di_sessions_msb(const uint8_t *bytes, size_t count)
{
    struct mmc_disc_information disc;

    assert_int_equal(mmc_disc_information_parse(bytes, count, &disc), MMC_OK);
    assert_int_equal(disc.sessions, 0);
    assert_int_equal(disc.first_track_last_session, 1);
    assert_int_equal(disc.last_track_last_session, 65535);
}

static void di_zero_tracks(const uint8_t *bytes, size_t count)
{
    struct mmc_disc_information disc;

    assert_int_equal(mmc_disc_information_parse(bytes, count, &disc), MMC_OK);
    assert_int_equal(disc.disc_state, MMC_DISC_APPENDABLE);
    assert_int_equal(disc.last_session_state, MMC_SESSION_INCOMPLETE);
    assert_int_equal(disc.first_track_last_session, 0);
    assert_int_equal(disc.last_track_last_session, 0);
}

static void ti_nwa_minus_150(const uint8_t *bytes, size_t count)
{
    struct mmc_track_information track;

    assert_int_equal(mmc_track_information_parse(bytes, count, &track), MMC_OK);
    assert_true(track.next_writable_valid);
    assert_int_equal(track.start_lba, 0);
    assert_int_equal(track.next_writable_lba, -150); /* who writes clamps it to the start */
    assert_int_equal(track.free_blocks, 360000);
}

static void ti_free_overflow(const uint8_t *bytes, size_t count)
{
    struct mmc_track_information track;

    assert_int_equal(mmc_track_information_parse(bytes, count, &track), MMC_OK);
    assert_int_equal(track.start_lba, -1);
    assert_int_equal(track.free_blocks, UINT32_MAX);
    assert_int_equal(track.size_blocks, UINT32_MAX);
    assert_int_equal(track.last_recorded_lba, UINT32_MAX);
    assert_int_equal(track.track, 1);
}

static void assert_formats(const uint8_t *bytes, size_t count, uint8_t state, bool clipped)
{
    struct mmc_format_capacities capacities;
    struct mmc_format format;
    struct mmc_walk walk;

    assert_int_equal(mmc_format_capacities_parse(bytes, count, &capacities), MMC_OK);
    assert_int_equal(capacities.current_blocks, 2295104);
    assert_int_equal(capacities.current_state, state);
    assert_int_equal(capacities.current_block_bytes, 2048);
    walk = mmc_formats(&capacities);
    assert_false(mmc_format_next(&walk, &format));
    assert_int_equal(walk.clipped, clipped);
}

static void fc_list_not_multiple(const uint8_t *bytes, size_t count)
{
    assert_formats(bytes, count, MMC_FORMAT_FORMATTED, true);
}

static void fc_list_max(const uint8_t *bytes, size_t count)
{
    assert_formats(bytes, count, MMC_FORMAT_UNFORMATTED, false);
}

static void assert_speeds(const uint8_t *bytes, size_t count, const char *write_kbs, uint32_t last_end_lba,
                          bool clipped)
{
    struct mmc_performance performance;
    struct mmc_write_performance speed = {0};
    struct codes codes = no_codes();
    struct mmc_walk walk;

    assert_int_equal(mmc_performance_parse(bytes, count, &performance), MMC_OK);
    walk = mmc_performance_descriptors(&performance);
    while (mmc_write_performance_next(&walk, &speed))
        add_code(&codes, speed.write_kbs, 4);
    assert_string_equal(codes.bytes, write_kbs);
    assert_int_equal(speed.end_lba, last_end_lba);
    assert_int_equal(walk.clipped, clipped);
}

static void gp_header_only(const uint8_t *bytes, size_t count)
{
    assert_speeds(bytes, count, "", 0, false);
}

static void gp_length_overclaim(const uint8_t *bytes, size_t count)
{
    assert_speeds(bytes, count, "15a4", 0x23123f, false);
}

static void gp_ragged(const uint8_t *bytes, size_t count)
{
    assert_speeds(bytes, count, "15a4", 0x23123f, true);
}

static void gp_end_lba_off_by_one(const uint8_t *bytes, size_t count)
{
    assert_speeds(bytes, count, "15a4", 2295104, false);
}

static void gp_length_underflow(const uint8_t *bytes, size_t count)
{
    struct mmc_performance performance;

    assert_int_equal(mmc_performance_parse(bytes, count, &performance), MMC_SHORT);
}

static void gesn_nea(const uint8_t *bytes, size_t count)
{
    struct mmc_event event;

    assert_int_equal(mmc_event_parse(bytes, count, &event), MMC_OK);
    assert_true(event.none_available);
    assert_false(event.has_event);
    assert_int_equal(event.supported, 0x5e);
}

static void gesn_wrong_class(const uint8_t *bytes, size_t count)
{
    struct mmc_event event;

    assert_int_equal(mmc_event_parse(bytes, count, &event), MMC_OK);
    assert_int_equal(event.event_class, MMC_EVENT_OPERATIONAL_CHANGE);
    assert_true(event.has_event);
    assert_int_equal(event.code, 2);
    assert_int_equal(event.detail, 1);
    assert_false(event.medium_present || event.tray_open); /* nothing of it reads like a medium */
}

static void assert_sense(const uint8_t *bytes, size_t count, uint8_t key, uint8_t asc, uint8_t ascq)
{
    struct scsi_sense sense;

    assert_true(scsi_sense_decode(bytes, count, &sense));
    assert_int_equal(sense.key, key);
    assert_int_equal(sense.asc, asc);
    assert_int_equal(sense.ascq, ascq);
}

static void sense_descriptor_format(const uint8_t *bytes, size_t count)
{
    struct scsi_sense sense;

    assert_sense(bytes, count, 0x2, 0x04, 0x08);
    assert_true(scsi_sense_decode(bytes, count, &sense));
    assert_true(sense.has_progress);
    assert_int_equal(sense.progress, 16384); /* a quarter of 65536 */
}

static void sense_8_bytes(const uint8_t *bytes, size_t count)
{
    assert_sense(bytes, count, 0x2, 0x00, 0x00);
}

static void sense_descriptor_loop(const uint8_t *bytes, size_t count)
{
    assert_sense(bytes, count, 0x5, 0x24, 0x00);
}

static void sense_response_code_7f(const uint8_t *bytes, size_t count)
{
    struct scsi_sense sense;

    assert_false(scsi_sense_decode(bytes, count, &sense));
}

static void ds_length_short(const uint8_t *bytes, size_t count)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_layer_boundary boundary;
    struct mmc_dvd_physical physical;

    assert_int_equal(mmc_disc_structure_parse(bytes, count, &structure), MMC_OK);
    assert_int_equal(structure.data.count, 0);
    assert_int_equal(mmc_dvd_physical_parse(&structure, &physical), MMC_SHORT);
    assert_int_equal(mmc_dvd_layer_boundary_parse(&structure, &boundary), MMC_SHORT);
}

static void ds_media_id_nul(const uint8_t *bytes, size_t count)
{
    struct mmc_disc_structure structure;
    char text[32];

    assert_int_equal(mmc_disc_structure_parse(bytes, count, &structure), MMC_OK);
    assert_int_equal(structure.data.count, 14); /* 24 came, 18 are claimed */
    text_from_field(structure.data.bytes, structure.data.count, text);
    assert_string_equal(text, " VERBAT  [0m");
}

static void cap_ffffffff(const uint8_t *bytes, size_t count)
{
    struct mmc_capacity capacity;

    assert_int_equal(mmc_capacity_parse(bytes, count, &capacity), MMC_OK);
    assert_int_equal(capacity.last_lba, UINT32_MAX);
    assert_false(capacity.has_blocks);
    assert_int_equal(capacity.block_bytes, 2048);
}

static void cap_block_zero(const uint8_t *bytes, size_t count)
{
    struct mmc_capacity capacity;

    assert_int_equal(mmc_capacity_parse(bytes, count, &capacity), MMC_OK);
    assert_int_equal(capacity.block_bytes, 0); /* as sent; who asks the drive takes 2048 */
    assert_int_equal(capacity.blocks, 0x12346);
}

static void bufcap_free_gt_size(const uint8_t *bytes, size_t count)
{
    struct mmc_buffer_capacity capacity;

    assert_int_equal(mmc_buffer_capacity_parse(bytes, count, &capacity), MMC_OK);
    assert_int_equal(capacity.length, 0x10000);
    assert_int_equal(capacity.free, 0x10000);
}

static void bufcap_zero(const uint8_t *bytes, size_t count)
{
    struct mmc_buffer_capacity capacity;

    assert_int_equal(mmc_buffer_capacity_parse(bytes, count, &capacity), MMC_OK);
    assert_int_equal(capacity.length, 0);
    assert_int_equal(capacity.free, 0);
}

struct row {
    const char *file;
    void (*check)(const uint8_t *bytes, size_t count);
};

/* clang-format off */
static const struct row rows[] = {
    {"01-gc-empty-reply.hex",                   gc_is_short},
    {"02-gc-three-byte-header.hex",             gc_is_short},
    {"04-gc-length-zero.hex",                   gc_length_zero},
    {"05-gc-length-four.hex",                   gc_length_four},
    {"06-gc-length-ffffffff.hex",               gc_length_ffffffff},
    {"08-gc-length-too-big.hex",                gc_length_too_big},
    {"09-gc-length-plus-four.hex",              gc_length_plus_four},
    {"10-gc-length-minus-four.hex",             gc_length_minus_four},
    {"12-gc-even-not-multiple-of-four.hex",     gc_even_not_multiple},
    {"13-gc-zero-length-loop.hex",              gc_zero_length_loop},
    {"14-gc-zero-length-legal.hex",             gc_zero_length_legal},
    {"16-gc-descriptor-overruns.hex",           gc_descriptor_overruns},
    {"17-gc-descriptor-ff.hex",                 gc_descriptor_ff},
    {"18-gc-profile-list-not-multiple.hex",     gc_profile_list_not_multiple},
    {"20-gc-unsorted.hex",                      gc_unsorted},
    {"21-gc-overlapping.hex",                   gc_overlapping},
    {"22-gc-two-current-profiles.hex",          gc_two_current_profiles},
    {"24-gc-max-size.hex",                      gc_max_size},
    {"25-gc-rt2-returns-all.hex",               gc_rt2_returns_all},
    {"26-gc-serial-controls.hex",               gc_serial_controls},
    {"28-ms-block-descriptor-huge.hex",         ms_block_descriptor_huge},
    {"29-ms-block-descriptor-8-despite-dbd.hex", ms_block_descriptor_8},
    {"30-ms-page-length-zero.hex",              ms_page_length_zero},
    {"32-ms-speed-count-lie.hex",               ms_speed_count_lie},
    {"33-ms-speed-count-ffff.hex",              ms_speed_count_ffff},
    {"34-ms-short-page2a.hex",                  ms_short_page2a},
    {"36-ms-wrong-page.hex",                    ms_wrong_page},
    {"37-ms6-bogus-header.hex",                 ms6_bogus_header},
    {"38-inq-additional-too-big.hex",           inq_additional_too_big},
    {"40-inq-five-bytes.hex",                   inq_five_bytes},
    {"41-inq-strings-unterminated.hex",         inq_strings_unterminated},
    {"42-di-length-two.hex",                    di_is_short},
    {"44-di-sessions-msb.hex",                  di_sessions_msb},
    {"45-di-zero-tracks.hex",                   di_zero_tracks},
    {"46-ti-nwa-minus-150.hex",                 ti_nwa_minus_150},
    {"48-ti-free-overflow.hex",                 ti_free_overflow},
    {"49-fc-list-not-multiple.hex",             fc_list_not_multiple},
    {"50-fc-list-max.hex",                      fc_list_max},
    {"52-gp-header-only.hex",                   gp_header_only},
    {"53-gp-length-overclaim.hex",              gp_length_overclaim},
    {"54-gp-ragged.hex",                        gp_ragged},
    {"56-gp-end-lba-off-by-one.hex",            gp_end_lba_off_by_one},
    {"57-gp-length-underflow.hex",              gp_length_underflow},
    {"58-gesn-nea.hex",                         gesn_nea},
    {"60-gesn-wrong-class.hex",                 gesn_wrong_class},
    {"61-sense-descriptor-format.hex",          sense_descriptor_format},
    {"62-sense-8-bytes.hex",                    sense_8_bytes},
    {"64-sense-descriptor-loop.hex",            sense_descriptor_loop},
    {"65-sense-response-code-7f.hex",           sense_response_code_7f},
    {"66-ds-length-short.hex",                  ds_length_short},
    {"68-ds-media-id-nul.hex",                  ds_media_id_nul},
    {"69-cap-ffffffff.hex",                     cap_ffffffff},
    {"70-cap-block-zero.hex",                   cap_block_zero},
    {"72-bufcap-free-gt-size.hex",              bufcap_free_gt_size},
    {"73-bufcap-zero.hex",                      bufcap_zero},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0] };

static void malformed__all_files__end_as_they_should(void **state)
{
    cJSON *index = vectors_load("malformed/index.json");
    const cJSON *entry;
    unsigned ran = 0, there = 0, reached[ROWS] = {0};
    size_t i, count;

    (void)state;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(index, "cases"))
    {
        const char *file = vector_string(entry, "file");
        char path[128];
        uint8_t *bytes;

        there++;
        for (i = 0; i < ROWS && strcmp(rows[i].file, file) != 0; i++)
            continue;
        if (i == ROWS) {
            vector_fail(file, "no row");
            continue;
        }
        snprintf(path, sizeof path, "malformed/%s", file);
        bytes = vector_file_bytes(path, &count);
        assert_int_equal(count, vector_number(entry, "bytes"));
        assert_int_equal(count, vector_number(entry, "transferred"));
        print_message("%s\n", file);
        rows[i].check(bytes, count);
        reached[i]++;
        ran++;
        free(bytes);
    }
    for (i = 0; i < ROWS; i++) {
        if (reached[i] != 1) vector_fail(rows[i].file, "not in the index, or twice");
    }
    printf("[ vectors  ] %u of %u files in malformed/ ran\n", ran, there);
    cJSON_Delete(index);
    assert_true(there > 0);
    assert_int_equal(vectors_take_failures(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed__all_files__end_as_they_should),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
