/* One builder for each command; the tables are those of SPC-3 and MMC-6. */
#include "mmc/cdb.h"

#include "base/bytes.h"
#include "mmc/cdb_private.h"
#include "mmc/codes.h"

/* Data-in with the allocation length in bytes 7 and 8, as nearly every command of ten bytes has it. */
static void receive_10(struct scsi_command *command, void *data, uint16_t bytes)
{
    store_be16(command->cdb + 7, bytes);
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, bytes);
}

void mmc_cdb_test_unit_ready(struct scsi_command *command)
{
    mmc_cdb_begin(command, MMC_OPCODE_TEST_UNIT_READY, 6);
}

void mmc_cdb_request_sense(struct scsi_command *command, bool descriptor_format, void *data, uint8_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_REQUEST_SENSE, 6);
    command->cdb[1] = descriptor_format;
    command->cdb[4] = bytes;
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, bytes);
}

void mmc_cdb_inquiry(struct scsi_command *command, void *data, uint8_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_INQUIRY, 6);
    command->cdb[4] = bytes;
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, bytes);
}

void mmc_cdb_get_configuration(struct scsi_command *command, enum mmc_configuration_scope scope,
                               uint16_t starting_feature, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_GET_CONFIGURATION, 10);
    command->cdb[1] = (uint8_t)scope & 0x03;
    store_be16(command->cdb + 2, starting_feature);
    receive_10(command, data, bytes);
}

void mmc_cdb_mode_sense(struct scsi_command *command, bool block_descriptors, enum mmc_page_control control,
                        uint8_t page, uint8_t subpage, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_MODE_SENSE_10, 10);
    command->cdb[1] = block_descriptors ? 0 : 0x08;
    command->cdb[2] = (uint8_t)((unsigned)control << 6 | (page & 0x3Fu));
    command->cdb[3] = subpage;
    receive_10(command, data, bytes);
}

void mmc_cdb_mode_sense_6(struct scsi_command *command, bool block_descriptors, enum mmc_page_control control,
                          uint8_t page, uint8_t subpage, void *data, uint8_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_MODE_SENSE_6, 6);
    command->cdb[1] = block_descriptors ? 0 : 0x08;
    command->cdb[2] = (uint8_t)((unsigned)control << 6 | (page & 0x3Fu));
    command->cdb[3] = subpage;
    command->cdb[4] = bytes;
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, bytes);
}

void mmc_cdb_mode_select(struct scsi_command *command, bool save_pages, const void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_MODE_SELECT_10, 10);
    command->cdb[1] = save_pages ? 0x11 : 0x10;
    store_be16(command->cdb + 7, bytes);
    mmc_cdb_transfer(command, SCSI_DATA_OUT, data, bytes);
}

void mmc_cdb_start_stop_unit(struct scsi_command *command, bool immediate, enum mmc_start_stop operation)
{
    mmc_cdb_begin(command, MMC_OPCODE_START_STOP_UNIT, 6);
    command->cdb[1] = immediate;
    command->cdb[4] = (uint8_t)operation & 0x03;
}

void mmc_cdb_prevent_allow_medium_removal(struct scsi_command *command, bool prevent, bool persistent)
{
    mmc_cdb_begin(command, MMC_OPCODE_PREVENT_ALLOW_MEDIUM_REMOVAL, 6);
    command->cdb[4] = (uint8_t)((persistent ? 0x02 : 0) | (prevent ? 0x01 : 0));
}

void mmc_cdb_get_event_status_notification(struct scsi_command *command, uint8_t classes, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_GET_EVENT_STATUS_NOTIFICATION, 10);
    command->cdb[1] = 0x01; /* polled */
    command->cdb[4] = classes;
    receive_10(command, data, bytes);
}

void mmc_cdb_read_disc_information(struct scsi_command *command, uint8_t data_type, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_DISC_INFORMATION, 10);
    command->cdb[1] = data_type & 0x07;
    receive_10(command, data, bytes);
}

void mmc_cdb_read_track_information(struct scsi_command *command, bool open, enum mmc_track_address type,
                                    uint32_t address, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_TRACK_INFORMATION, 10);
    command->cdb[1] = (uint8_t)((open ? 0x04u : 0) | ((unsigned)type & 0x03));
    store_be32(command->cdb + 2, address);
    receive_10(command, data, bytes);
}

void mmc_cdb_read_toc(struct scsi_command *command, bool msf, uint8_t format, uint8_t number, void *data,
                      uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_TOC_PMA_ATIP, 10);
    command->cdb[1] = msf ? 0x02 : 0;
    command->cdb[2] = format & 0x0F;
    command->cdb[6] = number;
    receive_10(command, data, bytes);
}

void mmc_cdb_read_capacity(struct scsi_command *command, void *data)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_CAPACITY, 10);
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, 8);
}

void mmc_cdb_read_format_capacities(struct scsi_command *command, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_FORMAT_CAPACITIES, 10);
    receive_10(command, data, bytes);
}

void mmc_cdb_read_buffer_capacity(struct scsi_command *command, bool block, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_BUFFER_CAPACITY, 10);
    command->cdb[1] = block;
    receive_10(command, data, bytes);
}

void mmc_cdb_read_disc_structure(struct scsi_command *command, uint8_t media_type, uint32_t address, uint8_t layer,
                                 uint8_t format, uint8_t agid, void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_DISC_STRUCTURE, 12);
    command->cdb[1] = media_type & 0x0F;
    store_be32(command->cdb + 2, address);
    command->cdb[6] = layer;
    command->cdb[7] = format;
    store_be16(command->cdb + 8, bytes);
    command->cdb[10] = (uint8_t)(agid << 6);
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, bytes);
}

void mmc_cdb_send_disc_structure(struct scsi_command *command, uint8_t format, const void *data, uint16_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_SEND_DISC_STRUCTURE, 12);
    command->cdb[7] = format;
    store_be16(command->cdb + 8, bytes);
    mmc_cdb_transfer(command, SCSI_DATA_OUT, data, bytes);
}

static void get_performance(struct scsi_command *command, uint8_t byte1, uint8_t type, uint32_t start_lba, void *data,
                            uint16_t max_descriptors)
{
    mmc_cdb_begin(command, MMC_OPCODE_GET_PERFORMANCE, 12);
    command->cdb[1] = byte1;
    store_be32(command->cdb + 2, start_lba);
    store_be16(command->cdb + 8, max_descriptors);
    command->cdb[10] = type;
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, 8 + 16 * (uint32_t)max_descriptors);
}

void mmc_cdb_get_performance(struct scsi_command *command, bool write, uint32_t start_lba, void *data,
                             uint16_t max_descriptors)
{
    get_performance(command, write ? 0x14 : 0x10, 0x00, start_lba, data, max_descriptors);
}

void mmc_cdb_get_write_speeds(struct scsi_command *command, uint32_t start_lba, void *data, uint16_t max_descriptors)
{
    get_performance(command, 0, 0x03, start_lba, data, max_descriptors);
}

void mmc_cdb_read_10(struct scsi_command *command, uint32_t lba, uint16_t blocks, bool force_unit_access,
                     uint32_t block_bytes, void *data)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_10, 10);
    command->cdb[1] = force_unit_access ? 0x08 : 0;
    store_be32(command->cdb + 2, lba);
    store_be16(command->cdb + 7, blocks);
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, blocks * block_bytes);
}

void mmc_cdb_read_12(struct scsi_command *command, uint32_t lba, uint32_t blocks, bool force_unit_access,
                     bool streaming, uint32_t block_bytes, void *data)
{
    mmc_cdb_begin(command, MMC_OPCODE_READ_12, 12);
    command->cdb[1] = force_unit_access ? 0x08 : 0;
    store_be32(command->cdb + 2, lba);
    store_be32(command->cdb + 6, blocks);
    command->cdb[10] = streaming ? 0x80 : 0;
    mmc_cdb_transfer(command, SCSI_DATA_IN, data, blocks * block_bytes);
}

void mmc_cdb_set_allocation(struct scsi_command *command, uint16_t bytes)
{
    if (command->cdb_length == 6) {
        command->cdb[4] = (uint8_t)bytes;
    } else {
        store_be16(command->cdb + (command->cdb_length == 12 ? 8 : 7), bytes);
    }
    command->requested_bytes = bytes;
}
