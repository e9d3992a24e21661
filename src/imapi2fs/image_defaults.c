/* MsftFileSystemImage: a table of suitable settings for each kind of disc, and the detection of the kind in a recorder.
 */
#include "imapi2fs/file_system_image.h"

#include "imapi2error.h"
#include "imapi2fs/data_writer.h"
#include "imapi2fserror.h"

/* ------------------------------------------------------------------------------------------- the media, as a table */

enum {
    ISO_JOLIET = FsiFileSystemISO9660 | FsiFileSystemJoliet,
    ALL = ISO_JOLIET | FsiFileSystemUDF,
    UDF = FsiFileSystemUDF,
    UDF_102 = 0x102,
    UDF_250 = 0x250,
};

struct media_defaults {
    unsigned systems;  /* none: the kind of disc is not known */
    LONG udf_revision; /* 0: stays */
    LONG blocks;       /* 0: no limit */
};

/* Rewritable discs get UDF alone, since ISO 9660 cannot be appended to on them. Blocks are the nominal capacities. */
static const struct media_defaults media_defaults[IMAPI_MEDIA_TYPE_MAX + 1] = {
    [IMAPI_MEDIA_TYPE_CDROM] = {ISO_JOLIET, 0, 332800},
    [IMAPI_MEDIA_TYPE_CDR] = {ISO_JOLIET, 0, 332800},
    [IMAPI_MEDIA_TYPE_CDRW] = {ISO_JOLIET, 0, 332800},
    [IMAPI_MEDIA_TYPE_DVDROM] = {ALL, UDF_102, 2295104},
    [IMAPI_MEDIA_TYPE_DVDRAM] = {UDF, UDF_102, 2236704},
    [IMAPI_MEDIA_TYPE_DVDPLUSR] = {ALL, UDF_102, 2295104},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW] = {UDF, UDF_102, 2295104},
    [IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER] = {ALL, UDF_102, 4173824},
    [IMAPI_MEDIA_TYPE_DVDDASHR] = {ALL, UDF_102, 2298496},
    [IMAPI_MEDIA_TYPE_DVDDASHRW] = {UDF, UDF_102, 2298496},
    [IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER] = {ALL, UDF_102, 4171712},
    [IMAPI_MEDIA_TYPE_DISK] = {UDF, UDF_102, 0},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER] = {UDF, UDF_102, 4173824},
    [IMAPI_MEDIA_TYPE_HDDVDROM] = {UDF, UDF_250, 7340032},
    [IMAPI_MEDIA_TYPE_HDDVDR] = {UDF, UDF_250, 7340032},
    [IMAPI_MEDIA_TYPE_HDDVDRAM] = {UDF, UDF_250, 9748480},
    [IMAPI_MEDIA_TYPE_BDROM] = {UDF, UDF_250, 12219392},
    [IMAPI_MEDIA_TYPE_BDR] = {UDF, UDF_250, 12219392},
    [IMAPI_MEDIA_TYPE_BDRE] = {UDF, UDF_250, 11826176},
};

/* NULL: not known. */
static const struct media_defaults *defaults_of(IMAPI_MEDIA_PHYSICAL_TYPE type)
{
    if ((unsigned)type > IMAPI_MEDIA_TYPE_MAX || !media_defaults[type].systems) return NULL;
    return &media_defaults[type];
}

/* The limit is one of the image as it is to be. Within a change. */
static HRESULT set_all(struct image_state *state, struct imapifs_call *call, const struct media_defaults *defaults,
                       LONG blocks)
{
    HRESULT hr = image_set_systems(state, call, (FsiFileSystems)defaults->systems);

    if (SUCCEEDED(hr) && defaults->udf_revision) hr = image_set_revision(state, defaults->udf_revision);
    if (SUCCEEDED(hr)) hr = image_check_limit(state, blocks);
    if (SUCCEEDED(hr)) state->free_media_blocks = blocks;
    return hr;
}

/* A failure changes nothing. */
static HRESULT set_defaults(struct image_state *state, struct imapifs_call *call, const struct media_defaults *defaults,
                            LONG blocks)
{
    FsiFileSystems systems;
    LONG revision;
    HRESULT hr = image_state_begin_change(state);

    if (FAILED(hr)) return hr;
    systems = state->systems;
    revision = state->udf_revision;
    hr = set_all(state, call, defaults, blocks);
    if (FAILED(hr)) {
        image_set_systems(state, call, systems);
        image_set_revision(state, revision);
    }
    image_state_end_change(state);
    return hr;
}

/* Can the image be changed at all? */
static HRESULT look_whether_frozen(struct image_state *state)
{
    HRESULT hr = image_state_begin_change(state);

    if (SUCCEEDED(hr)) image_state_end_change(state);
    return hr;
}

/* IFileSystemImage::ChooseImageDefaultsForMediaType. */
HRESULT WINAPI image_ChooseImageDefaultsForMediaType(IFileSystemImage3 *iface, IMAPI_MEDIA_PHYSICAL_TYPE type)
{
    const struct media_defaults *defaults = defaults_of(type);
    struct imapifs_call call;

    image_call_begin(&call, "Choosing what suits a kind of disc");
    call.inserts[0] = L"value";
    if (!defaults) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    return imapifs_call_done(&call, set_defaults(image_state_of(iface), &call, defaults, defaults->blocks));
}

/* ------------------------------------------------------------------------------------------------------ a recorder */

/* The disc in the recorder, as the class for writing discs sees it. */
static HRESULT ask_medium(IDiscRecorder2 *recorder, IMAPI_MEDIA_PHYSICAL_TYPE *type, LONG *blocks)
{
    struct data_writer writer;
    HRESULT hr = data_writer_begin(&writer);

    if (FAILED(hr)) return hr;
    hr = IDiscFormat2Data_put_Recorder(writer.format, recorder);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_get_CurrentPhysicalMediaType(writer.format, type);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_get_FreeSectorsOnMedia(writer.format, blocks);
    data_writer_end(&writer);
    return hr;
}

/* IFileSystemImage::ChooseImageDefaults. */
HRESULT WINAPI image_ChooseImageDefaults(IFileSystemImage3 *iface, IDiscRecorder2 *recorder)
{
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    const struct media_defaults *defaults;
    struct imapifs_call call;
    LONG blocks = 0;
    HRESULT hr;

    image_call_begin(&call, "Choosing what suits the disc in the recorder");
    if (!recorder) return imapifs_call_done(&call, E_POINTER);
    hr = look_whether_frozen(image_state_of(iface));
    if (SUCCEEDED(hr)) hr = ask_medium(recorder, &type, &blocks);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    defaults = defaults_of(type);
    if (!defaults) return imapifs_call_done(&call, E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE);
    if (!blocks) blocks = 1; /* the disc is full, and 0 would be no limit */
    return imapifs_call_done(&call, set_defaults(image_state_of(iface), &call, defaults, blocks));
}

/* The largest disc that is written under a profile. */
static const struct {
    IMAPI_PROFILE_TYPE profile;
    LONG blocks;
} profile_blocks[] = {
    {IMAPI_PROFILE_TYPE_CD_RECORDABLE, 359845},
    {IMAPI_PROFILE_TYPE_CD_REWRITABLE, 359845},
    {IMAPI_PROFILE_TYPE_DVD_DASH_RECORDABLE, 2298496},
    {IMAPI_PROFILE_TYPE_DVD_RAM, 2236704},
    {IMAPI_PROFILE_TYPE_DVD_DASH_REWRITABLE, 2298496},
    {IMAPI_PROFILE_TYPE_DVD_DASH_RW_SEQUENTIAL, 2298496},
    {IMAPI_PROFILE_TYPE_DVD_DASH_R_DUAL_SEQUENTIAL, 4173824},
    {IMAPI_PROFILE_TYPE_DVD_DASH_R_DUAL_LAYER_JUMP, 4173824},
    {IMAPI_PROFILE_TYPE_DVD_PLUS_RW, 2298496},
    {IMAPI_PROFILE_TYPE_DVD_PLUS_R, 2298496},
    {IMAPI_PROFILE_TYPE_DVD_PLUS_RW_DUAL, 4173824},
    {IMAPI_PROFILE_TYPE_DVD_PLUS_R_DUAL, 4173824},
    {IMAPI_PROFILE_TYPE_BD_R_SEQUENTIAL, 12219392},
    {IMAPI_PROFILE_TYPE_BD_R_RANDOM_RECORDING, 12219392},
    {IMAPI_PROFILE_TYPE_BD_REWRITABLE, 12219392},
};

static LONG largest_of(LONG profile, LONG largest)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(profile_blocks); i++) {
        if ((LONG)profile_blocks[i].profile == profile && profile_blocks[i].blocks > largest)
            largest = profile_blocks[i].blocks;
    }
    return largest;
}

/* Of a recorder's SupportedProfiles: an array of variants from any index on. 0: none of them writes. */
static HRESULT largest_medium(SAFEARRAY *profiles, LONG *blocks)
{
    VARIANT *elements;
    LONG low, high, i;
    HRESULT hr;
    VARTYPE type;

    *blocks = 0;
    if (!profiles || SafeArrayGetDim(profiles) != 1) return IMAPI_E_FSI_INTERNAL_ERROR;
    if (FAILED(SafeArrayGetVartype(profiles, &type)) || type != VT_VARIANT) return IMAPI_E_FSI_INTERNAL_ERROR;
    if (FAILED(SafeArrayGetLBound(profiles, 1, &low)) || FAILED(SafeArrayGetUBound(profiles, 1, &high)))
        return IMAPI_E_FSI_INTERNAL_ERROR;
    hr = SafeArrayAccessData(profiles, (void **)&elements);
    if (FAILED(hr)) return hr;
    for (i = 0; i < high - low + 1; i++) {
        if (V_VT(&elements[i]) == VT_I4) *blocks = largest_of(V_I4(&elements[i]), *blocks);
    }
    SafeArrayUnaccessData(profiles);
    return S_OK;
}

/* IFileSystemImage::SetMaxMediaBlocksFromDevice. */
HRESULT WINAPI image_SetMaxMediaBlocksFromDevice(IFileSystemImage3 *iface, IDiscRecorder2 *recorder)
{
    struct image_state *state = image_state_of(iface);
    SAFEARRAY *profiles = NULL;
    struct imapifs_call call;
    LONG blocks;
    HRESULT hr;

    image_call_begin(&call, "Setting the limit of blocks to the largest disc of the recorder");
    if (!recorder) return imapifs_call_done(&call, E_POINTER);
    call.inserts[0] = L"the recorder has no list of profiles";
    hr = IDiscRecorder2_get_SupportedProfiles(recorder, &profiles);
    if (SUCCEEDED(hr)) hr = largest_medium(profiles, &blocks);
    if (profiles) SafeArrayDestroy(profiles);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    EnterCriticalSection(&state->lock);
    hr = image_check_limit(state, blocks);
    if (SUCCEEDED(hr)) state->free_media_blocks = blocks;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, hr);
}
