/* Drives that misbehave, through the registered DLL: sense data, a device that goes, a drive that hangs. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/server_fixture.h"

static void faults__of_a_drive__come_up_as_documented(void **state)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));

    (void)state;
    virtual_fault(NAME, 0x1B, SIM_FAULT_SENSE, 1, 0x023A00, NULL, 0);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_error_says(SOURCE, L"START STOP UNIT (1Bh)", L"2/3A/00", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_SENSE, 0, 0x052000, NULL, 0);
    assert_hr(server_get_profiles(recorder), E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_SHORT, 0, 5, NULL, 0);
    assert_hr(server_get_profiles(recorder), E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x46, SIM_FAULT_DELAY, 0, 300, NULL, 0);
    assert_hr(server_get_profiles(recorder), S_OK);
    virtual_clear_faults(NAME);
    assert_hr(server_get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void faults__device_gone__is_gone_until_it_is_back(void **state)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));
    BSTR value;

    (void)state;
    virtual_fault(NAME, 0x46, SIM_FAULT_GONE, 0, 0, NULL, 0);
    assert_hr(server_get_profiles(recorder), 0x80070037);
    assert_error_says(SOURCE, L"unplugged", NULL);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), 0x80070037);
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK); /* known without the drive */
    assert_bstr(value, L"OPENIMAP");
    virtual_clear_faults(NAME);
    assert_hr(server_get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

static void faults__settings_removed_under_an_open_recorder__it_is_gone(void **state)
{
    IDiscRecorder2 *recorder, *other;

    (void)state;
    server_skip_where_recorders_stay();
    recorder = server_open_recorder(ID_OF(NAME));
    other = server_create_recorder();
    virtual_remove(NAME);
    assert_hr(server_get_profiles(recorder), 0x80070037);
    assert_hr(server_initialize(other, ID_OF(NAME)), 0x80070002);
    IDiscRecorder2_Release(other);
    IDiscRecorder2_Release(recorder);
}

static void faults__drive_hangs__ends_at_the_deadline(void **state)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));
    DWORD begun;

    (void)state;
    virtual_fault(NAME, 0x5A, SIM_FAULT_HANG, 0, 0, NULL, 0);
    begun = GetTickCount();
    {
        SAFEARRAY *array;

        assert_hr(IDiscRecorder2_get_SupportedModePages(recorder, &array), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
        assert_null(array);
    }
    assert_true(GetTickCount() - begun < 90000); /* 30 s, and what a busy machine adds */
    virtual_clear_faults(NAME);
    assert_hr(server_get_profiles(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(faults__of_a_drive__come_up_as_documented),
        SERVER_CASE(faults__device_gone__is_gone_until_it_is_back),
        SERVER_CASE(faults__settings_removed_under_an_open_recorder__it_is_gone),
        SERVER_CASE(faults__drive_hangs__ends_at_the_deadline),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
