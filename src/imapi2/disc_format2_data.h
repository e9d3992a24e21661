/* MsftDiscFormat2Data: disc_format2_data.c has the object and its properties, data_write.c has Write and its events. */
#ifndef OPENIMAPI2_IMAPI2_DISC_FORMAT2_DATA_H
#define OPENIMAPI2_IMAPI2_DISC_FORMAT2_DATA_H

#include <windows.h>

#include "base/clock.h"
#include "burn/burn.h"
#include "com/connection_point.h"
#include "com/object.h"
#include "imapi2.h"
#include "imapi2/format2.h"
#include "openimapi2.h"

struct disc_format2_data {
    struct com_object object;
    IDiscFormat2Data IDiscFormat2Data_iface;
    IBurnVerification IBurnVerification_iface;
    IOpenDiscFormat2Data IOpenDiscFormat2Data_iface;
    IOpenBurnSetbacks IOpenBurnSetbacks_iface;
    struct com_connection_container container;
    struct com_connection_point events;

    struct format2 format;

    /* Guarded by the format's lock; not changed while it is busy. */
    VARIANT_BOOL buffer_underrun_free_disabled, postgap_already_in_image, force_media_to_be_closed,
        disable_consumer_dvd_compatibility_mode, force_overwrite, test_write;
    IMAPI_BURN_VERIFICATION_LEVEL verification;
};

/* The class's constructor. clock must live as long as the module is in use. */
HRESULT disc_format2_data_create(const struct base_clock *clock, REFIID iid, void **out);

/* data_write.c: the methods of IDiscFormat2Data, and IOpenDiscFormat2Data::Plan. */
HRESULT data_write(struct disc_format2_data *data, IStream *stream);
HRESULT data_plan(struct disc_format2_data *data, IStream *stream, BSTR *steps);
HRESULT data_cancel_write(struct disc_format2_data *data);

#endif
