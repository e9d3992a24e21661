/* One builder for each command that writes, closes, erases, formats or sets a speed; the tables are those of MMC-6. */
#include "mmc/cdb_write.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/cdb_private.h"
#include "mmc/codes.h"

void mmc_cdb_write_10(struct scsi_command *command, int32_t lba, uint16_t blocks, bool force_unit_access,
                      uint32_t block_bytes, const void *data)
{
    mmc_cdb_begin(command, MMC_OPCODE_WRITE_10, 10);
    command->cdb[1] = force_unit_access ? 0x08 : 0;
    store_be32(command->cdb + 2, (uint32_t)lba);
    store_be16(command->cdb + 7, blocks);
    mmc_cdb_transfer(command, SCSI_DATA_OUT, data, blocks * block_bytes);
}

void mmc_cdb_write_12(struct scsi_command *command, int32_t lba, uint32_t blocks, bool force_unit_access,
                      bool streaming, uint32_t block_bytes, const void *data)
{
    mmc_cdb_begin(command, MMC_OPCODE_WRITE_12, 12);
    command->cdb[1] = force_unit_access ? 0x08 : 0;
    store_be32(command->cdb + 2, (uint32_t)lba);
    store_be32(command->cdb + 6, blocks);
    command->cdb[10] = streaming ? 0x80 : 0;
    mmc_cdb_transfer(command, SCSI_DATA_OUT, data, blocks * block_bytes);
}

void mmc_cdb_synchronize_cache(struct scsi_command *command, bool immediate)
{
    mmc_cdb_begin(command, MMC_OPCODE_SYNCHRONIZE_CACHE_10, 10);
    command->cdb[1] = immediate ? 0x02 : 0;
}

void mmc_cdb_close_track_session(struct scsi_command *command, bool immediate, enum mmc_close function, uint16_t track)
{
    mmc_cdb_begin(command, MMC_OPCODE_CLOSE_TRACK_SESSION, 10);
    command->cdb[1] = immediate;
    command->cdb[2] = (uint8_t)function & 0x07;
    store_be16(command->cdb + 4, track);
}

void mmc_cdb_reserve_track(struct scsi_command *command, uint32_t blocks)
{
    mmc_cdb_begin(command, MMC_OPCODE_RESERVE_TRACK, 10);
    store_be32(command->cdb + 5, blocks);
}

void mmc_cdb_reserve_track_at(struct scsi_command *command, uint32_t lba)
{
    mmc_cdb_begin(command, MMC_OPCODE_RESERVE_TRACK, 10);
    command->cdb[1] = 0x01;
    store_be32(command->cdb + 2, lba);
}

void mmc_cdb_blank(struct scsi_command *command, bool immediate, enum mmc_blank type, uint32_t address)
{
    mmc_cdb_begin(command, MMC_OPCODE_BLANK, 12);
    command->cdb[1] = (uint8_t)((immediate ? 0x10u : 0) | ((unsigned)type & 0x07));
    store_be32(command->cdb + 2, address);
}

void mmc_cdb_format_unit(struct scsi_command *command, bool complete_list, const void *list)
{
    mmc_cdb_begin(command, MMC_OPCODE_FORMAT_UNIT, 6);
    command->cdb[1] = complete_list ? 0x19 : 0x11; /* FmtData, format code 1 */
    mmc_cdb_transfer(command, SCSI_DATA_OUT, list, MMC_FORMAT_LIST_BYTES);
}

void mmc_format_list_write(uint8_t list[MMC_FORMAT_LIST_BYTES], const struct mmc_format *format,
                           const struct mmc_format_options *options)
{
    memset(list, 0, MMC_FORMAT_LIST_BYTES);
    list[1] = (uint8_t)((options->options_valid ? 0x80 : 0) | (options->skips_certification ? 0x20 : 0) |
                        (options->immediate ? 0x02 : 0));
    store_be16(list + 2, MMC_FORMAT_LIST_BYTES - 4);
    store_be32(list + 4, format->blocks);
    list[8] = (uint8_t)(format->type << 2 | (format->subtype & 0x03));
    store_be24(list + 9, format->parameter);
}

void mmc_cdb_send_opc_information(struct scsi_command *command)
{
    mmc_cdb_begin(command, MMC_OPCODE_SEND_OPC_INFORMATION, 10);
    command->cdb[1] = 0x01;
}

void mmc_cdb_send_cue_sheet(struct scsi_command *command, const void *sheet, uint32_t bytes)
{
    mmc_cdb_begin(command, MMC_OPCODE_SEND_CUE_SHEET, 10);
    store_be24(command->cdb + 6, bytes);
    mmc_cdb_transfer(command, SCSI_DATA_OUT, sheet, bytes);
}

void mmc_cdb_set_cd_speed(struct scsi_command *command, uint8_t rotation, uint16_t read_kbs, uint16_t write_kbs)
{
    mmc_cdb_begin(command, MMC_OPCODE_SET_CD_SPEED, 12);
    command->cdb[1] = rotation & 0x03;
    store_be16(command->cdb + 2, read_kbs);
    store_be16(command->cdb + 4, write_kbs);
}

void mmc_streaming_write(uint8_t descriptor[MMC_STREAMING_BYTES], const struct mmc_streaming *streaming)
{
    memset(descriptor, 0, MMC_STREAMING_BYTES);
    descriptor[0] = (uint8_t)((streaming->rotation & 0x03) << 3 | (streaming->restore_defaults ? 0x04 : 0) |
                              (streaming->exact ? 0x02 : 0) | (streaming->random_access ? 0x01 : 0));
    store_be32(descriptor + 4, streaming->start_lba);
    store_be32(descriptor + 8, streaming->end_lba);
    store_be32(descriptor + 12, streaming->read_kb);
    store_be32(descriptor + 16, streaming->read_ms);
    store_be32(descriptor + 20, streaming->write_kb);
    store_be32(descriptor + 24, streaming->write_ms);
}

void mmc_cdb_set_streaming(struct scsi_command *command, const void *descriptor)
{
    mmc_cdb_begin(command, MMC_OPCODE_SET_STREAMING, 12);
    store_be16(command->cdb + 9, MMC_STREAMING_BYTES);
    mmc_cdb_transfer(command, SCSI_DATA_OUT, descriptor, MMC_STREAMING_BYTES);
}
