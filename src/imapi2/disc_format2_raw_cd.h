/* MsftDiscFormat2RawCD: disc_format2_raw_cd.c has the object and its properties; raw_cd_write.c prepares the disc,
 * writes it with events, and releases it.
 *
 * The client prepares a blank CD, writes it as a whole, sub-code and lead-in included, and releases it. In between, the
 * object holds the drive.
 */
#ifndef OPENIMAPI2_IMAPI2_DISC_FORMAT2_RAW_CD_H
#define OPENIMAPI2_IMAPI2_DISC_FORMAT2_RAW_CD_H

#include <windows.h>

#include "base/clock.h"
#include "burn/audio_write.h"
#include "com/connection_point.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/format2.h"
#include "imapi2/prepared_media.h"
#include "openimapi2.h"

struct disc_format2_raw_cd {
    struct com_object object;
    IDiscFormat2RawCD IDiscFormat2RawCD_iface;
    IOpenBurnSetbacks IOpenBurnSetbacks_iface;
    struct com_connection_container container;
    struct com_connection_point events;

    struct format2 format; /* is_prepared: from PrepareMedia to ReleaseMedia */

    /* Guarded by the format's lock; not changed while it is busy. */
    VARIANT_BOOL buffer_underrun_free_disabled;
    uint8_t sector_type; /* of the prepared disc: IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE, 1 to 3 */

    /* Likewise guarded; about the prepared disc. */
    bool is_writing;       /* in WriteMedia, which can be cancelled */
    unsigned sector_types; /* bit n: type n */
    bool has_lead_in, has_lead_out;
    LONG lead_in, lead_out; /* start of the lead-in, last possible start of the lead-out */

    /* Used only by the one call that has made the object busy. */
    struct prepared_media media;
    struct burn_audio_disc disc;
    bool has_begun; /* something was written to the disc */
};

/* WriteMedia's streamLeadInSectors: the stream begins at 95:00:00, as MsftRawCDImageCreator makes it. */
enum { RAW_CD_LEAD_IN_SECTORS = 22500 };

/* The class's constructor. clock must live as long as the module is in use. */
HRESULT disc_format2_raw_cd_create(const struct base_clock *clock, REFIID iid, void **out);

/* raw_cd_write.c: the methods of IDiscFormat2RawCD. */
HRESULT raw_cd_prepare_media(struct disc_format2_raw_cd *raw);
HRESULT raw_cd_write_media(struct disc_format2_raw_cd *raw, IStream *stream, LONG lead_in_sectors);
HRESULT raw_cd_cancel_write(struct disc_format2_raw_cd *raw);
HRESULT raw_cd_release_media(struct disc_format2_raw_cd *raw);

/* Likewise, when the object is destroyed: the outcome is not reported. */
void raw_cd_abandon_media(struct disc_format2_raw_cd *raw);

#endif
