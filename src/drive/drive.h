/* A drive: a transport, a clock, and the rules for commands to hardware that misbehaves.
 *
 * The rules, for every function here that sends a command (numbers and their sources are in command.c):
 * - The usable bytes are the least of transferred, requested and claimed. A reply is read with a first allocation and,
 *   where it claims more, again in full, at most twice; if it claims still more then, DRIVE_INVALID_RESPONSE.
 * - A command and its retries share one deadline, which depends on the kind of command.
 * - A unit attention is absorbed, up to 8 in a row within the deadline; one after the deadline, and the ninth, is
 *   DRIVE_MEDIUM_BECOMING_READY.
 * - A deferred sense belongs to an earlier command: within the deadline, the command is sent once more. The second one
 *   is DRIVE_REFUSED, with that sense (if it is a unit attention: as above).
 * - A recovered error (key 1) that is not deferred is success.
 * - "Becoming ready" is not waited for: it is DRIVE_REFUSED, with that sense.
 * - GET CONFIGURATION and MODE SENSE(10), which many properties need, are not sent again once they have timed out: the
 *   result is DRIVE_TIMEOUT at once, with was_not_sent, until the medium may have changed or the drive is opened anew.
 *
 * Functions may be called from several threads at once; a drive holds no lock while a command is under way.
 * Every function that takes a failure sets all of it and returns failure->status; outputs are defined on failure (NULL,
 * 0, empty). There is no stored "last error".
 */
#ifndef OPENIMAPI2_DRIVE_DRIVE_H
#define OPENIMAPI2_DRIVE_DRIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "drive/host.h"
#include "drive/identity.h"
#include "drive/status.h"
#include "mmc/cdb.h"
#include "mmc/configuration.h"
#include "mmc/disc_information.h"
#include "mmc/format_capacity.h"
#include "mmc/track_information.h"
#include "scsi/transport.h"

struct drive;

/* Numbers that a drive listed: feature codes, profiles or mode page codes, in the drive's own order. */
struct drive_codes {
    uint16_t *values; /* owned; NULL when count is 0 */
    size_t count;
};

/* The usable bytes that a drive sent. */
struct drive_bytes {
    uint8_t *bytes; /* owned; NULL when count is 0 */
    size_t count;
};

void drive_codes_free(struct drive_codes *codes);
void drive_bytes_free(struct drive_bytes *bytes);

/* Open a drive over any transport: a device, a client's recorder, a transcript. A device whose peripheral device type
 * is not optical is DRIVE_NOT_OPTICAL, and is sent nothing but INQUIRY.
 * transport  taken on DRIVE_OK (drive_close closes it), left to the caller otherwise.
 * identity   the drive's, as the system remembers it (trailing blanks not yet cut); copied. NULL: the drive is asked,
 *            by one INQUIRY of 36 bytes.
 * host       borrowed; must outlive the drive. NULL: the holder of the drive is not known, and no mounted disc is set
 *            aside.
 * clock      borrowed; must outlive the drive.
 */
enum drive_status drive_open(struct scsi_transport *transport, const struct drive_identity *identity,
                             struct drive_host *host, const struct base_clock *clock, struct drive **drive,
                             struct drive_failure *failure);

/* Close the drive and its transport. NULL is allowed. No call may be under way. */
void drive_close(struct drive *drive);

/* Vendor, product and revision without trailing blanks; borrowed, never NULL, never changing. No command is sent. */
const struct drive_identity *drive_peek_identity(const struct drive *drive);

/* The limits of one transfer. No command is sent. */
void drive_get_limits(struct drive *drive, struct scsi_limits *limits);

/* GET CONFIGURATION, decoded: the current profile, and the features from code `first` on. On DRIVE_OK configuration
 * points into reply, which the caller frees (drive_bytes_free). DRIVE_INVALID_RESPONSE below 8 bytes.
 */
enum drive_status drive_take_configuration(struct drive *drive, enum mmc_configuration_scope scope, uint16_t first,
                                           struct drive_bytes *reply, struct mmc_configuration *configuration,
                                           struct drive_failure *failure);

/* GET CONFIGURATION: codes of all features, or of those whose Current bit is set. An empty list is DRIVE_OK. */
enum drive_status drive_take_features(struct drive *drive, bool current_only, struct drive_codes *codes,
                                      struct drive_failure *failure);

/* GET CONFIGURATION, feature 0000h: all profiles, or those whose CurrentP bit is set. The order is the drive's
 * preference.
 */
enum drive_status drive_take_profiles(struct drive *drive, bool current_only, struct drive_codes *codes,
                                      struct drive_failure *failure);

/* One feature descriptor with its 4-byte head. DRIVE_NO_SUCH_FEATURE, DRIVE_FEATURE_NOT_CURRENT (current_only),
 * DRIVE_INVALID_RESPONSE when it is cut off.
 */
enum drive_status drive_take_feature(struct drive *drive, uint16_t code, bool current_only, struct drive_bytes *feature,
                                     struct drive_failure *failure);

/* MODE SENSE(10) page 3Fh: page codes 0 to 3Fh, without sub-pages. Where the drive refuses page 3Fh as an invalid
 * field, the usual pages are requested one by one, with eleven more commands. Where it does not know MODE SENSE(10)
 * (05/20/00), MODE SENSE(6) is sent.
 */
enum drive_status drive_take_mode_pages(struct drive *drive, enum mmc_page_control control, struct drive_codes *codes,
                                        struct drive_failure *failure);

/* One mode page from its page code on, without mode header and block descriptors; by MODE SENSE(10), or by MODE
 * SENSE(6) where the drive does not know that. DRIVE_NO_SUCH_MODE_PAGE, DRIVE_INVALID_RESPONSE when it is cut off.
 */
enum drive_status drive_take_mode_page(struct drive *drive, uint8_t code, enum mmc_page_control control,
                                       struct drive_bytes *page, struct drive_failure *failure);

/* MODE SELECT(10) of one page (page code first; its PS bit is cleared before it is sent). saved: SP = 1.
 * count     1 to 65526; else DRIVE_FAILED, and nothing is sent. Whether the page has the length that it claims is left
 *           to the drive.
 */
enum drive_status drive_set_mode_page(struct drive *drive, bool saved, const uint8_t *page, size_t count,
                                      struct drive_failure *failure);

/* READ DISC INFORMATION, standard, from its length field on; whole, and at least 34 bytes, else DRIVE_INVALID_RESPONSE.
 */
enum drive_status drive_take_disc_information(struct drive *drive, struct drive_bytes *information,
                                              struct drive_failure *failure);

/* The same, decoded. Members that would point into the reply (bar code, OPC entries) are empty; all is 0 on failure. */
enum drive_status drive_get_disc_information(struct drive *drive, struct mmc_disc_information *information,
                                             struct drive_failure *failure);

/* READ TRACK INFORMATION from its length field on; whole, and at least 20 bytes, else DRIVE_INVALID_RESPONSE.
 * address_type: 0 LBA, 1 track, 2 session.
 */
enum drive_status drive_take_track_information(struct drive *drive, uint8_t address_type, uint32_t address,
                                               struct drive_bytes *information, struct drive_failure *failure);

/* The same, decoded; all is 0 on failure. */
enum drive_status drive_get_track_information(struct drive *drive, uint8_t address_type, uint32_t address,
                                              struct mmc_track_information *information, struct drive_failure *failure);

/* READ TOC/PMA/ATIP from its length field on: the bytes received, at least 4; the last entry may be cut off. format: 0
 * to 5; number: track or session, depending on the format.
 */
enum drive_status drive_take_toc(struct drive *drive, uint8_t format, bool msf, uint8_t number, struct drive_bytes *toc,
                                 struct drive_failure *failure);

/* READ DISC STRUCTURE without its 4-byte header; whole, else DRIVE_INVALID_RESPONSE. DRIVE_NO_SUCH_STRUCTURE when the
 * drive answers with a header and nothing after it; a drive that refuses is DRIVE_REFUSED.
 * media_type  0 DVD, 1 BD; agid: 0 to 3.
 */
enum drive_status drive_take_disc_structure(struct drive *drive, uint8_t media_type, uint32_t address, uint8_t layer,
                                            uint8_t format, uint8_t agid, struct drive_bytes *structure,
                                            struct drive_failure *failure);

/* SEND DISC STRUCTURE; the 4-byte header is put before the data.
 * count     1 to 65530, and no more than the adapter can transfer; else DRIVE_FAILED, and nothing is sent. Whether the
 *           data fit the format is left to the drive.
 */
enum drive_status drive_send_disc_structure(struct drive *drive, uint8_t format, const uint8_t *data, size_t count,
                                            struct drive_failure *failure);

/* READ CAPACITY. blocks: 0 when the drive does not know (last LBA FFFFFFFFh, or 0: blank). block_bytes: a power of two
 * from 512 to 4096; 2048 when the drive says anything else.
 */
enum drive_status drive_get_capacity(struct drive *drive, uint64_t *blocks, uint32_t *block_bytes,
                                     struct drive_failure *failure);

/* READ FORMAT CAPACITIES, decoded. On DRIVE_OK capacities points into reply, which the caller frees (drive_bytes_free).
 * DRIVE_INVALID_RESPONSE below 12 bytes; a last format that is cut off is left out.
 */
enum drive_status drive_take_format_capacities(struct drive *drive, struct drive_bytes *reply,
                                               struct mmc_format_capacities *capacities, struct drive_failure *failure);

/* TEST UNIT READY. DRIVE_OK: a medium is present and ready. */
enum drive_status drive_test_ready(struct drive *drive, struct drive_failure *failure);

/* GET EVENT STATUS NOTIFICATION, media class: the event since the last call, and the present state. All 0 when the
 * drive has no event to report; then the state is not known either.
 */
struct drive_media_event {
    uint8_t code; /* MMC, media event codes: 0 none, 1 eject requested, 2 new, 3 removed, 4 changed, 5, 6 */
    bool medium_present;
    bool tray_open;
};
enum drive_status drive_get_media_event(struct drive *drive, struct drive_media_event *event,
                                        struct drive_failure *failure);

/* Can the drive load its medium by itself? The Load bit of feature 0003h; in a version of the feature without that bit,
 * whether the loading mechanism is a tray. Without the feature, or where the drive hangs at GET CONFIGURATION, the
 * mechanism of mode page 2Ah; false where a drive has neither. The answer is read once, then remembered; a failure is
 * not.
 */
enum drive_status drive_get_can_load(struct drive *drive, bool *can_load, struct drive_failure *failure);

/* START STOP UNIT, not immediate. On 02/04/07 it is sent again every 333 ms for 30 s, then DRIVE_MEDIUM_BUSY. A door
 * that the system itself locked for a mounted disc is opened where the host can set the file system aside
 * (drive_host_ops.dismount) and the disc is neither blank nor appendable by READ DISC INFORMATION. The removal
 * prevention of another program is never overridden.
 */
enum drive_status drive_eject(struct drive *drive, struct drive_failure *failure);
enum drive_status drive_load(struct drive *drive, struct drive_failure *failure);

/* PREVENT ALLOW MEDIUM REMOVAL. */
enum drive_status drive_prevent_removal(struct drive *drive, bool prevent, struct drive_failure *failure);

/* One command of the caller's own, sent once and without any of the rules of this header: no retry, and its sense is
 * not interpreted.
 * command   complete, with its timeout_ms.
 * reply     all of it is set. On DRIVE_REFUSED, reply->sense holds the drive's sense; where the transport returned
 *           none, the answer to one REQUEST SENSE, and sense_length is 0 where that reports nothing either.
 * returns   DRIVE_OK, DRIVE_REFUSED for CHECK CONDITION, or the same statuses as other commands for a drive that is
 *           busy, gone, locked or too slow.
 */
enum drive_status drive_send_raw(struct drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                                 struct drive_failure *failure);

#endif
