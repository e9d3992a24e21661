#include "support/captured_drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "support/vectors.h"

static void stop(const char *what)
{
    fprintf(stderr, "captured drive: %s\n", what);
    exit(1);
}

static const char *text(const cJSON *object, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(member) ? member->valuestring : "";
}

bool captured_is_proof(const cJSON *response)
{
    const char *evidence = text(response, "evidence");
    const char *status = text(response, "status");

    return (strcmp(evidence, "raw") == 0 || strcmp(evidence, "derived-exact") == 0) &&
           cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(response, "complete")) && *text(response, "cdb") &&
           (strcmp(status, "good") == 0 || strcmp(status, "check_condition") == 0) &&
           !strstr(text(response, "command"), "page only"); /* a mode page, and no reply to its CDB */
}

static bool is_of_state(const cJSON *response, const char *media)
{
    const char *named = text(response, "media");

    return !*named || (media && strcmp(named, media) == 0);
}

static void append(uint8_t *bytes, size_t *count, size_t room, const uint8_t *more, size_t more_count)
{
    if (more_count > room - *count) stop("too long");
    memcpy(bytes + *count, more, more_count);
    *count += more_count;
}

static void append_hex(uint8_t *bytes, size_t *count, size_t room, const char *hex)
{
    size_t more_count;
    uint8_t *more = vector_bytes(hex, &more_count);

    append(bytes, count, room, more, more_count);
    free(more);
}

static void take_reply(struct captured_drive *drive, const cJSON *response)
{
    size_t index = drive->identity.capture_count++;
    struct sim_capture *capture = &drive->captures[index];
    unsigned key = 0, asc = 0, ascq = 0;
    size_t count;
    uint8_t *cdb;

    if (index == CAPTURED_REPLIES_MAX) stop("too many replies");
    cdb = vector_bytes(text(response, "cdb"), &count);
    if (count > SCSI_CDB_MAX) stop("CDB too long");
    memcpy(capture->cdb, cdb, count);
    capture->cdb_length = (uint8_t)count;
    free(cdb);
    capture->status = strcmp(text(response, "status"), "good") == 0 ? SCSI_STATUS_GOOD : SCSI_STATUS_CHECK_CONDITION;
    if (*text(response, "sense") && sscanf(text(response, "sense"), "%x/%x/%x", &key, &asc, &ascq) != 3) stop("sense");
    capture->key = (uint8_t)key;
    capture->asc = (uint8_t)asc;
    capture->ascq = (uint8_t)ascq;
    drive->blobs[index] = vector_bytes(text(response, "hex"), &capture->count);
    capture->data = drive->blobs[index];
}

/* The descriptors of a whole reply to GET CONFIGURATION, as far as it claims. */
static void take_features(struct captured_drive *drive, const char *hex)
{
    size_t count;
    uint8_t *reply = vector_bytes(hex, &count);
    size_t claimed = count >= 8 ? (size_t)load_be32(reply) + 4 : 0;

    if (claimed < 8 || claimed > count) stop("GET CONFIGURATION");
    drive->identity.profile = load_be16(reply + 6);
    append(drive->features, &drive->identity.features_count, sizeof drive->features, reply + 8, claimed - 8);
    free(reply);
}

struct captured_drive *captured_drive_load(const char *path, const char *media)
{
    struct captured_drive *drive = calloc(1, sizeof *drive);
    const cJSON *item;

    if (!drive) stop("memory");
    drive->file = vectors_load(path);
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(drive->file, "responses"))
    {
        if (!captured_is_proof(item) || !is_of_state(item, media)) continue;
        take_reply(drive, item);
        if (strncmp(text(item, "cdb"), "460000", 6) == 0 && *text(item, "hex") && !drive->identity.features_count)
            take_features(drive, text(item, "hex"));
    }
    if (!drive->identity.features_count) {
        cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(drive->file, "feature_descriptors"))
        {
            append_hex(drive->features, &drive->identity.features_count, sizeof drive->features, text(item, "hex"));
        }
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(drive->file, "mode_pages"))
    {
        if (*text(item, "hex"))
            append_hex(drive->pages, &drive->identity.mode_pages_count, sizeof drive->pages, text(item, "hex"));
    }
    drive->identity.features = drive->features;
    drive->identity.mode_pages = drive->pages;
    drive->identity.captures = drive->captures;
    return drive;
}

void captured_drive_drop_replies(struct captured_drive *drive)
{
    drive->identity.capture_count = 0;
}

void captured_drive_free(struct captured_drive *drive)
{
    size_t i;

    for (i = 0; i < CAPTURED_REPLIES_MAX; i++)
        free(drive->blobs[i]);
    cJSON_Delete(drive->file);
    free(drive);
}
