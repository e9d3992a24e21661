/* One simulated drive for the daemon: its settings, its state file, its commands. */
#define _GNU_SOURCE
#include "sgdrive/drive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "capture/capture.h"
#include "scsi/sense.h"
#include "sgdrive/settings.h"
#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "sim/sim_record.h"

struct image {
    struct sim_store store; /* first member */
    int file;               /* -1: there is none */
    uint32_t blocks;
    char *path;                /* of a recordable disc; its parts have longer names */
    int parts[SIM_PART_COUNT]; /* -1: not open */
};

struct drive {
    char *path;
    char *settings_path;
    struct settings *settings;
    struct stat settings_seen;
    int state_file;
    int log;
    struct image image;
    struct capture *captured;
    struct sim_identity identity; /* points into captured */
};

/* ---- the disc's blocks ---- */

static uint32_t image_get_blocks(struct sim_store *store)
{
    return ((struct image *)store)->blocks;
}

static bool image_read(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct image *image = (struct image *)store;
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES, done = 0;

    while (done < wanted) {
        ssize_t got = pread(image->file, bytes + done, wanted - done, (off_t)lba * SIM_BLOCK_BYTES + (off_t)done);

        if (got < 0) return false;
        if (got == 0) break;
        done += (size_t)got;
    }
    memset(bytes + done, 0, wanted - done);
    return true;
}

static bool image_write(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct image *image = (struct image *)store;
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES;

    if (pwrite(image->file, bytes, wanted, (off_t)lba * SIM_BLOCK_BYTES) != (ssize_t)wanted) return false;
    if (image->blocks < lba + count) image->blocks = lba + count;
    return true;
}

/* ---- its parts, each in a file of its own ---- */

static const char *const endings[] = {
#define PART_ENDING(enumerator, ending) [enumerator] = ending,
    SIM_PARTS(PART_ENDING)
#undef PART_ENDING
};

static char *beside(const char *path, const char *suffix)
{
    char *name = get_memory(strlen(path) + strlen(suffix) + 1);

    return strcat(strcpy(name, path), suffix);
}

/* -1: there is none. */
static int part_file(struct sim_store *store, enum sim_part part, int flags)
{
    struct image *image = (struct image *)store;
    char *path;

    if (image->parts[part] >= 0) return image->parts[part];
    path = beside(image->path, endings[part]);
    image->parts[part] = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
    free(path);
    return image->parts[part];
}

static uint64_t part_get_bytes(struct sim_store *store, enum sim_part part)
{
    int file = part_file(store, part, 0);
    struct stat found;

    return file >= 0 && fstat(file, &found) == 0 ? (uint64_t)found.st_size : 0;
}

static bool part_read(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes)
{
    int file = part_file(store, part, 0);

    return file >= 0 && pread(file, bytes, count, (off_t)at) == (ssize_t)count;
}

static bool part_write(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes)
{
    int file = part_file(store, part, O_CREAT);

    return file >= 0 && pwrite(file, bytes, count, (off_t)at) == (ssize_t)count;
}

static void part_close(struct image *image, enum sim_part part)
{
    if (image->parts[part] >= 0) close(image->parts[part]);
    image->parts[part] = -1;
}

static bool part_cut(struct sim_store *store, enum sim_part part, uint64_t bytes)
{
    struct image *image = (struct image *)store;
    int file = part_file(store, part, 0);
    char *path;

    if (file < 0) return errno == ENOENT;
    if (part_get_bytes(store, part) > bytes && ftruncate(file, (off_t)bytes) != 0) return false;
    if (bytes) return true;
    part_close(image, part);
    path = beside(image->path, endings[part]);
    unlink(path);
    free(path);
    return true;
}

static const char *name_of(const char *path)
{
    return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static void parts_open(struct image *image, const char *path)
{
    image->path = beside(path, "");
    image->store.get_part_bytes = part_get_bytes;
    image->store.read_part = part_read;
    image->store.write_part = part_write;
    image->store.cut_part = part_cut;
    image->store.name = image->store.blocks_name = name_of(image->path);
}

static void parts_close(struct image *image)
{
    size_t i;

    for (i = 0; i < SIM_PART_COUNT; i++)
        part_close(image, (enum sim_part)i);
    free(image->path);
    image->path = NULL;
}

/* A recordable disc: a file beside the drive, which every drive of it shares. */
static void disc_open(struct image *image, const char *path)
{
    struct stat found;

    image->store.write = image_write;
    parts_open(image, path);
    image->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (image->file < 0) stop("%s: %s", path, strerror(errno));
    if (fstat(image->file, &found) == 0)
        image->blocks = (uint32_t)((found.st_size + SIM_BLOCK_BYTES - 1) / SIM_BLOCK_BYTES);
}

static void image_open(struct image *image, const char *path)
{
    struct stat found;

    if (image->file >= 0) close(image->file);
    parts_close(image);
    image->store = (struct sim_store){.get_blocks = image_get_blocks, .read = image_read};
    image->blocks = 0;
    image->file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (path && image->file < 0) stop("%s: %s", path, strerror(errno));
    if (path && fstat(image->file, &found) == 0)
        image->blocks = (uint32_t)((found.st_size + SIM_BLOCK_BYTES - 1) / SIM_BLOCK_BYTES);
}

/* ---- who the drive is ---- */

static void take_identity(struct drive *drive)
{
    const char *path = drive->settings->drive;
    char *json, words[CAPTURE_COMPLAINT_SIZE];
    struct text complaint = text_in(words, sizeof words);
    size_t count;

    capture_free(drive->captured);
    drive->captured = NULL;
    memset(&drive->identity, 0, sizeof drive->identity);
    if (!path) return; /* an identity without a part is our own drive */
    json = file_read(path, &count);
    if (!json) stop("%s: %s", path, strerror(errno));
    if (!capture_read(json, count, drive->settings->state, &drive->captured, &complaint)) stop("%s: %s", path, words);
    free(json);
    drive->identity = drive->captured->identity;
}

/* ---- settings, state, log ---- */

static bool is_same(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static void follow_settings(struct drive *drive)
{
    struct settings *before = drive->settings;
    struct sim_disc disc;
    struct stat now;
    char suffix[32], *path;

    if (stat(drive->settings_path, &now) != 0) memset(&now, 0, sizeof now);
    if (drive->settings && now.st_ino == drive->settings_seen.st_ino && now.st_size == drive->settings_seen.st_size &&
        now.st_mtim.tv_sec == drive->settings_seen.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == drive->settings_seen.st_mtim.tv_nsec)
        return;
    drive->settings = settings_read(drive->settings_path);
    drive->settings_seen = now;
    if (!before || !is_same(before->drive, drive->settings->drive) || !is_same(before->state, drive->settings->state))
        take_identity(drive);
    settings_free(before);
    image_open(&drive->image, drive->settings->medium == SIM_MEDIUM_IMAGE ? drive->settings->image : NULL);
    if (sim_disc_blank(drive->settings->medium, &disc)) {
        sprintf(suffix, ".disc-%lu", (unsigned long)drive->settings->media_serial);
        path = beside(drive->path, suffix);
        disc_open(&drive->image, path);
        free(path);
    }
}

static void lock_state(struct drive *drive, short kind)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = 0, .l_len = SIM_RECORD_BYTES};

    while (fcntl(drive->state_file, F_SETLKW, &lock) != 0) {
        if (errno != EINTR) stop("the state file cannot be locked: %s", strerror(errno));
    }
}

static void load_state(struct drive *drive, struct sim_record *record)
{
    uint8_t slot[SIM_SLOT_BYTES];
    size_t i;

    memset(record, 0, sizeof *record);
    for (i = 0; i < SIM_SLOTS; i++) {
        if (pread(drive->state_file, slot, sizeof slot, (off_t)(i * SIM_SLOT_BYTES)) == sizeof slot)
            sim_record_take(record, slot, i);
    }
    if (record->is_of_newer_version) stop("the state file is of a newer version");
}

static void save_state(struct drive *drive, const struct sim_record *record)
{
    uint8_t slot[SIM_SLOT_BYTES];
    size_t index = sim_record_next(record, slot);

    if (pwrite(drive->state_file, slot, sizeof slot, (off_t)(index * SIM_SLOT_BYTES)) != sizeof slot)
        stop("the state file cannot be written: %s", strerror(errno));
}

static void write_log(struct drive *drive, pid_t client, const struct face_request *request,
                      const struct scsi_reply *reply, const struct sim_outcome *outcome)
{
    static const char *const directions[] = {"none", "in", "out"};
    char line[256], cdb[2 * SCSI_CDB_MAX + 1] = "", program[FACE_PROGRAM_MAX], end[32];
    struct scsi_sense sense;
    size_t i;
    int length;

    for (i = 0; i < request->cdb_length; i++)
        sprintf(cdb + 2 * i, "%02x", request->cdb[i]);
    for (i = 0; i + 1 < FACE_PROGRAM_MAX && request->program[i]; i++)
        program[i] = request->program[i] > ' ' ? request->program[i] : '_';
    program[i] = 0;
    if (reply->outcome == SCSI_NOT_SENT)
        strcpy(end, "gone");
    else if (outcome->hangs)
        strcpy(end, "hang");
    else if (reply->outcome == SCSI_DONE)
        strcpy(end, "good");
    else if (scsi_sense_decode(reply->sense, reply->sense_length, &sense))
        snprintf(end, sizeof end, "%02x %X/%02X/%02X", reply->status, sense.key, sense.asc, sense.ascq);
    else
        snprintf(end, sizeof end, "%02x", reply->status);
    length = snprintf(line, sizeof line, "%d %s %s %s %s %u %u %s\n", (int)client, program,
                      request->by_system ? "system" : "client", cdb, directions[request->direction],
                      request->requested_bytes, reply->transferred_bytes, end);
    if (write(drive->log, line, (size_t)length) != length) stop("the log cannot be written: %s", strerror(errno));
}

/* ---- the drive ---- */

static int open_beside(const char *path, const char *suffix, int flags)
{
    char *name = beside(path, suffix);
    int file = open(name, flags | O_CREAT | O_CLOEXEC, 0600);

    if (file < 0) stop("%s: %s", name, strerror(errno));
    free(name);
    return file;
}

struct drive *drive_open(const char *path)
{
    struct drive *drive = get_memory(sizeof *drive);
    size_t part;

    drive->image.file = -1;
    for (part = 0; part < SIM_PART_COUNT; part++)
        drive->image.parts[part] = -1;
    drive->path = beside(path, "");
    drive->settings_path = beside(path, ".settings");
    follow_settings(drive);
    drive->state_file = open_beside(path, ".state", O_RDWR);
    drive->log = open_beside(path, ".log", O_WRONLY | O_APPEND);
    return drive;
}

void drive_close(struct drive *drive)
{
    image_open(&drive->image, NULL);
    settings_free(drive->settings);
    if (drive->captured) capture_free(drive->captured);
    free(drive->path);
    free(drive->settings_path);
    close(drive->state_file);
    close(drive->log);
    free(drive);
}

/* Bytes beyond the count that a port reports reach the buffer all the same: a faulty count must not make them
 * disappear.
 */
static uint32_t data_that_arrives(const uint8_t *data, uint32_t requested, uint32_t transferred)
{
    uint32_t count = requested;

    while (count > transferred && !data[count - 1])
        count--;
    return count;
}

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void drive_execute(struct drive *drive, pid_t client, const struct face_request *request, void *data,
                   struct face_reply *reply)
{
    struct scsi_command command = {.cdb_length = request->cdb_length,
                                   .direction = (enum scsi_direction)request->direction,
                                   .data = request->direction == FACE_NONE ? NULL : data,
                                   .requested_bytes = request->requested_bytes,
                                   .timeout_ms = request->timeout_ms};
    struct sim_record before, record;
    struct sim_drive sim = {
        .state = &record.state,
        .identity = &drive->identity,
        .store = &drive->image.store,
        .disc = &record.disc,
    };
    struct sim_outcome outcome;
    struct scsi_reply answer;

    follow_settings(drive);
    sim.faults = drive->settings->faults;
    sim.fault_count = drive->settings->fault_count;
    sim.options = drive->settings->options;
    sim.now_ms = now_ms();
    memcpy(command.cdb, request->cdb, sizeof command.cdb);
    lock_state(drive, F_WRLCK);
    load_state(drive, &record);
    before = record;
    sim_record_follow(&record, drive->settings->medium, drive->settings->media_serial, drive->settings->fault_serial);
    sim_drive_execute(&sim, &command, &answer, &outcome);
    if (!record.sequence || !sim_record_equals(&before, &record)) save_state(drive, &record);
    lock_state(drive, F_UNLCK);
    write_log(drive, client, request, &answer, &outcome);

    memset(reply, 0, sizeof *reply);
    reply->magic = FACE_MAGIC;
    reply->outcome = (uint8_t)answer.outcome;
    reply->failure = (uint8_t)answer.failure;
    reply->status = answer.status;
    reply->sense_length = answer.sense_length;
    memcpy(reply->sense, answer.sense, answer.sense_length);
    reply->transferred_bytes = answer.transferred_bytes;
    if (request->direction == FACE_IN)
        reply->data_bytes = data_that_arrives(data, request->requested_bytes, answer.transferred_bytes);
    if (drive->settings->has_no_residual && answer.outcome != SCSI_NOT_SENT)
        reply->transferred_bytes = request->requested_bytes;
    reply->delay_ms = outcome.delay_ms;
    reply->hangs = outcome.hangs;
}
