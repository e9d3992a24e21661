/* A captured drive (tests/drives) as an identity for the simulated drive. What cannot be read stops the program. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "capture/capture.h"

struct captured_drive {
    cJSON *file;
    struct capture *capture;
    struct sim_identity identity; /* the capture's, to be changed by a test */
};

/* Is this response one whose bytes are the drive's own: whole, raw or derived from a virtual drive's source, with a
 * CDB?
 */
bool captured_is_proof(const cJSON *response);

/* media: which of several captured states, as the responses name it; NULL for the first. */
struct captured_drive *captured_drive_load(const char *path, const char *media);
void captured_drive_free(struct captured_drive *drive);

/* Forget the replies: only what is assembled from features and mode pages remains. */
void captured_drive_drop_replies(struct captured_drive *drive);

#endif
