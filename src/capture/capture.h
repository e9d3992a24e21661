/* Reads a captured drive: a JSON file (schema 1) with the answers that a real or virtual drive gave about itself, which
 * becomes an identity of the simulated drive. The file is trusted as little as a device.
 *
 *     vendor, product, revision   strings without padding; null: unknown
 *     responses[]                 {"cdb": hex, "hex": data, "status": "good" or "check_condition",
 *                                 "sense": "K/ASC/ASCQ", "complete": bool, "evidence": text, "media": the medium in the
 *                                 tray}
 *     feature_descriptors{code}   {"hex", "evidence"}: one descriptor each, for a drive whose whole list is not known.
 *                                 "truncated": true: only its first bytes are known; the descriptor ends with the last
 *                                 whole element of 4 bytes
 *     mode_pages{code}            {"hex", "evidence"}: one page each, from its page code on; or {"template_hex"}, in
 *                                 which ?? is an unknown byte
 *     decoded{}                   facts without bytes: profile_list[{profile, current}], current_profile,
 *                                 features[{code, current, persistent}], feature_0000h{version, persistent, current},
 *                                 mode_pages_present[], get_configuration and read_disc_information ("fails...")
 *
 * Bytes that were captured ("raw"), or that follow completely from a virtual drive's public source ("derived-exact"),
 * are used unchanged. A fact without bytes is kept too, in bytes of the simulated drive's own model (capture_facts.c);
 * `stated` says which. Incomplete responses are left out: the simulated drive gives its own answer there. The identity
 * strings are used where no INQUIRY data is known.
 */
#ifndef OPENIMAPI2_CAPTURE_CAPTURE_H
#define OPENIMAPI2_CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "sim/sim_identity.h"

enum {
    CAPTURE_REPLIES_MAX = 256,
    CAPTURE_LIST_MAX = 0xFFFF - 8, /* features or mode pages after the 8-byte header of a reply of 16-bit length */
    CAPTURE_COMPLAINT_SIZE = 1536,
};

/* Parts of an identity that hold facts which the file states without bytes. */
enum capture_stated {
    CAPTURE_STATED_FEATURES = 1,   /* features, or the profile list */
    CAPTURE_STATED_MODE_PAGES = 2, /* the list of pages, or bytes of one */
};

struct capture_bytes {
    uint8_t *bytes; /* owned */
    size_t count, capacity;
};

struct capture {
    struct sim_identity identity; /* points into the members below */
    unsigned left_out;            /* responses that are not known in full */
    unsigned stated;              /* of enum capture_stated */
    struct capture_bytes inquiry, features, mode_pages;
    struct sim_capture replies[CAPTURE_REPLIES_MAX];
    struct capture_bytes reply_data[CAPTURE_REPLIES_MAX];
};

/* Read such a file.
 * state      which of several captured states, as the responses' "media" names it; NULL: the first one in the file
 * returns    true, with *capture to be freed with capture_free; or false, with a complaint that names the wrong key,
 *            its length and the expected length, or the lack of memory. cJSON allocates its memory with the functions
 *            set by cJSON_InitHooks.
 */
bool capture_read(const char *json, size_t length, const char *state, struct capture **capture, struct text *complaint);

/* NULL is allowed. */
void capture_free(struct capture *capture);

#endif
