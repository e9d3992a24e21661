/* The writers of discs, without a disc that anything is written to: what their documentation leaves open, without a
 * recorder, and with a drive whatever is in it.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"
#include "conformance/getters.h"

#define DATA(member, type)                                                                                             \
    {                                                                                                                  \
#member, offsetof(IDiscFormat2DataVtbl, get_##member), type                                                    \
    }
#define ERASE(member, type)                                                                                            \
    {                                                                                                                  \
#member, offsetof(IDiscFormat2EraseVtbl, get_##member), type                                                   \
    }

/* Of the disc and the drive. */
static const struct getter of_data[] = {
    DATA(MediaPhysicallyBlank, VT_BOOL),
    DATA(MediaHeuristicallyBlank, VT_BOOL),
    DATA(CurrentMediaStatus, VT_I4),
    DATA(WriteProtectStatus, VT_I4),
    DATA(TotalSectorsOnMedia, VT_I4),
    DATA(FreeSectorsOnMedia, VT_I4),
    DATA(NextWritableAddress, VT_I4),
    DATA(StartAddressOfPreviousSession, VT_I4),
    DATA(LastWrittenAddressOfPreviousSession, VT_I4),
    DATA(CurrentPhysicalMediaType, VT_I4),
    DATA(CurrentWriteSpeed, VT_I4),
    DATA(CurrentRotationTypeIsPureCAV, VT_BOOL),
    DATA(SupportedWriteSpeeds, VT_ARRAY),
    DATA(SupportedWriteSpeedDescriptors, VT_ARRAY),
    DATA(MultisessionInterfaces, VT_ARRAY),
};

static const struct getter of_erase[] = {
    ERASE(MediaPhysicallyBlank, VT_BOOL),
    ERASE(MediaHeuristicallyBlank, VT_BOOL),
    ERASE(CurrentPhysicalMediaType, VT_I4),
};

/* What they have before anything is put. */
static const struct getter defaults_of_data[] = {
    DATA(BufferUnderrunFreeDisabled, VT_BOOL),
    DATA(PostgapAlreadyInImage, VT_BOOL),
    DATA(ForceMediaToBeClosed, VT_BOOL),
    DATA(DisableConsumerDvdCompatibilityMode, VT_BOOL),
    DATA(ForceOverwrite, VT_BOOL),
    DATA(RequestedWriteSpeed, VT_I4),
    DATA(RequestedRotationTypeIsPureCAV, VT_BOOL),
    DATA(SupportedMediaTypes, VT_ARRAY),
    DATA(Recorder, VT_UNKNOWN),
};

static const struct getter defaults_of_erase[] = {
    ERASE(FullErase, VT_BOOL),
    ERASE(SupportedMediaTypes, VT_ARRAY),
    ERASE(Recorder, VT_UNKNOWN),
};

static IDiscFormat2Data *new_data(void)
{
    return new_object(&CLSID_MsftDiscFormat2Data, &IID_IDiscFormat2Data);
}

/* Of a class that a writer makes, and not every server lets be made alone. */
static void *new_alone(REFCLSID clsid, REFIID iid)
{
    void *object = NULL;
    HRESULT hr = CoCreateInstance(clsid, NULL, CLSCTX_ALL, iid, &object);

    if (hr == REGDB_E_CLASSNOTREG) cannot("a class that cannot be created alone");
    return SUCCEEDED(hr) ? object : NULL;
}

static IDiscFormat2Erase *new_erase(void)
{
    return new_object(&CLSID_MsftDiscFormat2Erase, &IID_IDiscFormat2Erase);
}

static HRESULT put_name(IDiscFormat2Data *data, const WCHAR *name)
{
    BSTR text = name ? SysAllocString(name) : NULL;
    HRESULT hr = IDiscFormat2Data_put_ClientName(data, text);

    SysFreeString(text);
    return hr;
}

/* ------------------------------------------------------------------------------------------------- without a drive */

static void writers__without_a_recorder__say_so(const struct subject *subject)
{
    IDiscFormat2Erase *erase = new_erase();
    IDiscFormat2Data *data = new_data();
    IStream *stream = NULL;
    HRESULT hr;

    (void)subject;
    if (data) {
        getters_ask(data, of_data, ARRAYSIZE(of_data), "of MsftDiscFormat2Data without a recorder");
        getters_ask(data, defaults_of_data, ARRAYSIZE(defaults_of_data), "of a new MsftDiscFormat2Data");
        expect_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK, "put_Recorder(NULL)");
        expect_hr(IDiscFormat2Data_Write(data, NULL), E_POINTER, "Write(NULL)");
        expect_hr(IDiscFormat2Data_CancelWrite(data), E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS, "CancelWrite, idle");
        answer_hr("SetWriteSpeed(-1) without a recorder", IDiscFormat2Data_SetWriteSpeed(data, -1, VARIANT_FALSE));
        if (SUCCEEDED(CreateStreamOnHGlobal(NULL, TRUE, &stream))) {
            hr = IDiscFormat2Data_Write(data, stream);
            expect_failed(hr, "Write without a recorder");
            answer_hr("Write without a recorder", hr);
            IStream_Release(stream);
        }
        IDiscFormat2Data_Release(data);
    }
    if (erase) {
        getters_ask(erase, of_erase, ARRAYSIZE(of_erase), "of MsftDiscFormat2Erase without a recorder");
        getters_ask(erase, defaults_of_erase, ARRAYSIZE(defaults_of_erase), "of a new MsftDiscFormat2Erase");
        hr = IDiscFormat2Erase_EraseMedia(erase);
        expect_failed(hr, "EraseMedia without a recorder");
        answer_hr("EraseMedia without a recorder", hr);
        IDiscFormat2Erase_Release(erase);
    }
}

static void writers__client_names__follow_the_rule(const struct subject *subject)
{
    static const WCHAR longest[] = L"123456789012345678901234567890123456789012345678901234567890123";
    IDiscFormat2Data *data = new_data();
    BSTR name = NULL;
    HRESULT hr;

    (void)subject;
    if (!data) return;
    hr = IDiscFormat2Data_get_ClientName(data, &name);
    answer("ClientName of a new MsftDiscFormat2Data", "0x%08lX, %s", (unsigned long)hr, name ? "a string" : "NULL");
    SysFreeString(name);
    answer_hr("put_ClientName(NULL)", put_name(data, NULL));
    answer_hr("put_ClientName(\"\")", put_name(data, L""));
    answer_hr("put_ClientName of 63 characters", put_name(data, longest));
    answer_hr("put_ClientName of a character that is not allowed", put_name(data, L"a|b"));
    name = NULL;
    if (SUCCEEDED(IDiscFormat2Data_get_ClientName(data, &name)))
        answer("ClientName behind a refused one", "%ls", name ? name : L"NULL");
    SysFreeString(name);
    IDiscFormat2Data_Release(data);
}

static void writers__values_that_make_no_sense__are_refused_or_not(const struct subject *subject)
{
    IDiscFormat2Data *data = new_data();
    IBurnVerification *verification;
    IMAPI_BURN_VERIFICATION_LEVEL level = IMAPI_BURN_VERIFICATION_FULL;
    VARIANT_BOOL flag = 0;

    (void)subject;
    if (!data) return;
    answer_hr("put_ForceOverwrite(1)", IDiscFormat2Data_put_ForceOverwrite(data, 1));
    IDiscFormat2Data_get_ForceOverwrite(data, &flag);
    answer("ForceOverwrite behind put_ForceOverwrite(1)", "%d", flag);
    if (expect_hr(IDiscFormat2Data_QueryInterface(data, &IID_IBurnVerification, (void **)&verification), S_OK,
                  "IBurnVerification")) {
        expect_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK, "BurnVerificationLevel");
        answer("BurnVerificationLevel at first", "%d", (int)level);
        answer_hr("put_BurnVerificationLevel(3)", IBurnVerification_put_BurnVerificationLevel(verification, 3));
        IBurnVerification_Release(verification);
    }
    IDiscFormat2Data_Release(data);
}

static void engine__new__has_its_defaults(const struct subject *subject)
{
    IWriteEngine2 *engine = new_object(&CLSID_MsftWriteEngine2, &IID_IWriteEngine2);
    IDiscRecorder2Ex *recorder = NULL;
    IStream *stream = NULL;
    LONG number = 77;

    (void)subject;
    if (!engine) return;
    answer_hr("Recorder of a new MsftWriteEngine2", IWriteEngine2_get_Recorder(engine, &recorder));
    if (SUCCEEDED(IWriteEngine2_get_BytesPerSector(engine, &number)))
        answer("BytesPerSector of a new MsftWriteEngine2", "%ld", number);
    if (SUCCEEDED(IWriteEngine2_get_StartingSectorsPerSecond(engine, &number)))
        answer("StartingSectorsPerSecond of a new MsftWriteEngine2", "%ld", number);
    answer_hr("put_StartingSectorsPerSecond(0)", IWriteEngine2_put_StartingSectorsPerSecond(engine, 0));
    answer_hr("put_UseStreamingWrite12(VARIANT_TRUE)", IWriteEngine2_put_UseStreamingWrite12(engine, VARIANT_TRUE));
    answer_hr("put_BytesPerSector(0)", IWriteEngine2_put_BytesPerSector(engine, 0));
    answer_hr("put_BytesPerSector(0x7FFFFFFF) without a recorder",
              IWriteEngine2_put_BytesPerSector(engine, 0x7FFFFFFF));
    expect_hr(IWriteEngine2_CancelWrite(engine), S_IMAPI_WRITE_NOT_IN_PROGRESS, "CancelWrite of an idle engine");
    expect_hr(IWriteEngine2_WriteSection(engine, NULL, 0, 1), E_POINTER, "WriteSection(NULL)");
    if (SUCCEEDED(CreateStreamOnHGlobal(NULL, TRUE, &stream))) {
        answer_hr("WriteSection without a recorder", IWriteEngine2_WriteSection(engine, stream, 0, 1));
        IStream_Release(stream);
    }
    IWriteEngine2_Release(engine);
}

/* What MultisessionInterfaces gives can be made alone, too. */
static void multisession__without_a_writer__says_so(const struct subject *subject)
{
    IMultisessionSequential *sequential = new_alone(&CLSID_MsftMultisessionSequential, &IID_IMultisessionSequential);
    IMultisessionRandomWrite *random = new_alone(&CLSID_MsftMultisessionRandomWrite, &IID_IMultisessionRandomWrite);
    IDiscRecorder2 *recorder = NULL;
    VARIANT_BOOL flag = 77;
    LONG number = 77;
    HRESULT hr;

    (void)subject;
    if (sequential) {
        hr = IMultisessionSequential_get_InUse(sequential, &flag);
        answer("InUse of a MsftMultisessionSequential alone", "0x%08lX, %d", (unsigned long)hr, flag);
        answer_hr("IsSupportedOnCurrentMediaState of it",
                  IMultisessionSequential_get_IsSupportedOnCurrentMediaState(sequential, &flag));
        answer_hr("IsFirstDataSession of it", IMultisessionSequential_get_IsFirstDataSession(sequential, &flag));
        answer_hr("FreeSectorsOnMedia of it", IMultisessionSequential_get_FreeSectorsOnMedia(sequential, &number));
        answer_hr("ImportRecorder of it", IMultisessionSequential_get_ImportRecorder(sequential, &recorder));
        IMultisessionSequential_Release(sequential);
    }
    if (random) {
        answer_hr("WriteUnitSize of a MsftMultisessionRandomWrite alone",
                  IMultisessionRandomWrite_get_WriteUnitSize(random, &number));
        answer_hr("LastWrittenAddress of it", IMultisessionRandomWrite_get_LastWrittenAddress(random, &number));
        IMultisessionRandomWrite_Release(random);
    }
}

static void speed_descriptor__made_alone__is_empty(const struct subject *subject)
{
    IWriteSpeedDescriptor *descriptor = new_alone(&CLSID_MsftWriteSpeedDescriptor, &IID_IWriteSpeedDescriptor);
    IMAPI_MEDIA_PHYSICAL_TYPE type = 77;
    VARIANT_BOOL flag = 77;
    LONG speed = 77;
    HRESULT hr;

    (void)subject;
    if (!descriptor) return;
    hr = IWriteSpeedDescriptor_get_MediaType(descriptor, &type);
    if (SUCCEEDED(hr)) hr = IWriteSpeedDescriptor_get_RotationTypeIsPureCAV(descriptor, &flag);
    if (SUCCEEDED(hr)) hr = IWriteSpeedDescriptor_get_WriteSpeed(descriptor, &speed);
    answer("MsftWriteSpeedDescriptor alone", "0x%08lX, type %d, pure CAV %d, speed %ld", (unsigned long)hr, (int)type,
           flag, speed);
    IWriteSpeedDescriptor_Release(descriptor);
}

/* ---------------------------------------------------------------------------------------------------- with a drive */

/* Nothing is written: what is asked is the same whatever disc is in the drive. */
static void writers__with_a_drive__tell_of_its_disc(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    IDiscFormat2Data *data = recorder ? new_data() : NULL;
    VARIANT_BOOL flag = 77;
    HRESULT hr;

    if (data) {
        hr = IDiscFormat2Data_IsRecorderSupported(data, recorder, &flag);
        expect_hr(hr, S_OK, "IsRecorderSupported");
        answer("IsRecorderSupported", "%d", flag);
        hr = IDiscFormat2Data_put_Recorder(data, recorder);
        expect(hr == S_OK || flag == VARIANT_FALSE, "put_Recorder of a supported one: 0x%08lX", (unsigned long)hr);
        if (FAILED(hr)) {
            cannot("a drive that does not write");
        } else {
            hr = IDiscFormat2Data_IsCurrentMediaSupported(data, recorder, &flag);
            answer("IsCurrentMediaSupported", "0x%08lX, %d", (unsigned long)hr, flag);
            getters_ask(data, of_data, ARRAYSIZE(of_data), "of MsftDiscFormat2Data");
            answer_hr("SetWriteSpeed(0)", IDiscFormat2Data_SetWriteSpeed(data, 0, VARIANT_FALSE));
            answer_hr("SetWriteSpeed(-2)", IDiscFormat2Data_SetWriteSpeed(data, -2, VARIANT_FALSE));
            expect_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK, "put_Recorder(NULL)");
        }
        IDiscFormat2Data_Release(data);
    }
    if (recorder) IDiscRecorder2_Release(recorder);
}

/* Streams that no disc takes: the checks come before anything is written. */
static void writers__streams_of_no_whole_sectors__are_refused(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    IDiscFormat2Data *data = recorder ? new_data() : NULL;
    IStream *stream = NULL;
    ULARGE_INTEGER size;

    if (data && FAILED(IDiscFormat2Data_put_Recorder(data, recorder))) {
        cannot("a drive that does not write");
    } else if (data && SUCCEEDED(CreateStreamOnHGlobal(NULL, TRUE, &stream))) {
        size.QuadPart = 2047;
        IStream_SetSize(stream, size);
        answer_hr("Write of 2047 bytes without a client name", IDiscFormat2Data_Write(data, stream));
        put_name(data, L"Conformance");
        answer_hr("Write of 2047 bytes", IDiscFormat2Data_Write(data, stream));
        size.QuadPart = 0;
        IStream_SetSize(stream, size);
        answer_hr("Write of 0 bytes", IDiscFormat2Data_Write(data, stream));
        IStream_Release(stream);
    }
    if (data) IDiscFormat2Data_Release(data);
    if (recorder) IDiscRecorder2_Release(recorder);
}

static const struct conformance_case cases[] = {
    {"writers__without_a_recorder__say_so", NEEDS_NOTHING, writers__without_a_recorder__say_so},
    {"writers__client_names__follow_the_rule", NEEDS_NOTHING, writers__client_names__follow_the_rule},
    {"writers__values_that_make_no_sense__are_refused_or_not", NEEDS_NOTHING,
     writers__values_that_make_no_sense__are_refused_or_not},
    {"engine__new__has_its_defaults", NEEDS_NOTHING, engine__new__has_its_defaults},
    {"multisession__without_a_writer__says_so", NEEDS_NOTHING, multisession__without_a_writer__says_so},
    {"speed_descriptor__made_alone__is_empty", NEEDS_NOTHING, speed_descriptor__made_alone__is_empty},
    {"writers__with_a_drive__tell_of_its_disc", NEEDS_DRIVE, writers__with_a_drive__tell_of_its_disc},
    {"writers__streams_of_no_whole_sectors__are_refused", NEEDS_DRIVE,
     writers__streams_of_no_whole_sectors__are_refused},
};

const struct conformance_group writers_group = {cases, ARRAYSIZE(cases), NULL};
