/* Parsers of the fields of each feature descriptor. */
#include "mmc/feature_fields.h"

#include "mmc/codes.h"

/* Is it the feature that was meant, and long enough? */
static enum mmc_status check(const struct mmc_feature *feature, uint16_t code, uint8_t bytes)
{
    if (feature->code != code) return MMC_MALFORMED;
    return feature->data_bytes < bytes ? MMC_SHORT : MMC_OK;
}

static bool bit(const struct mmc_feature *feature, unsigned byte, unsigned number)
{
    return (feature->data[byte] >> number & 1u) != 0;
}

enum mmc_status mmc_core_feature_parse(const struct mmc_feature *feature, struct mmc_core_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_CORE, 4);

    if (status != MMC_OK) return status;
    out->physical_interface = load_be32(feature->data);
    out->device_busy_event = feature->data_bytes > 4 && bit(feature, 4, 0);
    out->inquiry_2 = feature->data_bytes > 4 && bit(feature, 4, 1);
    return MMC_OK;
}

enum mmc_status mmc_removable_medium_feature_parse(const struct mmc_feature *feature,
                                                   struct mmc_removable_medium_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_REMOVABLE_MEDIUM, 4);

    if (status != MMC_OK) return status;
    out->mechanism = (uint8_t)(feature->data[0] >> 5);
    out->has_load = feature->version >= 1; /* the bit was reserved in version 0 */
    out->load = bit(feature, 0, 4);
    out->eject = bit(feature, 0, 3);
    out->prevent_jumper = bit(feature, 0, 2);
    out->delay_before_load = bit(feature, 0, 1);
    out->lock = bit(feature, 0, 0);
    return MMC_OK;
}

enum mmc_status mmc_write_protect_feature_parse(const struct mmc_feature *feature,
                                                struct mmc_write_protect_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_WRITE_PROTECT, 4);

    if (status != MMC_OK) return status;
    out->disc_write_protect_pac = bit(feature, 0, 3);
    out->write_inhibit_dcb = bit(feature, 0, 2);
    out->persistent_write_protect = bit(feature, 0, 1);
    out->software_write_protect = bit(feature, 0, 0);
    return MMC_OK;
}

enum mmc_status mmc_block_feature_parse(const struct mmc_feature *feature, struct mmc_block_feature *out)
{
    const uint8_t *block = feature->data;
    bool has_last_lba = feature->code == MMC_FEATURE_RANDOM_WRITABLE;

    if (!has_last_lba && feature->code != MMC_FEATURE_RANDOM_READABLE && feature->code != MMC_FEATURE_WRITE_ONCE) {
        return MMC_MALFORMED;
    }
    if (feature->data_bytes < (has_last_lba ? 12 : 8)) return MMC_SHORT;
    out->last_lba = has_last_lba ? load_be32(block) : 0;
    if (has_last_lba) block += 4;
    out->block_bytes = load_be32(block);
    out->blocking = load_be16(block + 4);
    out->page_present = (block[6] & 1) != 0;
    return MMC_OK;
}

enum mmc_status mmc_cd_read_feature_parse(const struct mmc_feature *feature, struct mmc_cd_read_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_CD_READ, 4);

    if (status != MMC_OK) return status;
    out->digital_audio_play = bit(feature, 0, 7);
    out->c2_flags = bit(feature, 0, 1);
    out->cd_text = bit(feature, 0, 0);
    return MMC_OK;
}

enum mmc_status mmc_dvd_read_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_read_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_DVD_READ, 4);

    if (status != MMC_OK) return status;
    out->multi_110 = bit(feature, 0, 0);
    out->dual_layer_r = bit(feature, 2, 0);
    out->dual_layer_rw = bit(feature, 2, 1);
    return MMC_OK;
}

/* A count at `at`, then so many bytes, and never more than the descriptor has. */
static struct span counted_bytes(const struct mmc_feature *feature, size_t at)
{
    struct span data = span_of(feature->data, feature->data_bytes);

    return span_from(&data, at + 1, feature->data[at]);
}

enum mmc_status mmc_incremental_feature_parse(const struct mmc_feature *feature, struct mmc_incremental_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, 4);

    if (status != MMC_OK) return status;
    out->data_block_types = load_be16(feature->data);
    out->buffer_underrun_free = bit(feature, 2, 0);
    out->link_sizes = counted_bytes(feature, 3);
    return MMC_OK;
}

enum mmc_status mmc_formattable_feature_parse(const struct mmc_feature *feature, struct mmc_formattable_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_FORMATTABLE, 4);

    if (status != MMC_OK) return status;
    out->re_no_spare = bit(feature, 0, 3);
    out->expand = bit(feature, 0, 2);
    out->quick_certification = bit(feature, 0, 1);
    out->certification = bit(feature, 0, 0);
    out->random_recording = feature->data_bytes > 4 && bit(feature, 4, 0);
    return MMC_OK;
}

enum mmc_status mmc_dvd_plus_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_plus_feature *out)
{
    bool is_rewritable =
        feature->code == MMC_FEATURE_DVD_PLUS_RW || feature->code == MMC_FEATURE_DVD_PLUS_RW_DUAL_LAYER;
    bool is_write_once = feature->code == MMC_FEATURE_DVD_PLUS_R || feature->code == MMC_FEATURE_DVD_PLUS_R_DUAL_LAYER;

    if (!is_rewritable && !is_write_once) return MMC_MALFORMED;
    if (feature->data_bytes < 4) return MMC_SHORT;
    out->write = bit(feature, 0, 0);
    out->quick_start = is_rewritable && bit(feature, 1, 1);
    out->close_only = is_rewritable && bit(feature, 1, 0);
    return MMC_OK;
}

enum mmc_status mmc_rigid_overwrite_feature_parse(const struct mmc_feature *feature,
                                                  struct mmc_rigid_overwrite_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_RIGID_RESTRICTED_OVERWRITE, 4);

    if (status != MMC_OK) return status;
    out->defect_status_generate = bit(feature, 0, 3);
    out->defect_status_read = bit(feature, 0, 2);
    out->intermediate = bit(feature, 0, 1);
    out->blank = bit(feature, 0, 0);
    return MMC_OK;
}

enum mmc_status mmc_track_at_once_feature_parse(const struct mmc_feature *feature,
                                                struct mmc_track_at_once_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_CD_TRACK_AT_ONCE, 4);

    if (status != MMC_OK) return status;
    out->buffer_underrun_free = bit(feature, 0, 6);
    out->r_w_raw = bit(feature, 0, 4);
    out->r_w_pack = bit(feature, 0, 3);
    out->test_write = bit(feature, 0, 2);
    out->cd_rw = bit(feature, 0, 1);
    out->r_w_sub_code = bit(feature, 0, 0);
    out->data_block_types = load_be16(feature->data + 2);
    return MMC_OK;
}

enum mmc_status mmc_mastering_feature_parse(const struct mmc_feature *feature, struct mmc_mastering_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_CD_MASTERING, 4);

    if (status != MMC_OK) return status;
    out->buffer_underrun_free = bit(feature, 0, 6);
    out->session_at_once = bit(feature, 0, 5);
    out->raw_multi_session = bit(feature, 0, 4);
    out->raw = bit(feature, 0, 3);
    out->test_write = bit(feature, 0, 2);
    out->cd_rw = bit(feature, 0, 1);
    out->r_w_sub_code = bit(feature, 0, 0);
    out->max_cue_sheet_bytes = load_be24(feature->data + 1);
    return MMC_OK;
}

enum mmc_status mmc_dvd_minus_feature_parse(const struct mmc_feature *feature, struct mmc_dvd_minus_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_DVD_MINUS_R_RW_WRITE, 4);

    if (status != MMC_OK) return status;
    out->buffer_underrun_free = bit(feature, 0, 6);
    out->r_dual_layer = bit(feature, 0, 3);
    out->test_write = bit(feature, 0, 2);
    out->dvd_rw = bit(feature, 0, 1);
    return MMC_OK;
}

enum mmc_status mmc_layer_jump_feature_parse(const struct mmc_feature *feature, struct span *link_sizes)
{
    enum mmc_status status = check(feature, MMC_FEATURE_LAYER_JUMP_RECORDING, 4);

    if (status == MMC_OK) *link_sizes = counted_bytes(feature, 3);
    return status;
}

enum mmc_status mmc_cd_rw_media_feature_parse(const struct mmc_feature *feature, uint8_t *sub_types)
{
    enum mmc_status status = check(feature, MMC_FEATURE_CD_RW_MEDIA_WRITE_SUPPORT, 4);

    if (status == MMC_OK) *sub_types = feature->data[1];
    return status;
}

static void load_classes(const uint8_t *bytes, uint16_t classes[MMC_BD_CLASSES])
{
    size_t i;

    for (i = 0; i < MMC_BD_CLASSES; i++)
        classes[i] = load_be16(bytes + 2 * i);
}

enum mmc_status mmc_bd_feature_parse(const struct mmc_feature *feature, struct mmc_bd_feature *out)
{
    static const uint8_t no_rom[2 * MMC_BD_CLASSES];
    bool is_read = feature->code == MMC_FEATURE_BD_READ;

    if (!is_read && feature->code != MMC_FEATURE_BD_WRITE) return MMC_MALFORMED;
    if (feature->data_bytes < (is_read ? 0x1C : 0x14)) return MMC_SHORT;
    out->burst_cutting_area = is_read && bit(feature, 0, 0);
    out->no_verify_required = !is_read && bit(feature, 0, 0);
    load_classes(feature->data + 4, out->bd_re);
    load_classes(feature->data + 12, out->bd_r);
    load_classes(is_read ? feature->data + 20 : no_rom, out->bd_rom);
    return MMC_OK;
}

enum mmc_status mmc_streaming_feature_parse(const struct mmc_feature *feature, struct mmc_streaming_feature *out)
{
    enum mmc_status status = check(feature, MMC_FEATURE_REAL_TIME_STREAMING, 4);

    if (status != MMC_OK) return status;
    out->read_buffer_capacity_block = bit(feature, 0, 4);
    out->set_cd_speed = bit(feature, 0, 3);
    out->mode_page_2a = bit(feature, 0, 2);
    out->write_speed_performance = bit(feature, 0, 1);
    out->stream_writing = bit(feature, 0, 0);
    return MMC_OK;
}
