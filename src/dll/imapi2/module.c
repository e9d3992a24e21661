/* imapi2.dll as a server: its classes with their constructors, and the entries that registration writes for it.
 * tests/tools/check-classes compares these tables with the lists in other files.
 */
#include "server/module.h"

#include "dll/imapi2/devices.h"
#include "imapi2.h"
#include "imapi2/cd_text.h"
#include "imapi2/disc_format2_data.h"
#include "imapi2/disc_format2_erase.h"
#include "imapi2/disc_format2_raw_cd.h"
#include "imapi2/disc_format2_track_at_once.h"
#include "imapi2/disc_master2.h"
#include "imapi2/disc_recorder2.h"
#include "imapi2/multisession.h"
#include "imapi2/raw_cd_image_creator.h"
#include "imapi2/stream_concatenate.h"
#include "imapi2/stream_interleave.h"
#include "imapi2/stream_prng001.h"
#include "imapi2/stream_zero.h"
#include "imapi2/write_engine2.h"
#include "imapi2/write_speed_descriptor.h"
#include "openimapi2.h"

/* Each constructor takes out of the environment what its class needs. */
static HRESULT create_master(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return master_create(environment->devices, environment->clock, iid, out);
}

static HRESULT create_recorder(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return recorder_create(environment->devices, environment->clock, iid, out);
}

static HRESULT create_stream_zero(const void *context, REFIID iid, void **out)
{
    (void)context;
    return stream_zero_create(iid, out);
}

static HRESULT create_stream_prng001(const void *context, REFIID iid, void **out)
{
    (void)context;
    return stream_prng001_create(iid, out);
}

static HRESULT create_stream_concatenate(const void *context, REFIID iid, void **out)
{
    (void)context;
    return stream_concatenate_create(iid, out);
}

static HRESULT create_stream_interleave(const void *context, REFIID iid, void **out)
{
    (void)context;
    return stream_interleave_create(iid, out);
}

static HRESULT create_write_speed_descriptor(const void *context, REFIID iid, void **out)
{
    (void)context;
    return write_speed_descriptor_create(IMAPI_MEDIA_TYPE_UNKNOWN, false, 0, iid, out);
}

static HRESULT create_write_engine(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return write_engine2_create(environment->clock, iid, out);
}

static HRESULT create_format_data(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return disc_format2_data_create(environment->clock, iid, out);
}

static HRESULT create_multisession_sequential(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return multisession_sequential_create(environment->clock, iid, out);
}

static HRESULT create_multisession_random_write(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return multisession_random_write_create(environment->clock, iid, out);
}

static HRESULT create_erase(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return disc_format2_erase_create(environment->clock, iid, out);
}

static HRESULT create_track_at_once(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return disc_format2_track_at_once_create(environment->clock, iid, out);
}

static HRESULT create_raw_cd(const void *context, REFIID iid, void **out)
{
    const struct imapi2_environment *environment = context;

    return disc_format2_raw_cd_create(environment->clock, iid, out);
}

static HRESULT create_raw_image_creator(const void *context, REFIID iid, void **out)
{
    (void)context;
    return raw_cd_image_creator_create(iid, out);
}

static HRESULT create_cd_text(const void *context, REFIID iid, void **out)
{
    (void)context;
    return cd_text_create(iid, out);
}

static HRESULT get_environment(const void **out)
{
    const struct imapi2_environment *environment;
    HRESULT hr = devices_get(&environment);

    *out = environment;
    return hr;
}

/* clang-format off */
static const struct server_class classes[] = {
    {&CLSID_MsftDiscMaster2, &CLSID_OpenIMAPI2_MsftDiscMaster2, L"MsftDiscMaster2",
     L"Optical drives of this computer (OpenIMAPI2)", create_master},
    {&CLSID_MsftDiscRecorder2, &CLSID_OpenIMAPI2_MsftDiscRecorder2, L"MsftDiscRecorder2",
     L"An optical drive (OpenIMAPI2)", create_recorder},
    {&CLSID_MsftStreamZero, &CLSID_OpenIMAPI2_MsftStreamZero, L"MsftStreamZero",
     L"A stream of zeros (OpenIMAPI2)", create_stream_zero},
    {&CLSID_MsftStreamPrng001, &CLSID_OpenIMAPI2_MsftStreamPrng001, L"MsftStreamPrng001",
     L"A stream of pseudo-random bytes (OpenIMAPI2)", create_stream_prng001},
    {&CLSID_MsftStreamConcatenate, &CLSID_OpenIMAPI2_MsftStreamConcatenate, L"MsftStreamConcatenate",
     L"Streams, one behind the other, as one (OpenIMAPI2)", create_stream_concatenate},
    {&CLSID_MsftStreamInterleave, &CLSID_OpenIMAPI2_MsftStreamInterleave, L"MsftStreamInterleave",
     L"Streams, taking turns, as one (OpenIMAPI2)", create_stream_interleave},
    {&CLSID_MsftWriteSpeedDescriptor, &CLSID_OpenIMAPI2_MsftWriteSpeedDescriptor, L"MsftWriteSpeedDescriptor",
     L"A write speed of a drive and a disc (OpenIMAPI2)", create_write_speed_descriptor},
    {&CLSID_MsftWriteEngine2, &CLSID_OpenIMAPI2_MsftWriteEngine2, L"MsftWriteEngine2",
     L"Writes blocks to a prepared disc (OpenIMAPI2)", create_write_engine},
    {&CLSID_MsftDiscFormat2Data, &CLSID_OpenIMAPI2_MsftDiscFormat2Data, L"MsftDiscFormat2Data",
     L"Writes data to a disc (OpenIMAPI2)", create_format_data},
    {&CLSID_MsftMultisessionSequential, &CLSID_OpenIMAPI2_MsftMultisessionSequential, L"MsftMultisessionSequential",
     L"How a session is added to a disc (OpenIMAPI2)", create_multisession_sequential},
    {&CLSID_MsftMultisessionRandomWrite, &CLSID_OpenIMAPI2_MsftMultisessionRandomWrite, L"MsftMultisessionRandomWrite",
     L"How a disc is added to that can be overwritten (OpenIMAPI2)", create_multisession_random_write},
    {&CLSID_MsftDiscFormat2Erase, &CLSID_OpenIMAPI2_MsftDiscFormat2Erase, L"MsftDiscFormat2Erase",
     L"Erases a disc (OpenIMAPI2)", create_erase},
    {&CLSID_MsftDiscFormat2TrackAtOnce, &CLSID_OpenIMAPI2_MsftDiscFormat2TrackAtOnce, L"MsftDiscFormat2TrackAtOnce",
     L"Writes audio CDs track by track (OpenIMAPI2)", create_track_at_once},
    {&CLSID_MsftDiscFormat2RawCD, &CLSID_OpenIMAPI2_MsftDiscFormat2RawCD, L"MsftDiscFormat2RawCD",
     L"Writes CDs from raw images (OpenIMAPI2)", create_raw_cd},
    {&CLSID_MsftRawCDImageCreator, &CLSID_OpenIMAPI2_MsftRawCDImageCreator, L"MsftRawCDImageCreator",
     L"Makes raw images of audio discs (OpenIMAPI2)", create_raw_image_creator},
    {NULL, &CLSID_OpenIMAPI2_CDText, L"CDText",
     L"CD-TEXT of an audio disc (OpenIMAPI2)", create_cd_text},
};

/* Every class of the type library, those that do not work yet too. */
static const CLSID *const library_classes[] = {
    &CLSID_MsftDiscMaster2,
    &CLSID_MsftDiscRecorder2,
    &CLSID_MsftWriteEngine2,
    &CLSID_MsftDiscFormat2Erase,
    &CLSID_MsftDiscFormat2Data,
    &CLSID_MsftDiscFormat2TrackAtOnce,
    &CLSID_MsftDiscFormat2RawCD,
    &CLSID_MsftStreamZero,
    &CLSID_MsftStreamPrng001,
    &CLSID_MsftStreamConcatenate,
    &CLSID_MsftStreamInterleave,
    &CLSID_MsftWriteSpeedDescriptor,
    &CLSID_MsftMultisessionSequential,
    &CLSID_MsftMultisessionRandomWrite,
    &CLSID_MsftRawCDImageCreator,
};

#define ROW(name) {&IID_##name, L ## #name}
static const struct server_interface interfaces[] = {
    ROW(IDiscMaster2),
    ROW(DDiscMaster2Events),
    ROW(IDiscRecorder2),
    ROW(IWriteEngine2),
    ROW(IWriteEngine2EventArgs),
    ROW(DWriteEngine2Events),
    ROW(IDiscFormat2),
    ROW(IDiscFormat2Data),
    ROW(IDiscFormat2DataEventArgs),
    ROW(DDiscFormat2DataEvents),
    ROW(IDiscFormat2Erase),
    ROW(DDiscFormat2EraseEvents),
    ROW(IDiscFormat2TrackAtOnce),
    ROW(IDiscFormat2TrackAtOnceEventArgs),
    ROW(DDiscFormat2TrackAtOnceEvents),
    ROW(IDiscFormat2RawCD),
    ROW(IDiscFormat2RawCDEventArgs),
    ROW(DDiscFormat2RawCDEvents),
    ROW(IWriteSpeedDescriptor),
    ROW(IMultisession),
    ROW(IMultisessionSequential),
    ROW(IMultisessionSequential2),
    ROW(IMultisessionRandomWrite),
    ROW(IRawCDImageCreator),
    ROW(IRawCDImageTrackInfo),
    ROW(IBlockRange),
    ROW(IBlockRangeList),
};

/* Of idl/openimapi2.idl: the dual ones. */
static const struct server_interface own_interfaces[] = {
    ROW(IOpenCDText),
};
/* clang-format on */

const struct server_module server_module = {
    .product = L"OpenIMAPI2",
    .prefix = L"IMAPI2",
    .file_name = L"imapi2.dll",
    .appid = L"{273541FF-7F64-5B0F-8F00-5D77AFBE261E}",
    .appid_name = L"IMAPI2",
    .library = L"{2735412F-7F64-5B0F-8F00-5D77AFBE261E}",
    .library_name = L"Microsoft IMAPI2 Base Functionality",
    .own_library = L"{89ED64AC-08A9-4937-899B-DFB1B2E40421}",
    .own_library_name = L"OpenIMAPI2 extensions of IMAPI2",
    .state_key = L"Software\\OpenIMAPI2\\Registration",
    .classes = classes,
    .class_count = ARRAYSIZE(classes),
    .interfaces = interfaces,
    .interface_count = ARRAYSIZE(interfaces),
    .own_interfaces = own_interfaces,
    .own_interface_count = ARRAYSIZE(own_interfaces),
    .rivals = library_classes,
    .rival_count = ARRAYSIZE(library_classes),
    .get_environment = get_environment,
};
