/* A captured drive (tests/drives) as an identity for the simulated drive. An unreadable file ends the program. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "capture/capture.h"

struct captured_drive {
    cJSON *file;
    struct capture *capture;
    struct sim_identity identity; /* the capture's; a test may change it */
};

/* Are the bytes of this response the drive's own: complete, raw or derived from a virtual drive's source, with a CDB?
 */
bool captured_is_proof(const cJSON *response);

/* media: selects one of several captured states by the name in the responses; NULL for the first. */
struct captured_drive *captured_drive_load(const char *path, const char *media);
void captured_drive_free(struct captured_drive *drive);

/* Drop the replies: only answers assembled from features and mode pages remain. */
void captured_drive_drop_replies(struct captured_drive *drive);

#endif
