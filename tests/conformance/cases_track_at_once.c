/* MsftDiscFormat2TrackAtOnce, without a disc that anything is written to: what its pages leave open, without a
 * recorder, with a drive, and with a disc that is prepared and released again, which leaves it as it was.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"
#include "conformance/getters.h"

#define TAO(member, type)                                                                                              \
    {                                                                                                                  \
#member, offsetof(IDiscFormat2TrackAtOnceVtbl, get_##member), type                                             \
    }

/* Of the disc and the drive. */
static const struct getter of_drive[] = {
    TAO(MediaPhysicallyBlank, VT_BOOL),
    TAO(MediaHeuristicallyBlank, VT_BOOL),
    TAO(CurrentPhysicalMediaType, VT_I4),
    TAO(CurrentWriteSpeed, VT_I4),
    TAO(CurrentRotationTypeIsPureCAV, VT_BOOL),
    TAO(SupportedWriteSpeeds, VT_ARRAY),
    TAO(SupportedWriteSpeedDescriptors, VT_ARRAY),
};

/* Of the disc that is prepared. */
static const struct getter of_disc[] = {
    TAO(NumberOfExistingTracks, VT_I4), TAO(TotalSectorsOnMedia, VT_I4),        TAO(FreeSectorsOnMedia, VT_I4),
    TAO(UsedSectorsOnMedia, VT_I4),     TAO(ExpectedTableOfContents, VT_ARRAY),
};

/* What it has before anything is put. */
static const struct getter defaults[] = {
    TAO(BufferUnderrunFreeDisabled, VT_BOOL),     TAO(DoNotFinalizeMedia, VT_BOOL),   TAO(RequestedWriteSpeed, VT_I4),
    TAO(RequestedRotationTypeIsPureCAV, VT_BOOL), TAO(SupportedMediaTypes, VT_ARRAY), TAO(Recorder, VT_UNKNOWN),
};

static IDiscFormat2TrackAtOnce *new_tao(void)
{
    return new_object(&CLSID_MsftDiscFormat2TrackAtOnce, &IID_IDiscFormat2TrackAtOnce);
}

static HRESULT put_name(IDiscFormat2TrackAtOnce *tao, const WCHAR *name)
{
    BSTR text = name ? SysAllocString(name) : NULL;
    HRESULT hr = IDiscFormat2TrackAtOnce_put_ClientName(tao, text);

    SysFreeString(text);
    return hr;
}

static void track_at_once__without_a_recorder__says_so(const struct subject *subject)
{
    IDiscFormat2TrackAtOnce *tao = new_tao();
    IStream *stream = NULL;
    BSTR name = NULL;
    HRESULT hr;

    (void)subject;
    if (!tao) return;
    getters_ask(tao, defaults, ARRAYSIZE(defaults), "of a new MsftDiscFormat2TrackAtOnce");
    getters_ask(tao, of_drive, ARRAYSIZE(of_drive), "of MsftDiscFormat2TrackAtOnce without a recorder");
    getters_ask(tao, of_disc, ARRAYSIZE(of_disc), "of MsftDiscFormat2TrackAtOnce without a prepared disc");
    hr = IDiscFormat2TrackAtOnce_get_ClientName(tao, &name);
    answer("ClientName of a new MsftDiscFormat2TrackAtOnce", "0x%08lX, %s", (unsigned long)hr,
           name ? "a string" : "NULL");
    SysFreeString(name);
    expect_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, NULL), S_OK, "put_Recorder(NULL)");
    hr = IDiscFormat2TrackAtOnce_PrepareMedia(tao);
    expect_failed(hr, "PrepareMedia without a recorder");
    answer_hr("PrepareMedia without a recorder", hr);
    answer_hr("SetWriteSpeed(-1) of MsftDiscFormat2TrackAtOnce without a recorder",
              IDiscFormat2TrackAtOnce_SetWriteSpeed(tao, -1, VARIANT_FALSE));
    answer_hr("put_BufferUnderrunFreeDisabled without a prepared disc",
              IDiscFormat2TrackAtOnce_put_BufferUnderrunFreeDisabled(tao, VARIANT_FALSE));
    answer_hr("put_ClientName(\"\") of MsftDiscFormat2TrackAtOnce", put_name(tao, L""));
    hr = IDiscFormat2TrackAtOnce_ReleaseMedia(tao);
    expect_failed(hr, "ReleaseMedia without a prepared disc");
    answer_hr("ReleaseMedia without a prepared disc", hr);
    expect_hr(IDiscFormat2TrackAtOnce_CancelAddTrack(tao), E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS,
              "CancelAddTrack, idle");
    expect_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, NULL), E_POINTER, "AddAudioTrack(NULL)");
    if (SUCCEEDED(CreateStreamOnHGlobal(NULL, TRUE, &stream))) {
        expect_hr(IDiscFormat2TrackAtOnce_AddAudioTrack(tao, stream), E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED,
                  "AddAudioTrack without a prepared disc");
        IStream_Release(stream);
    }
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void track_at_once__levels_of_verification__are_three(const struct subject *subject)
{
    IDiscFormat2TrackAtOnce *tao = new_tao();
    IBurnVerification *verification;
    IMAPI_BURN_VERIFICATION_LEVEL level = 77;

    (void)subject;
    if (!tao) return;
    if (expect_hr(IDiscFormat2TrackAtOnce_QueryInterface(tao, &IID_IBurnVerification, (void **)&verification), S_OK,
                  "IBurnVerification of MsftDiscFormat2TrackAtOnce")) {
        expect_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK, "BurnVerificationLevel");
        answer("BurnVerificationLevel of MsftDiscFormat2TrackAtOnce at first", "%d", (int)level);
        answer_hr("put_BurnVerificationLevel(2) of it", IBurnVerification_put_BurnVerificationLevel(verification, 2));
        if (SUCCEEDED(IBurnVerification_get_BurnVerificationLevel(verification, &level)))
            answer("BurnVerificationLevel behind it", "%d", (int)level);
        answer_hr("put_BurnVerificationLevel(3) of it", IBurnVerification_put_BurnVerificationLevel(verification, 3));
        IBurnVerification_Release(verification);
    }
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Of a blank CD; of any other disc PrepareMedia's own answer. */
static void ask_prepared(IDiscFormat2TrackAtOnce *tao)
{
    HRESULT hr;

    answer_hr("PrepareMedia without a client name", IDiscFormat2TrackAtOnce_PrepareMedia(tao));
    if (FAILED(put_name(tao, L"Conformance"))) return;
    hr = IDiscFormat2TrackAtOnce_PrepareMedia(tao);
    answer_hr("PrepareMedia", hr);
    if (FAILED(hr)) return;
    getters_ask(tao, of_disc, ARRAYSIZE(of_disc), "of a prepared disc");
    getters_ask(tao, of_drive, ARRAYSIZE(of_drive), "of a prepared disc");
    expect_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), E_IMAPI_DF2TAO_MEDIA_IS_PREPARED, "PrepareMedia, again");
    expect_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, NULL), E_IMAPI_DF2TAO_MEDIA_IS_PREPARED,
              "put_Recorder of a prepared disc");
    expect_hr(put_name(tao, L"Another"), E_IMAPI_DF2TAO_MEDIA_IS_PREPARED, "put_ClientName of a prepared disc");
    expect_hr(IDiscFormat2TrackAtOnce_put_DoNotFinalizeMedia(tao, VARIANT_TRUE), E_IMAPI_DF2TAO_MEDIA_IS_PREPARED,
              "put_DoNotFinalizeMedia of a prepared disc");
    expect_hr(IDiscFormat2TrackAtOnce_put_BufferUnderrunFreeDisabled(tao, VARIANT_FALSE), S_OK,
              "put_BufferUnderrunFreeDisabled of a prepared disc");
    expect_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK, "ReleaseMedia of a disc without a track");
    answer_hr("ReleaseMedia, again", IDiscFormat2TrackAtOnce_ReleaseMedia(tao));
}

static void track_at_once__with_a_drive__prepares_and_releases_its_disc(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    IDiscFormat2TrackAtOnce *tao = recorder ? new_tao() : NULL;
    VARIANT_BOOL flag = 77;
    HRESULT hr;

    if (tao) {
        hr = IDiscFormat2TrackAtOnce_IsRecorderSupported(tao, recorder, &flag);
        expect_hr(hr, S_OK, "IsRecorderSupported of MsftDiscFormat2TrackAtOnce");
        answer("IsRecorderSupported of MsftDiscFormat2TrackAtOnce", "%d", flag);
        hr = IDiscFormat2TrackAtOnce_put_Recorder(tao, recorder);
        expect(hr == S_OK || flag == VARIANT_FALSE, "put_Recorder of a supported one: 0x%08lX", (unsigned long)hr);
        if (FAILED(hr)) {
            expect_hr(hr, E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED, "put_Recorder of one that is not");
            cannot("a drive that does not write CDs");
        } else {
            hr = IDiscFormat2TrackAtOnce_IsCurrentMediaSupported(tao, recorder, &flag);
            answer("IsCurrentMediaSupported of MsftDiscFormat2TrackAtOnce", "0x%08lX, %d", (unsigned long)hr, flag);
            getters_ask(tao, of_drive, ARRAYSIZE(of_drive), "of MsftDiscFormat2TrackAtOnce");
            ask_prepared(tao);
            expect_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, NULL), S_OK, "put_Recorder(NULL)");
        }
        IDiscFormat2TrackAtOnce_Release(tao);
    }
    if (recorder) IDiscRecorder2_Release(recorder);
}

static const struct conformance_case cases[] = {
    {"track_at_once__without_a_recorder__says_so", NEEDS_NOTHING, track_at_once__without_a_recorder__says_so},
    {"track_at_once__levels_of_verification__are_three", NEEDS_NOTHING,
     track_at_once__levels_of_verification__are_three},
    {"track_at_once__with_a_drive__prepares_and_releases_its_disc", NEEDS_DRIVE,
     track_at_once__with_a_drive__prepares_and_releases_its_disc},
};

const struct conformance_group track_at_once_group = {cases, ARRAYSIZE(cases), NULL};
