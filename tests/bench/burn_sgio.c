/* Burns an image with our core on one thread through Linux's SG_IO, for tools/bench, which compares processor time with
 * other programs.
 *
 *     burn_sgio DEVICE IMAGE BYTES
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <scsi/sg.h>

#include "bench/burner.h"

static int device;

static void send(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const int directions[] = {SG_DXFER_NONE, SG_DXFER_FROM_DEV, SG_DXFER_TO_DEV};
    struct sg_io_hdr header = {.interface_id = 'S',
                               .dxfer_direction = directions[command->direction],
                               .cmd_len = command->cdb_length,
                               .mx_sb_len = sizeof reply->sense,
                               .dxfer_len = command->requested_bytes,
                               .dxferp = command->data,
                               .cmdp = (uint8_t *)(uintptr_t)command->cdb, /* read only */
                               .sbp = reply->sense,
                               .timeout = command->timeout_ms};

    (void)transport;
    memset(reply, 0, sizeof *reply);
    scsi_clear_data_in(command);
    if (ioctl(device, SG_IO, &header) != 0) {
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_OTHER, (uint32_t)errno);
        return;
    }
    if (header.host_status || header.driver_status & 0x7) { /* DRIVER_SENSE, 08h, is none */
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_OTHER;
        return;
    }
    reply->status = header.status;
    reply->outcome = header.status == SCSI_STATUS_GOOD ? SCSI_DONE : SCSI_REFUSED;
    reply->sense_length = header.sb_len_wr;
    if (header.resid >= 0 && (uint32_t)header.resid <= command->requested_bytes) {
        reply->transferred_bytes = command->requested_bytes - (uint32_t)header.resid;
    }
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = limits->max_unaligned_transfer_bytes = BENCH_WRITE_BLOCKS * BENCH_BLOCK_BYTES;
    limits->alignment_mask = 0;
}

static void close_nothing(struct scsi_transport *transport)
{
    (void)transport;
}

int main(int argc, char **argv)
{
    static const struct scsi_transport_ops ops = {send, get_limits, close_nothing};
    struct scsi_transport transport = {&ops};
    struct bench_image image;

    if (argc != 4) return 2;
    device = open(argv[1], O_RDWR | O_EXCL | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) return 1;
    bench_image_open(&image, argv[2], strtoull(argv[3], NULL, 10));
    bench_burn(&transport, &bench_clock, &image);
    bench_image_close(&image);
    return 0;
}
