/* Captured drives of tests/drives for the tests. */
#include "support/captured_drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

struct captured_drive *captured_drive_load(const char *path, const char *media)
{
    struct captured_drive *drive = calloc(1, sizeof *drive);
    char *json = vector_file_text(path), words[CAPTURE_COMPLAINT_SIZE];
    struct text complaint = text_in(words, sizeof words);

    if (!drive) stop("memory");
    drive->file = vectors_load(path);
    if (!capture_read(json, strlen(json), media, &drive->capture, &complaint)) stop(words);
    drive->identity = drive->capture->identity;
    free(json);
    return drive;
}

void captured_drive_drop_replies(struct captured_drive *drive)
{
    drive->identity.capture_count = 0;
}

void captured_drive_free(struct captured_drive *drive)
{
    capture_free(drive->capture);
    cJSON_Delete(drive->file);
    free(drive);
}
