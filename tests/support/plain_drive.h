/* Answers for a transport_script's `otherwise`: a minimal drive that conforms to MMC, with a few oddities on request.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_PLAIN_DRIVE_H
#define OPENIMAPI2_TESTS_SUPPORT_PLAIN_DRIVE_H

#include "support/transport_script.h"

struct plain_drive {
    bool refuses_46;               /* 05/20/00 */
    bool refuses_starting_feature; /* 05/24/00 to GET CONFIGURATION that does not start at 0 */
    bool refuses_page_3f;          /* 05/24/00 */
    bool has_no_load_feature;
    bool has_mode_sense_6; /* and answers MODE SENSE(10) with 05/20/00 */
    bool is_long;     /* 1500 bytes of features, pages and TOC, 300 of disc, track and mode page, 4100 of a structure */
    bool door_locked; /* 05/53/02 until PREVENT ALLOW MEDIUM REMOVAL unlocks the door */
};

/* script->context: struct plain_drive. */
void plain_drive_answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply);

#endif
