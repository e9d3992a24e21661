/* The captured identity of a drive: a JSON file (schema 1) with what a real or virtual drive said about itself.
 *
 *     vendor, product, revision     strings without padding; null: unknown
 *     responses[]                   {"cdb": hex, "hex": data, "status": "good" or "check_condition", "sense": "K/ASC/ASCQ",
 *                                    "complete": bool, "evidence": text, "media": what was in the tray}
 *     feature_descriptors{code}     {"hex", "evidence"}: one descriptor each, for a drive whose whole list is not known
 *     mode_pages{code}              {"hex", "evidence"}: one page each, from its page code on
 *
 * Only bytes that were captured ("raw"), or that follow fully from a virtual drive's public source ("derived-exact"), are
 * taken over. What is incomplete, a template, or known as decoded values only, is left out: the simulated drive answers
 * there. The identity strings are used wherever no INQUIRY data is known.
 */
#ifndef OPENIMAPI2_DISCCTL_DRIVE_JSON_H
#define OPENIMAPI2_DISCCTL_DRIVE_JSON_H

#include <stdbool.h>

#include "discctl/memory.h"

enum { DRIVE_JSON_REPLIES_MAX = 256, DRIVE_JSON_CDB_MAX = 16 };

struct captured_reply {
    char cdb_hex[2 * DRIVE_JSON_CDB_MAX + 1]; /* lower case */
    struct bytes value;                       /* VIRTUAL_REPLY_* of virtual/layout.h */
};

/* What goes into the values of virtual/layout.h. A count of 0: the file does not say. */
struct drive_identity {
    struct bytes inquiry;
    struct bytes features;
    uint16_t profile;
    struct bytes mode_pages;
    size_t reply_count;
    struct captured_reply replies[DRIVE_JSON_REPLIES_MAX];
    unsigned left_out; /* responses that cannot be taken over */
};

/* Read the text of such a file.
 * state      which of several captured states, as the responses' "media" says; NULL: the first one in the file
 * returns    an identity, drive_identity_free(); or NULL and in *complaint, which the caller free()s, what is wrong where
 */
struct drive_identity *drive_json_read(const char *text, size_t length, const char *state, char **complaint);

void drive_identity_free(struct drive_identity *identity);

#endif
