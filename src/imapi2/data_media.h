/* Numbers of the medium as IDiscFormat2Data and the multisession interfaces give them. */
#ifndef OPENIMAPI2_IMAPI2_DATA_MEDIA_H
#define OPENIMAPI2_IMAPI2_DATA_MEDIA_H

#include "imapi2/format2.h"

enum data_media_number {
    DATA_MEDIA_TOTAL_SECTORS,
    DATA_MEDIA_FREE_SECTORS,
    DATA_MEDIA_NEXT_WRITABLE,    /* LBA */
    DATA_MEDIA_PREVIOUS_START,   /* LBA; -1: there is none */
    DATA_MEDIA_PREVIOUS_END,     /* likewise; E_NOTIMPL where the drive does not say */
    DATA_MEDIA_LAST_RECORDED,    /* LBA, of the track that is written next; likewise */
    DATA_MEDIA_UNIT_BLOCKS,      /* WriteUnitSize */
    DATA_MEDIA_STATUS,           /* CurrentMediaStatus */
    DATA_MEDIA_WRITE_PROTECTION, /* WriteProtectStatus */
    DATA_MEDIA_NUMBERS
};

/* Begin a call of a member that gives such a number. */
void data_media_call_begin(struct format2_call *call, struct format2 *format, enum data_media_number number);

/* Do it, and end the call. recorder: NULL is the class's recorder_required. A medium that is finalised, damaged or not
 * supported is E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, but for the last two.
 */
HRESULT data_media_call_get(struct format2_call *call, struct com_global *recorder, enum data_media_number number,
                            LONG *value);

/* False: finalised, damaged or not supported. */
bool data_media_is_usable(const struct burn_media *media);

#endif
