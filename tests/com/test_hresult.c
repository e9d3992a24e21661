/* imapi2/hresult.c, imapi2/client_name.c: our words as IMAPI's. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/client_name.h"
#include "imapi2/hresult.h"
#include "support/vectors.h"

static void hresult_from_sense__each_vector__is_as_typed(void **state)
{
    cJSON *root = vectors_load("vectors/sense-hresult.json");
    const cJSON *vectors = cJSON_GetObjectItem(root, "vectors");
    bool is_row_hit[26] = {false};
    const cJSON *vector;
    int row, checked = 0;

    (void)state;
    cJSON_ArrayForEach(vector, vectors)
    {
        struct drive_failure failure = {.status = DRIVE_REFUSED, .has_command = true, .has_sense = true};
        HRESULT expected = (HRESULT)strtoul(vector_string(vector, "value"), NULL, 16);
        HRESULT actual;

        failure.sense.key = (uint8_t)strtoul(vector_string(vector, "key"), NULL, 16);
        failure.sense.asc = (uint8_t)strtoul(vector_string(vector, "asc"), NULL, 16);
        failure.sense.ascq = (uint8_t)strtoul(vector_string(vector, "ascq"), NULL, 16);
        failure.opcode = (uint8_t)strtoul(vector_string(vector, "opcode"), NULL, 16);
        actual = hresult_from_failure(&failure);
        if (actual != expected) {
            vector_fail(vector_string(vector, "id"), "0x%08lX, expected 0x%08lX", (unsigned long)actual,
                        (unsigned long)expected);
        }
        row = (int)vector_number(vector, "row");
        if (!strcmp(vector_string(vector, "kind"), "hit")) is_row_hit[row] = true;
        checked++;
    }
    cJSON_Delete(root);
    assert_int_equal(vectors_take_failures(), 0);
    assert_int_equal(checked, 126);
    for (row = 1; row <= 25; row++)
        assert_true(is_row_hit[row]);
}

/* Typed from the documented codes of the methods and the Windows CD-ROM driver's answers, not from the table. */
/* clang-format off */
static const struct {
    enum drive_status status;
    unsigned long hr;
} statuses[] = {
    {DRIVE_OK,                    0x00000000},
    {DRIVE_NOT_OPEN,              0x80070006},
    {DRIVE_NO_SUCH_DEVICE,        0x80070002},
    {DRIVE_GONE,                  0x80070037},
    {DRIVE_ACCESS_DENIED,         0x80070005},
    {DRIVE_IN_USE,                0x80070005},
    {DRIVE_LOCKED,                0xC0AA0210},
    {DRIVE_NOT_LOCKED,            0x80070001},
    {DRIVE_NOT_DISABLED,          0x80070016},
    {DRIVE_INVALID_NAME,          0xC0AA0211},
    {DRIVE_INVALID_HANDLE,        0x80070006},
    {DRIVE_NO_MEMORY,             0x8007000E},
    {DRIVE_TIMEOUT,               0xC0AA020D},
    {DRIVE_BUSY,                  0xC0AA0207},
    {DRIVE_REFUSED,               0x80004005},
    {DRIVE_INVALID_RESPONSE,      0xC0AA02FF},
    {DRIVE_MEDIUM_BECOMING_READY, 0xC0AA0205},
    {DRIVE_MEDIUM_BUSY,           0xC0AA0207},
    {DRIVE_NO_SUCH_FEATURE,       0xC0AA020A},
    {DRIVE_FEATURE_NOT_CURRENT,   0xC0AA020B},
    {DRIVE_NO_SUCH_MODE_PAGE,     0xC0AA0201},
    {DRIVE_NO_SUCH_STRUCTURE,     0xC0AA020E},
    {DRIVE_NOT_OPTICAL,           0x80070032},
    {DRIVE_UNSUPPORTED,           0x80004005},
    {DRIVE_FAILED,                0x80004005},
};
/* clang-format on */

static void hresult_from_failure__each_status__is_as_typed(void **state)
{
    int status;

    (void)state;
    assert_int_equal(ARRAYSIZE(statuses), DRIVE_STATUS_COUNT);
    for (status = 0; status < DRIVE_STATUS_COUNT; status++) {
        struct drive_failure failure = {.status = (enum drive_status)status};

        assert_int_equal(statuses[status].status, status);
        assert_hr(hresult_from_failure(&failure), statuses[status].hr);
    }
}

/* A failure may carry an old sense: only a refusal is decided by it. */
static void hresult_from_failure__sense_beside_another_status__status_decides(void **state)
{
    struct drive_failure failure = {.status = DRIVE_TIMEOUT, .has_sense = true, .sense = {.key = 2, .asc = 0x3A}};

    (void)state;
    assert_hr(hresult_from_failure(&failure), 0xC0AA020D);
}

static void hresult_from_failure__no_such_device_with_system_error__is_the_systems(void **state)
{
    struct drive_failure failure = {.status = DRIVE_NO_SUCH_DEVICE, .system_error = ERROR_PATH_NOT_FOUND};

    (void)state;
    assert_hr(hresult_from_failure(&failure), 0x80070003);
}

static void hresult_from_failure__status_from_the_future__is_fail(void **state)
{
    struct drive_failure failure = {.status = DRIVE_STATUS_COUNT};

    (void)state;
    assert_hr(hresult_from_failure(&failure), E_FAIL);
}

static bool is_valid_name(const WCHAR *name, UINT length)
{
    BSTR bstr = SysAllocStringLen(name, length);
    char out[DRIVE_HOLDER_SIZE];
    bool is_valid = client_name_from_bstr(bstr, out);
    UINT i;

    assert_int_equal(strlen(out), is_valid ? length : 0);
    for (i = 0; is_valid && i < length; i++)
        assert_int_equal(out[i], name[i]);
    SysFreeString(bstr);
    return is_valid;
}

/* IOCTL_CDROM_EXCLUSIVE_ACCESS documentation: the characters of a caller's name. */
static void client_name_from_bstr__each_character__is_allowed_as_documented(void **state)
{
    static const WCHAR allowed[] = L"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-_";
    unsigned value;
    WCHAR name[2];

    (void)state;
    for (value = 0; value < 0x10000; value++) {
        name[0] = L'A';
        name[1] = (WCHAR)value;
        assert_int_equal(is_valid_name(name, 2), value && wcschr(allowed, (WCHAR)value) != NULL);
    }
}

static void client_name_from_bstr__lengths__are_1_to_63(void **state)
{
    WCHAR name[65];
    int i;

    (void)state;
    for (i = 0; i < 65; i++)
        name[i] = L'n';
    assert_false(is_valid_name(name, 0));
    assert_true(is_valid_name(name, 1));
    assert_true(is_valid_name(name, 63));
    assert_false(is_valid_name(name, 64));
    assert_false(is_valid_name(name, 65));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hresult_from_sense__each_vector__is_as_typed),
        cmocka_unit_test(hresult_from_failure__each_status__is_as_typed),
        cmocka_unit_test(hresult_from_failure__sense_beside_another_status__status_decides),
        cmocka_unit_test(hresult_from_failure__no_such_device_with_system_error__is_the_systems),
        cmocka_unit_test(hresult_from_failure__status_from_the_future__is_fail),
        cmocka_unit_test(client_name_from_bstr__each_character__is_allowed_as_documented),
        cmocka_unit_test(client_name_from_bstr__lengths__are_1_to_63),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
