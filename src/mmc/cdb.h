/* One builder per command. Each sets the whole command: CDB, its length, direction, data and requested bytes.
 * timeout_ms is left 0; the caller has to set it, as only the caller knows how long this drive may take.
 *
 * `data` is borrowed; it must hold `bytes` bytes. Reserved bits and the control byte are 0.
 * A builder stores the numbers as they are: the caller is responsible for ranges, and the higher bits of a narrow field
 * are cut off.
 * Sources: SPC-3 and MMC-6, the command's table. ATAPI requires even allocation lengths.
 */
#ifndef OPENIMAPI2_MMC_CDB_H
#define OPENIMAPI2_MMC_CDB_H

#include <stdbool.h>
#include <stdint.h>

#include "scsi/command.h"

void mmc_cdb_test_unit_ready(struct scsi_command *command);

/* bytes: up to 252; the allocation length of old drives is one byte. */
void mmc_cdb_request_sense(struct scsi_command *command, bool descriptor_format, void *data, uint8_t bytes);

/* bytes: up to 255; the allocation length of old drives is one byte. */
void mmc_cdb_inquiry(struct scsi_command *command, void *data, uint8_t bytes);

/* MMC-6, GET CONFIGURATION: RT field. */
enum mmc_configuration_scope {
    MMC_CONFIGURATION_ALL = 0,     /* every feature from the starting one on */
    MMC_CONFIGURATION_CURRENT = 1, /* those whose Current bit is set */
    MMC_CONFIGURATION_ONE = 2,     /* the starting feature alone */
};
void mmc_cdb_get_configuration(struct scsi_command *command, enum mmc_configuration_scope scope,
                               uint16_t starting_feature, void *data, uint16_t bytes);

/* SPC-3, MODE SENSE(10): page control. */
enum mmc_page_control {
    MMC_PAGE_CURRENT = 0,
    MMC_PAGE_CHANGEABLE = 1,
    MMC_PAGE_DEFAULT = 2,
    MMC_PAGE_SAVED = 3,
};
/* page: 0 to 3Fh (MMC_MODE_PAGE_ALL); block_descriptors: false sets DBD, as those of optical drives are not worth
 * reading.
 */
void mmc_cdb_mode_sense(struct scsi_command *command, bool block_descriptors, enum mmc_page_control control,
                        uint8_t page, uint8_t subpage, void *data, uint16_t bytes);
/* SPC-3, MODE SENSE(6); page and block_descriptors as above. bytes: up to 255. */
void mmc_cdb_mode_sense_6(struct scsi_command *command, bool block_descriptors, enum mmc_page_control control,
                          uint8_t page, uint8_t subpage, void *data, uint8_t bytes);
/* save_pages: SP. PF is always 1. data: 8-byte mode header with length 0, then the pages with PS cleared. */
void mmc_cdb_mode_select(struct scsi_command *command, bool save_pages, const void *data, uint16_t bytes);

/* MMC-6, START STOP UNIT: the LoEj and Start bits. */
enum mmc_start_stop {
    MMC_STOP = 0,
    MMC_START = 1,
    MMC_EJECT = 2,
    MMC_LOAD = 3,
};
void mmc_cdb_start_stop_unit(struct scsi_command *command, bool immediate, enum mmc_start_stop operation);

void mmc_cdb_prevent_allow_medium_removal(struct scsi_command *command, bool prevent, bool persistent);

/* classes: bit 1 operational change, 2 power, 3 external request, 4 media, 5 multi-initiator, 6 device busy. Always
 * polled.
 */
void mmc_cdb_get_event_status_notification(struct scsi_command *command, uint8_t classes, void *data, uint16_t bytes);

/* data_type: 0 standard, 1 track resources, 2 POW resources. */
void mmc_cdb_read_disc_information(struct scsi_command *command, uint8_t data_type, void *data, uint16_t bytes);

/* MMC-6, READ TRACK INFORMATION: address/number type. */
enum mmc_track_address {
    MMC_TRACK_BY_LBA = 0,
    MMC_TRACK_BY_NUMBER = 1, /* FFh: the invisible or next writable track */
    MMC_TRACK_BY_SESSION = 2,
};
void mmc_cdb_read_track_information(struct scsi_command *command, bool open, enum mmc_track_address type,
                                    uint32_t address, void *data, uint16_t bytes);

/* format: 0 TOC, 1 session, 2 full TOC, 3 PMA, 4 ATIP, 5 CD-Text; number: first track (0, 1) or session (2). */
void mmc_cdb_read_toc(struct scsi_command *command, bool msf, uint8_t format, uint8_t number, void *data,
                      uint16_t bytes);

/* data: 8 bytes. */
void mmc_cdb_read_capacity(struct scsi_command *command, void *data);

void mmc_cdb_read_format_capacities(struct scsi_command *command, void *data, uint16_t bytes);

/* block: the answer is in blocks instead of bytes. */
void mmc_cdb_read_buffer_capacity(struct scsi_command *command, bool block, void *data, uint16_t bytes);

/* media_type: 0 DVD and HD DVD, 1 BD; agid: 0 to 3. */
void mmc_cdb_read_disc_structure(struct scsi_command *command, uint8_t media_type, uint32_t address, uint8_t layer,
                                 uint8_t format, uint8_t agid, void *data, uint16_t bytes);

/* data: 4-byte header with the length of what follows its length field, then the structure. */
void mmc_cdb_send_disc_structure(struct scsi_command *command, uint8_t format, const void *data, uint16_t bytes);

/* GET PERFORMANCE, type 00h, nominal performance: tolerance 10b, no exceptions; type 03h: write speeds. The reply has
 * up to 8 + 16 x max_descriptors bytes, and data must have room for as many.
 */
void mmc_cdb_get_performance(struct scsi_command *command, bool write, uint32_t start_lba, void *data,
                             uint16_t max_descriptors);
void mmc_cdb_get_write_speeds(struct scsi_command *command, uint32_t start_lba, void *data, uint16_t max_descriptors);

/* data: blocks x block_bytes; the product must fit 32 bits. */
void mmc_cdb_read_10(struct scsi_command *command, uint32_t lba, uint16_t blocks, bool force_unit_access,
                     uint32_t block_bytes, void *data);
void mmc_cdb_read_12(struct scsi_command *command, uint32_t lba, uint32_t blocks, bool force_unit_access,
                     bool streaming, uint32_t block_bytes, void *data);

/* Change the allocation length of a data-in command whose reply has grown: byte 4 of the 6-byte CDBs (up to 255), bytes
 * 7 and 8 of the 10-byte ones, 8 and 9 of the 12-byte ones (SPC-3, MMC-6). Sets requested_bytes too.
 */
void mmc_cdb_set_allocation(struct scsi_command *command, uint16_t bytes);

#endif
