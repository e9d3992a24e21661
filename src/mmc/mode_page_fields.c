/* Parsers of the fields of each mode page, and the writer of the write parameters. */
#include "mmc/mode_page_fields.h"

#include "mmc/codes.h"

enum { AUDIO_PAUSE_AT = 14, MEDIA_CATALOG_AT = 16, ISRC_AT = 32, NUMBER_VALID = 0x80 };
enum { WRITE_PARAMETERS_BYTES = 52, WRITE_SPEED_BYTES = 4, WRITE_SPEEDS_AT = 32 };

/* Is it the page that was meant, and long enough? */
static enum mmc_status check(const struct mmc_mode_page *page, uint8_t code, size_t count)
{
    if (page->code != code || page->subcode) return MMC_MALFORMED;
    return page->count < count ? MMC_SHORT : MMC_OK;
}

static bool bit(const struct mmc_mode_page *page, unsigned byte, unsigned number)
{
    return (page->bytes[byte] >> number & 1u) != 0;
}

enum mmc_status mmc_error_recovery_page_parse(const struct mmc_mode_page *page, struct mmc_error_recovery_page *out)
{
    enum mmc_status status = check(page, MMC_MODE_PAGE_READ_WRITE_ERROR_RECOVERY, 8);

    if (status != MMC_OK) return status;
    out->automatic_write_reallocation = bit(page, 2, 7);
    out->read_retry_count = page->bytes[3];
    out->has_write_retry_count = page->count > 8;
    out->write_retry_count = out->has_write_retry_count ? page->bytes[8] : 0;
    return MMC_OK;
}

enum mmc_status mmc_write_parameters_page_parse(const struct mmc_mode_page *page, struct mmc_write_parameters_page *out)
{
    enum mmc_status status = check(page, MMC_MODE_PAGE_WRITE_PARAMETERS, WRITE_PARAMETERS_BYTES);
    const uint8_t *bytes = page->bytes;

    if (status != MMC_OK) return status;
    out->buffer_underrun_free = bit(page, 2, 6);
    out->link_size_valid = bit(page, 2, 5);
    out->test_write = bit(page, 2, 4);
    out->write_type = bytes[2] & 0x0F;
    out->multi_session = (uint8_t)(bytes[3] >> 6);
    out->fixed_packet = bit(page, 3, 5);
    out->copy = bit(page, 3, 4);
    out->track_mode = bytes[3] & 0x0F;
    out->data_block_type = bytes[4] & 0x0F;
    out->link_size = bytes[5];
    out->host_application_code = bytes[7] & 0x3F;
    out->session_format = bytes[8];
    out->packet_size_blocks = load_be32(bytes + 10);
    out->audio_pause_blocks = load_be16(bytes + AUDIO_PAUSE_AT);
    out->media_catalog = bytes + MEDIA_CATALOG_AT;
    return MMC_OK;
}

enum mmc_status mmc_write_parameters_page_set(uint8_t *page, size_t count,
                                              const struct mmc_write_parameters_page *fields)
{
    if (count < WRITE_PARAMETERS_BYTES) return MMC_SHORT;
    if ((page[0] & 0x7F) != MMC_MODE_PAGE_WRITE_PARAMETERS) return MMC_MALFORMED;
    page[2] = (uint8_t)((fields->buffer_underrun_free ? 0x40 : 0) | (fields->link_size_valid ? 0x20 : 0) |
                        (fields->test_write ? 0x10 : 0) | (fields->write_type & 0x0F));
    page[3] = (uint8_t)((fields->multi_session & 0x03) << 6 | (fields->fixed_packet ? 0x20 : 0) |
                        (fields->copy ? 0x10 : 0) | (fields->track_mode & 0x0F));
    page[4] = fields->data_block_type & 0x0F;
    page[5] = fields->link_size;
    page[8] = fields->session_format;
    store_be32(page + 10, fields->packet_size_blocks);
    if (fields->audio_pause_blocks) {
        store_be16(page + AUDIO_PAUSE_AT, fields->audio_pause_blocks);
        page[MEDIA_CATALOG_AT] &= (uint8_t)~NUMBER_VALID;
        page[ISRC_AT] &= (uint8_t)~NUMBER_VALID;
    }
    return MMC_OK;
}

enum mmc_status mmc_caching_page_parse(const struct mmc_mode_page *page, struct mmc_caching_page *out)
{
    enum mmc_status status = check(page, MMC_MODE_PAGE_CACHING, 12);

    if (status != MMC_OK) return status;
    out->write_cache_enabled = bit(page, 2, 2);
    out->read_cache_disabled = bit(page, 2, 0);
    return MMC_OK;
}

enum mmc_status mmc_capabilities_page_parse(const struct mmc_mode_page *page, struct mmc_capabilities_page *out)
{
    enum mmc_status status = check(page, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, 7);
    struct span bytes = span_of(page->bytes, page->count);
    uint8_t byte_7 = span_u8(&bytes, 7);
    size_t speeds;

    if (status != MMC_OK) return status;
    out->reads_cd_r = bit(page, 2, 0);
    out->reads_cd_rw = bit(page, 2, 1);
    out->reads_method_2 = bit(page, 2, 2);
    out->reads_dvd_rom = bit(page, 2, 3);
    out->reads_dvd_r = bit(page, 2, 4);
    out->reads_dvd_ram = bit(page, 2, 5);
    out->writes_cd_r = bit(page, 3, 0);
    out->writes_cd_rw = bit(page, 3, 1);
    out->test_write = bit(page, 3, 2);
    out->writes_dvd_r = bit(page, 3, 4);
    out->writes_dvd_ram = bit(page, 3, 5);
    out->audio_play = bit(page, 4, 0);
    out->composite = bit(page, 4, 1);
    out->digital_port_1 = bit(page, 4, 2);
    out->digital_port_2 = bit(page, 4, 3);
    out->mode_2_form_1 = bit(page, 4, 4);
    out->mode_2_form_2 = bit(page, 4, 5);
    out->multi_session = bit(page, 4, 6);
    out->buffer_underrun_free = bit(page, 4, 7);
    out->cd_da = bit(page, 5, 0);
    out->cd_da_accurate = bit(page, 5, 1);
    out->r_w_channels = bit(page, 5, 2);
    out->r_w_corrected = bit(page, 5, 3);
    out->c2_pointers = bit(page, 5, 4);
    out->isrc = bit(page, 5, 5);
    out->upc = bit(page, 5, 6);
    out->bar_code = bit(page, 5, 7);
    out->lock = bit(page, 6, 0);
    out->lock_state = bit(page, 6, 1);
    out->prevent_jumper = bit(page, 6, 2);
    out->eject = bit(page, 6, 3);
    out->mechanism = (uint8_t)(page->bytes[6] >> 5);
    out->separate_volume = (byte_7 & 0x01) != 0;
    out->separate_mute = (byte_7 & 0x02) != 0;
    out->disc_present = (byte_7 & 0x04) != 0;
    out->slot_select = (byte_7 & 0x08) != 0;
    out->side_change = (byte_7 & 0x10) != 0;
    out->r_w_in_lead_in = (byte_7 & 0x20) != 0;
    out->max_read_kbs = span_be16(&bytes, 8);
    out->volume_levels = span_be16(&bytes, 10);
    out->buffer_kb = span_be16(&bytes, 12);
    out->current_read_kbs = span_be16(&bytes, 14);
    out->max_write_kbs = span_be16(&bytes, 18);
    out->current_write_legacy_kbs = span_be16(&bytes, 20);
    out->has_copy_management = span_has(&bytes, 22, 2);
    out->copy_management = span_be16(&bytes, 22);
    out->has_rotation = span_has(&bytes, 27, 1);
    out->rotation = span_u8(&bytes, 27) & 0x03;
    out->has_current_write = span_has(&bytes, 28, 2);
    out->current_write_kbs = span_be16(&bytes, 28);
    /* The count lies on real drives, upwards and downwards; the page's length is the bound. */
    out->has_write_speeds = span_has(&bytes, 30, 2);
    speeds = span_be16(&bytes, 30);
    out->write_speed_list = span_from(&bytes, WRITE_SPEEDS_AT, speeds * WRITE_SPEED_BYTES);
    return MMC_OK;
}

struct mmc_walk mmc_capabilities_write_speeds(const struct mmc_capabilities_page *page)
{
    return mmc_walk_of(page->write_speed_list);
}

bool mmc_write_speed_next(struct mmc_walk *walk, struct mmc_write_speed *out)
{
    const uint8_t *at = mmc_walk_take(walk, WRITE_SPEED_BYTES);

    if (!at) return false;
    out->rotation = at[1] & 0x03;
    out->write_kbs = load_be16(at + 2);
    return true;
}
