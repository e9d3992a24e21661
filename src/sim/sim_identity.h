/* The identity of the simulated drive: its own, or that of a real drive whose answers were captured.
 *
 * Every part may be missing (NULL, 0): then our own drive's part is used.
 *   - inquiry, features, mode pages: used with every medium. Which features and profiles are current is as captured
 *     while the medium is SIM_MEDIUM_CAPTURED, and follows from the medium otherwise.
 *   - captures: while the medium is SIM_MEDIUM_CAPTURED and the tray is closed, a command whose CDB equals a captured
 *     one except for the allocation length is answered with the captured bytes, cut to the allocation length. The
 *     following captures apply with every medium: INQUIRY; operation codes that the drive does not know (05/20/00);
 *     features and mode pages that it does not know (05/24/00, 05/39/00).
 */
#ifndef OPENIMAPI2_SIM_SIM_IDENTITY_H
#define OPENIMAPI2_SIM_SIM_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scsi/command.h"

struct sim_capture {
    uint8_t cdb[SCSI_CDB_MAX];
    uint8_t cdb_length; /* 6, 10, 12 or 16; 1: every command with this operation code */
    uint8_t status;     /* enum scsi_status */
    uint8_t key; /* with CHECK CONDITION; 0/0/0 when the sense was not captured: the simulated drive chooses it then */
    uint8_t asc;
    uint8_t ascq;
    const uint8_t *data; /* borrowed */
    size_t count;
};

struct sim_identity {
    const uint8_t *inquiry; /* standard INQUIRY data */
    size_t inquiry_count;
    const uint8_t *features; /* feature descriptors with their 4-byte heads, in the order in which they are sent */
    size_t features_count;
    uint16_t profile;          /* current profile while the medium is SIM_MEDIUM_CAPTURED; 0: it was empty */
    const uint8_t *mode_pages; /* mode pages from their page code on, in the order in which they are sent */
    size_t mode_pages_count;
    const struct sim_capture *captures;
    size_t capture_count;
};

/* Our own drive: vendor "OPENIMAP", product "Virtual BD-RE", all the profiles of SIM_MEDIA, a tray that loads. */
extern const struct sim_identity sim_identity_default;

/* Walk through the identity's feature descriptors, or our own drive's where it has none. at: 0 at first, then as the
 * last call left it. False at the end, or where a descriptor does not fit.
 * descriptor  borrowed; with its head, count 4 to 259.
 */
bool sim_identity_next_feature(const struct sim_identity *identity, size_t *at, const uint8_t **descriptor,
                               size_t *count);

/* The descriptor of one feature, or NULL. */
const uint8_t *sim_identity_feature(const struct sim_identity *identity, uint16_t code, size_t *count);

/* Is the feature of this descriptor current while a medium of the profile is in the drive? */
bool sim_feature_is_current_with(const uint8_t *descriptor, uint16_t profile);

/* Walk through the identity's mode pages, or our own drive's where it has none; count 2 to 257. */
bool sim_identity_next_page(const struct sim_identity *identity, size_t *at, const uint8_t **page, size_t *count);

/* One mode page, or NULL. code: 0 to 3Eh. */
const uint8_t *sim_identity_page(const struct sim_identity *identity, uint8_t code, size_t *count);

/* Bits of a page that MODE SELECT may change: as long as the page, with the page's own 2-byte head. out has room for
 * `count` bytes.
 */
void sim_identity_page_mask(const uint8_t *page, size_t count, uint8_t *out);

/* By feature 0003h, else page 2Ah; a drive that has neither can do both. */
bool sim_identity_can_load(const struct sim_identity *identity);
bool sim_identity_can_eject(const struct sim_identity *identity);

/* Does the profile list have this profile? Also true when there is no such list. */
bool sim_identity_has_profile(const struct sim_identity *identity, uint16_t profile);

#endif
