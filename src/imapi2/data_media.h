/* The numbers of the medium that IDiscFormat2Data and the multisession interfaces return. */
#ifndef OPENIMAPI2_IMAPI2_DATA_MEDIA_H
#define OPENIMAPI2_IMAPI2_DATA_MEDIA_H

#include "imapi2/format2.h"

enum data_media_number {
    DATA_MEDIA_TOTAL_SECTORS,
    DATA_MEDIA_FREE_SECTORS,
    DATA_MEDIA_NEXT_WRITABLE,    /* LBA */
    DATA_MEDIA_PREVIOUS_START,   /* LBA; -1: there is none */
    DATA_MEDIA_PREVIOUS_END,     /* likewise; E_NOTIMPL if the drive does not report it */
    DATA_MEDIA_LAST_RECORDED,    /* LBA, in the track that is written next; E_NOTIMPL likewise */
    DATA_MEDIA_UNIT_BLOCKS,      /* WriteUnitSize */
    DATA_MEDIA_STATUS,           /* CurrentMediaStatus */
    DATA_MEDIA_WRITE_PROTECTION, /* WriteProtectStatus */
    DATA_MEDIA_NUMBERS
};

/* Begin the call of a member that returns this number. */
void data_media_call_begin(struct format2_call *call, struct format2 *format, enum data_media_number number);

/* Read the number and end the call. If recorder is NULL, the call fails with the class's recorder_required. If the
 * medium is not usable (data_media_is_usable), the call fails with E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, except for
 * DATA_MEDIA_STATUS and DATA_MEDIA_WRITE_PROTECTION.
 */
HRESULT data_media_call_get(struct format2_call *call, struct com_global *recorder, enum data_media_number number,
                            LONG *value);

/* False: the medium is finalised, damaged, not supported, or has BURN_MEDIA_NON_EMPTY_SESSION. */
bool data_media_is_usable(const struct burn_media *media);

#endif
