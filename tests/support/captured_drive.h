/* A captured drive (tests/drives) as an identity for the simulated drive. What cannot be read stops the program. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_CAPTURED_DRIVE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "sim/sim_identity.h"

enum { CAPTURED_REPLIES_MAX = 64, CAPTURED_FEATURES_BYTES = 4096, CAPTURED_PAGES_BYTES = 2048 };

struct captured_drive {
    cJSON *file;
    struct sim_identity identity; /* points into what follows */
    uint8_t features[CAPTURED_FEATURES_BYTES];
    uint8_t pages[CAPTURED_PAGES_BYTES];
    struct sim_capture captures[CAPTURED_REPLIES_MAX];
    uint8_t *blobs[CAPTURED_REPLIES_MAX];
};

/* Is this response one whose bytes are the drive's own: whole, raw or derived from a virtual drive's source, with a CDB? */
bool captured_is_proof(const cJSON *response);

/* media: which of several captured states, as the responses name it; NULL for the responses that name none. */
struct captured_drive *captured_drive_load(const char *path, const char *media);
void captured_drive_free(struct captured_drive *drive);

/* Forget the replies: only what is assembled from features and mode pages remains. */
void captured_drive_drop_replies(struct captured_drive *drive);

#endif
