/* virtual/recorder_id.c: the shape of an ID, odd identities, foreign IDs. */
#include "virtual_fixture.h"

#include <string.h>

#include "virtual/recorder_id.h"

static void format__our_own_drive__is_the_shape_that_is_promised(void **state)
{
    char id[DEVICE_ID_SIZE];

    (void)state;
    recorder_id_format(L"burner", &sim_identity_default, id);
    assert_string_equal(id, "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#burner#{53f56308-b6bf-"
                            "11d0-94f2-00a0c91efb8b}");
}

/* SE-S204N as a firmware could have it: what is no letter, digit, '.' or '-' would end a part of the ID, or frighten a
 * parser.
 */
static void format__odd_inquiry__becomes_plain(void **state)
{
    static const uint8_t inquiry[] = "\x05\x80\x00\x32\x1f\x00\x00\x00"
                                     "TSST#orp"
                                     "CD/DVDW S\\&\xff\x01 Z "
                                     "T.-1";
    static const struct sim_identity identity = {.inquiry = inquiry, .inquiry_count = 36};
    char id[DEVICE_ID_SIZE];

    (void)state;
    recorder_id_format(L"Old_1", &identity, id);
    assert_string_equal(id, "\\\\?\\openimapi2#cdrom&ven_tsst_orp&prod_cd_dvdw_s_____z&rev_t.-1#old_1#{53f56308-b6bf-"
                            "11d0-94f2-00a0c91efb8b}");
}

static void format__inquiry_cut__has_empty_fields(void **state)
{
    static const uint8_t inquiry[] = "\x05\x80\x00\x32\x1f\x00\x00\x00VENDOR  PRODUCT";
    struct sim_identity identity = {.inquiry = inquiry, .inquiry_count = 20};
    char id[DEVICE_ID_SIZE];

    (void)state;
    recorder_id_format(L"a", &identity, id);
    assert_string_equal(id, "\\\\?\\openimapi2#cdrom&ven_vendor&prod_&rev_#a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
}

static void parse__any_case_and_any_identity__finds_the_name(void **state)
{
    wchar_t name[VIRTUAL_NAME_MAX + 1];

    (void)state;
    assert_true(recorder_id_parse(
        "\\\\?\\OpenIMAPI2#CDROM&Ven_X&Prod_Y&Rev_Z#BURNER-1#{53F56308-B6BF-11D0-94F2-00A0C91EFB8B}", name));
    assert_memory_equal(name, L"burner-1", sizeof L"burner-1");
    assert_true(recorder_id_parse("\\\\?\\openimapi2##x#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}", name));
    assert_memory_equal(name, L"x", sizeof L"x");
}

static void parse__another_kind_of_id__is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "\\\\?\\openimapi2#",
        "\\\\?\\openimapi2#cdrom",
        "\\\\?\\openimapi2#cdrom#burner",
        "\\\\?\\openimapi2#cdrom#burner#",
        "\\\\?\\openimapi2#cdrom#burner#{53f56308-b6bf-11d0-94f2-00a0c91efb8b",
        "\\\\?\\openimapi2#cdrom#burner#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}x",
        "\\\\?\\openimapi2#cdrom##{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\openimapi2#cdrom#123456789012345678901234567890123#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\scsi#cdrom&ven_x&prod_y#4&1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "burner",
    };
    wchar_t name[VIRTUAL_NAME_MAX + 1];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memset(name, 0x55, sizeof name);
        assert_false(recorder_id_parse(bad[i], name));
        assert_int_equal(name[0], 0);
    }
}

static void volume__has_the_shape_and_depends_on_the_name_alone(void **state)
{
    char first[DEVICE_VOLUME_SIZE], second[DEVICE_VOLUME_SIZE], other[DEVICE_VOLUME_SIZE];
    size_t i;

    (void)state;
    recorder_id_volume(L"burner", first);
    recorder_id_volume(L"BURNER", second);
    recorder_id_volume(L"burner2", other);
    assert_string_equal(first, second);
    assert_string_not_equal(first, other);
    assert_int_equal(strlen(first), strlen("\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\"));
    for (i = 0; first[i]; i++) {
        char shape = "\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\"[i];

        if (shape == '0')
            assert_true(strchr("0123456789abcdef", first[i]) != NULL);
        else
            assert_int_equal(first[i], shape);
    }
    /* For ever: programs may have kept it. FNV-1a of "burner", and of it once more from there (computed apart). */
    assert_string_equal(first, "\\\\?\\Volume{5aa44a49-f8ed-2e2f-efb3-fcccedb5dbc1}\\");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format__our_own_drive__is_the_shape_that_is_promised),
        cmocka_unit_test(format__odd_inquiry__becomes_plain),
        cmocka_unit_test(format__inquiry_cut__has_empty_fields),
        cmocka_unit_test(parse__any_case_and_any_identity__finds_the_name),
        cmocka_unit_test(parse__another_kind_of_id__is_refused),
        cmocka_unit_test(volume__has_the_shape_and_depends_on_the_name_alone),
    };

    return cmocka_run_group_tests_name("recorder_id", tests, NULL, NULL);
}
