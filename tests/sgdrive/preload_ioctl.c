/* The ioctls of an optical drive, as Linux 6.1 answers them: drivers/scsi/scsi_ioctl.c (SG_IO and its relatives), sr
 * and cdrom.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <scsi/scsi_ioctl.h>
#include <scsi/sg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "sgdrive/preload.h"

enum {
    LEAST_TIMEOUT_MS = 7000,    /* Linux raises any shorter one to this ... */
    DEFAULT_TIMEOUT_MS = 60000, /* ... and takes this for 0 */
    QUERY_TIMEOUT_MS = 30000,
    ATTENTIONS_MAX = 8,
    BLOCK_BYTES = 2048,
    SG_VERSION = 30527,
    TICKS_PER_SECOND = 100,
    /* Linux has them in no header for programs. */
    SCSI_IOCTL_GET_IDLUN = 0x5382,
    SCSI_IOCTL_GET_BUS_NUMBER = 0x5386,
    /* enum scsi_outcome and enum scsi_failure of scsi/command.h */
    NOT_SENT = 0,
    LOST = 1,
    CHECK_CONDITION = 0x02,
    /* host and driver status, and the driver's flag that something is to be looked at: include/scsi/sg.h */
    HOST_TIME_OUT = 0x03,
    HOST_ERROR = 0x07,
    DRIVER_HAS_SENSE = 0x08,
};

static int fail(int error)
{
    errno = error;
    return -1;
}

static void wait_ms(uint32_t ms)
{
    struct timespec rest = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        continue;
}

/* What takes longer than its deadline is lost at the deadline. True when it is lost. */
static bool wait_for_reply(const struct face_request *request, const struct face_reply *reply)
{
    bool late = reply->hangs || reply->delay_ms > request->timeout_ms;

    wait_ms(late ? request->timeout_ms : reply->delay_ms);
    return late;
}

/* ---- SG_IO ---- */

static int check_request(const struct sg_io_hdr *io)
{
    if (io->interface_id != 'S') return EINVAL;
    if (io->dxfer_len > FACE_MAX_TRANSFER) return EIO;
    if (io->iovec_count) return EINVAL;                     /* scattered buffers are not offered here */
    if (io->cmd_len < 6 || io->cmd_len > 16) return EINVAL; /* Linux leaves less than 6 to the drive's adapter */
    if (!io->cmdp) return EFAULT;
    if (!io->dxfer_len) return 0;
    if (io->dxfer_direction != SG_DXFER_TO_DEV && io->dxfer_direction != SG_DXFER_FROM_DEV &&
        io->dxfer_direction != SG_DXFER_TO_FROM_DEV)
        return EINVAL;
    return io->dxferp ? 0 : EFAULT;
}

static uint32_t deadline_of(unsigned timeout_ms)
{
    if (!timeout_ms) return DEFAULT_TIMEOUT_MS;
    return timeout_ms < LEAST_TIMEOUT_MS ? LEAST_TIMEOUT_MS : timeout_ms;
}

static void report(struct sg_io_hdr *io, const struct face_reply *reply)
{
    io->status = reply->status;
    io->masked_status = reply->status >> 1 & 0x1f;
    io->driver_status = reply->status == CHECK_CONDITION ? DRIVER_HAS_SENSE : 0;
    io->resid = (int)(io->dxfer_len - reply->transferred_bytes);
    if (reply->sense_length && io->sbp) {
        io->sb_len_wr = reply->sense_length < io->mx_sb_len ? reply->sense_length : io->mx_sb_len;
        memcpy(io->sbp, reply->sense, io->sb_len_wr);
    }
    if (io->masked_status || io->driver_status) io->info = SG_INFO_CHECK;
}

static int sg_io(int drive, struct sg_io_hdr *io)
{
    struct face_request request = {0};
    struct face_reply reply;
    int error = check_request(io);
    bool is_lost = false;

    if (error) return fail(error);
    memcpy(request.cdb, io->cmdp, io->cmd_len);
    request.cdb_length = io->cmd_len;
    request.requested_bytes = io->dxfer_len;
    request.timeout_ms = deadline_of(io->timeout);
    if (io->dxfer_len) request.direction = io->dxfer_direction == SG_DXFER_TO_DEV ? FACE_OUT : FACE_IN;
    error = preload_send(drive, &request, io->dxferp, &reply);
    if (error) return fail(error);
    if (reply.outcome == NOT_SENT) return fail(ENODEV); /* unplugged */

    io->status = io->masked_status = io->msg_status = io->sb_len_wr = 0;
    io->host_status = io->driver_status = 0;
    io->info = 0;
    io->resid = 0;
    io->duration = reply.delay_ms;
    if (reply.hangs || reply.delay_ms) is_lost = wait_for_reply(&request, &reply);
    if (is_lost || reply.outcome == LOST) {
        io->host_status = is_lost ? HOST_TIME_OUT : HOST_ERROR;
        io->info = SG_INFO_CHECK;
        io->duration = request.timeout_ms;
        return 0;
    }
    report(io, &reply);
    return 0;
}

/* CDROM_SEND_PACKET: the older way, without a status. */
static int send_packet(int drive, struct cdrom_generic_command *packet)
{
    uint8_t sense[sizeof *packet->sense];
    struct sg_io_hdr io = {.interface_id = 'S',
                           .cmdp = packet->cmd,
                           .cmd_len = sizeof packet->cmd,
                           .dxferp = packet->buffer,
                           .dxfer_len = packet->buflen,
                           .sbp = sense,
                           .mx_sb_len = sizeof sense,
                           .timeout = (unsigned)packet->timeout * 1000 / TICKS_PER_SECOND};

    if (packet->data_direction == CGC_DATA_WRITE)
        io.dxfer_direction = SG_DXFER_TO_DEV;
    else
        io.dxfer_direction = packet->data_direction == CGC_DATA_READ ? SG_DXFER_FROM_DEV : SG_DXFER_NONE;
    if (packet->data_direction == CGC_DATA_NONE) io.dxfer_len = 0;
    if (sg_io(drive, &io) != 0) return -1;
    packet->stat = io.info ? -EIO : 0;
    if (packet->sense && io.sb_len_wr) memcpy(packet->sense, sense, io.sb_len_wr);
    if (packet->data_direction == CGC_DATA_READ) packet->buflen = packet->buflen - (unsigned)io.resid;
    return io.info ? fail(EIO) : 0;
}

/* ---- what the system asks the drive by itself ---- */

static bool is_attention(const struct face_reply *reply)
{
    return reply->status == CHECK_CONDITION && reply->sense_length > 2 && (reply->sense[2] & 0x0f) == 6;
}

int preload_query(int drive, const uint8_t *cdb, uint8_t cdb_length, void *bytes, uint32_t count,
                  struct face_reply *reply)
{
    struct face_request request = {.cdb_length = cdb_length,
                                   .direction = count ? FACE_IN : FACE_NONE,
                                   .by_system = 1,
                                   .requested_bytes = count,
                                   .timeout_ms = QUERY_TIMEOUT_MS};
    int tries, error;

    memcpy(request.cdb, cdb, cdb_length);
    for (tries = 0; tries < ATTENTIONS_MAX; tries++) {
        error = preload_send(drive, &request, bytes, reply);
        if (error) return error;
        if (reply->outcome == NOT_SENT) return ENODEV;
        if (!is_attention(reply)) break;
    }
    if (reply->hangs || reply->delay_ms) wait_for_reply(&request, reply);
    return 0;
}

/* GET EVENT STATUS NOTIFICATION, media class: *event its 4 bytes. False when the drive does not answer. */
static bool media_event(int drive, uint8_t event[4])
{
    static const uint8_t cdb[10] = {0x4a, 0x01, 0, 0, 0x10, 0, 0, 0, 8};
    struct face_reply reply;
    uint8_t bytes[8] = {0};

    if (preload_query(drive, cdb, sizeof cdb, bytes, sizeof bytes, &reply) != 0 || reply.status ||
        reply.transferred_bytes < 8 || (bytes[2] & 0x87) != 4)
        return false;
    memcpy(event, bytes + 4, 4);
    return true;
}

int preload_status(int drive)
{
    static const uint8_t test_unit_ready[6] = {0};
    struct face_reply reply;
    uint8_t event[4];
    int error = preload_query(drive, test_unit_ready, sizeof test_unit_ready, NULL, 0, &reply);

    if (error) return -error;
    if (!reply.status) return CDS_DISC_OK;
    if (reply.sense[2] == 2 && reply.sense[12] == 0x04 && reply.sense[13] == 0x01) return CDS_DRIVE_NOT_READY;
    if (media_event(drive, event)) {
        if (event[1] & 0x02) return CDS_DISC_OK;
        return event[1] & 0x01 ? CDS_TRAY_OPEN : CDS_NO_DISC;
    }
    if (reply.sense[12] != 0x3a) return CDS_DISC_OK;
    return reply.sense[13] == 0x02 ? CDS_TRAY_OPEN : CDS_NO_DISC;
}

static int media_changed(int drive)
{
    uint8_t event[4];

    return media_event(drive, event) && ((event[0] & 0x0f) == 2 || (event[0] & 0x0f) == 3);
}

static int steer(int drive, uint8_t opcode, uint8_t byte_4)
{
    uint8_t cdb[6] = {opcode, 0, 0, 0, byte_4, 0};
    struct face_reply reply;
    int error = preload_query(drive, cdb, sizeof cdb, NULL, 0, &reply);

    if (error) return fail(error);
    return reply.status ? fail(EIO) : 0;
}

/* Mode page 2Ah says what Linux calls the drive's capabilities. */
static int capabilities(int drive)
{
    static const uint8_t cdb[10] = {0x5a, 0, 0x2a, 0, 0, 0, 0, 0, 128};
    enum {
        PAGE = 8,
        ALWAYS = CDC_LOCK | CDC_SELECT_SPEED | CDC_MULTI_SESSION | CDC_MCN | CDC_MEDIA_CHANGED | CDC_PLAY_AUDIO |
                 CDC_RESET | CDC_DRIVE_STATUS | CDC_GENERIC_PACKET
    };
    uint8_t bytes[128] = {0};
    struct face_reply reply;
    int found = ALWAYS, error = preload_query(drive, cdb, sizeof cdb, bytes, sizeof bytes, &reply);

    if (error) return fail(error);
    if (reply.status) return found | CDC_CLOSE_TRAY | CDC_OPEN_TRAY;
    if (bytes[PAGE + 2] & 0x08) found |= CDC_DVD;
    if (bytes[PAGE + 3] & 0x20) found |= CDC_DVD_RAM;
    if (bytes[PAGE + 3] & 0x10) found |= CDC_DVD_R;
    if (bytes[PAGE + 3] & 0x02) found |= CDC_CD_RW;
    if (bytes[PAGE + 3] & 0x01) found |= CDC_CD_R;
    if (bytes[PAGE + 6] & 0x08) found |= CDC_OPEN_TRAY;
    if (bytes[PAGE + 6] >> 5 == 1) found |= CDC_CLOSE_TRAY;
    return found;
}

/* Bytes that can be read, as the block device has them: 0 without a disc. */
static uint64_t size_of(int drive)
{
    static const uint8_t cdb[10] = {0x25};
    struct face_reply reply;
    uint8_t bytes[8] = {0};
    uint32_t last;

    if (preload_query(drive, cdb, sizeof cdb, bytes, sizeof bytes, &reply) != 0 || reply.status) return 0;
    last = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return ((uint64_t)last + 1) * BLOCK_BYTES;
}

/* ---- all of them ---- */

static int answer(int *out, int value)
{
    if (!out) return fail(EFAULT);
    *out = value;
    return 0;
}

int preload_ioctl(int drive, unsigned long request, void *argument)
{
    static int sg_timeout = 60 * TICKS_PER_SECOND, reserved_bytes = FACE_MAX_TRANSFER;
    struct {
        uint32_t four_in_one, unique; /* id, LUN, channel and host; host */
    } address = {(uint32_t)drive, 0};
    int *number = argument, status;

    switch (request) {
    case SG_IO:
        return argument ? sg_io(drive, argument) : fail(EFAULT);
    case CDROM_SEND_PACKET:
        return argument ? send_packet(drive, argument) : fail(EFAULT);
    case SG_GET_VERSION_NUM:
        return answer(number, SG_VERSION);
    case SG_EMULATED_HOST:
        return answer(number, 1);
    case SG_SET_TIMEOUT:
        if (!number) return fail(EFAULT);
        sg_timeout = *number;
        return 0;
    case SG_GET_TIMEOUT:
        return sg_timeout;
    case SG_SET_RESERVED_SIZE:
        if (!number) return fail(EFAULT);
        if (*number < 0) return fail(EINVAL);
        reserved_bytes = *number < FACE_MAX_TRANSFER ? *number : FACE_MAX_TRANSFER;
        return 0;
    case SG_GET_RESERVED_SIZE:
        return answer(number, reserved_bytes);
    case SCSI_IOCTL_GET_IDLUN:
        if (!argument) return fail(EFAULT);
        memcpy(argument, &address, sizeof address);
        return 0;
    case SCSI_IOCTL_GET_BUS_NUMBER:
        return answer(number, 0);
    case CDROM_DRIVE_STATUS:
        status = preload_status(drive);
        return status < 0 ? fail(-status) : status;
    case CDROMREADTOCHDR:
    case CDROMREADTOCENTRY:
    case CDROM_GET_MCN:
    case CDROM_DISC_STATUS:
        status = preload_cdrom(drive, request, argument);
        return status < 0 ? fail(-status) : status;
    case CDROM_MEDIA_CHANGED:
        return media_changed(drive);
    case CDROM_GET_CAPABILITY:
        return capabilities(drive);
    case CDROM_SET_OPTIONS:
    case CDROM_CLEAR_OPTIONS:
    case BLKFLSBUF:
        return 0;
    case CDROMEJECT:
        return steer(drive, 0x1b, 2);
    case CDROMCLOSETRAY:
        return steer(drive, 0x1b, 3);
    case CDROM_LOCKDOOR:
        return steer(drive, 0x1e, argument ? 1 : 0);
    case BLKSSZGET:
        return answer(number, BLOCK_BYTES);
    case BLKROGET:
        return answer(number, 0);
    case BLKGETSIZE64:
        if (!argument) return fail(EFAULT);
        *(uint64_t *)argument = size_of(drive);
        return 0;
    case BLKGETSIZE:
        if (!argument) return fail(EFAULT);
        *(unsigned long *)argument = (unsigned long)(size_of(drive) / 512);
        return 0;
    default:
        return fail((request >> 8 & 0xff) == 0x12 ? ENOTTY : EINVAL);
    }
}
