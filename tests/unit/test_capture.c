/* src/capture: captured-drive files as identities of the simulated drive, and what is refused in them. Expected bytes
 * are typed from the files (tests/drives), and from MMC-6 where a fact has none.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "capture/capture.h"
#include "support/vectors.h"

static char words[CAPTURE_COMPLAINT_SIZE];

static struct capture *read_text(const char *json, const char *state)
{
    struct text complaint = text_in(words, sizeof words);
    struct capture *capture;
    bool is_read = capture_read(json, strlen(json), state, &capture, &complaint);

    assert_int_equal(is_read, capture != NULL);
    assert_int_equal(complaint.length == 0, capture != NULL);
    return capture;
}

static struct capture *read_drive(const char *name)
{
    char path[128], *json;
    struct capture *capture;

    snprintf(path, sizeof path, "drives/%s.json", name);
    json = vector_file_text(path);
    capture = read_text(json, NULL);
    if (!capture) fail_msg("%s: %s", name, words);
    free(json);
    return capture;
}

/* The codes of the features in hexadecimal, with + where one is current and * where one is persistent. */
static const char *features_of(const struct capture *capture)
{
    static char list[512];
    struct text text = text_in(list, sizeof list);
    const uint8_t *descriptor;
    size_t at = 0, count;

    while (sim_identity_next_feature(&capture->identity, &at, &descriptor, &count)) {
        text_printf(&text, "%s%02x%02x%s%s", text.length ? " " : "", descriptor[0], descriptor[1],
                    descriptor[2] & 1 ? "+" : "", descriptor[2] & 2 ? "*" : "");
    }
    return list;
}

static const char *pages_of(const struct capture *capture)
{
    static char list[512];
    struct text text = text_in(list, sizeof list);
    const uint8_t *page;
    size_t at = 0, count;

    while (sim_identity_next_page(&capture->identity, &at, &page, &count))
        text_printf(&text, "%s%02x", text.length ? " " : "", page[0] & 0x3f);
    return list;
}

static void assert_feature(const struct capture *capture, uint16_t code, const char *hex)
{
    size_t count, wanted_count;
    const uint8_t *descriptor = sim_identity_feature(&capture->identity, code, &count);
    uint8_t *wanted = vector_bytes(hex, &wanted_count);

    assert_non_null(descriptor);
    assert_int_equal(count, wanted_count);
    assert_memory_equal(descriptor, wanted, count);
    free(wanted);
}

static void assert_page(const struct capture *capture, uint8_t code, const char *hex)
{
    size_t count, wanted_count;
    const uint8_t *page = sim_identity_page(&capture->identity, code, &count);
    uint8_t *wanted = vector_bytes(hex, &wanted_count);

    assert_non_null(page);
    assert_int_equal(count, wanted_count);
    assert_memory_equal(page, wanted, count);
    free(wanted);
}

/* ---- facts without bytes ---- */

/* The ASUS that could not close its DVD-RAM: 14 profiles are stated, 0012h is current, and of features nothing. Our own
 * model's BD features serve none of the 14; MMC-6 says which ones a DVD-RAM makes current.
 */
static void facts__profile_list__is_the_drives_list(void **state)
{
    struct capture *capture = read_drive("asus-drw-24f1st-a-1.00");

    (void)state;
    assert_int_equal(capture->identity.profile, 0x0012);
    assert_feature(capture, 0x0000,
                   "00000338 00150000 00160000 002b0000 001b0000 001a0000 00140000 00130000 00120100 00110000 00100000"
                   "000a0000 00090000 00080000 00020100");
    assert_string_equal(features_of(capture),
                        "0000+* 0001+* 0002+* 0003+* 0004+ 0010+ 001d 001e 001f+ 0020+ 0021 0023+ 0024+ "
                        "0026 002a 002b 002c 002d 002e 002f 0037 003b 0100+* 0105+* 0107+");
    assert_true(capture->stated & CAPTURE_STATED_FEATURES);
    capture_free(capture);
}

/* The Samsung states the bits of feature 0000h itself, and 13 profiles, the last of which with a Current bit that is
 * not known.
 */
static void facts__feature_0000h__has_its_bits(void **state)
{
    struct capture *capture = read_drive("tsstcorp-cddvdw-sh-s223f-sb03");

    (void)state;
    assert_int_equal(capture->identity.profile, 0x002b);
    assert_feature(capture, 0x0000,
                   "00000334 00150000 00160000 00170000 002b0100 001b0000 001a0000 00140000 00130000 00120000 00110000"
                   "00100000 000a0000 00090000");
    capture_free(capture);
}

/* 28 features of a drive with a DVD+RW in it, by code and bits; 0106h and others are not our own model's: a head alone.
 */
static void facts__features__are_the_drives_list(void **state)
{
    struct capture *capture = read_drive("unknown-dvd-rw-42bbm27s211");
    cJSON *file = vectors_load("drives/unknown-dvd-rw-42bbm27s211.json");
    const cJSON *entry, *decoded = cJSON_GetObjectItemCaseSensitive(file, "decoded");
    char wanted[512];
    struct text text = text_in(wanted, sizeof wanted);

    (void)state;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(decoded, "features"))
    {
        text_printf(&text, "%s%s%s%s", text.length ? " " : "", vector_string(entry, "code"),
                    vector_number(entry, "current") ? "+" : "", vector_number(entry, "persistent") ? "*" : "");
    }
    assert_string_equal(features_of(capture), wanted);
    assert_int_equal(capture->identity.profile, 0x001a);
    assert_feature(
        capture, 0x0000,
        "00000328 002b0000 001b0000 001a0100 00140000 00130000 00110000 00100000 000a0000 00090000 00080000");
    cJSON_Delete(file);
    capture_free(capture);
}

/* Page 2Ah as far as a log determined it; the length, byte 1, is the template's. */
static void facts__template__is_the_page(void **state)
{
    struct capture *capture = read_drive("matshita-ujda710-1.50");

    (void)state;
    assert_page(capture, 0x2a, "2a161f0771632923108a01000800108a0000058305830001");
    assert_string_equal(pages_of(capture), "01 05 08 0d 1a 1c 1d 2a");
    assert_int_equal(capture->stated, CAPTURE_STATED_MODE_PAGES);
    capture_free(capture);
}

/* GSA-4040B: eleven codes are stated, the bytes of 01h are raw; 0Eh, 18h and 20h are not our own model's. */
static void facts__mode_pages_present__is_the_drives_list(void **state)
{
    struct capture *capture = read_drive("hl-dt-st-dvdram-gsa-4040b");

    (void)state;
    assert_string_equal(pages_of(capture), "01 05 08 0d 0e 18 1a 1c 1d 20 2a");
    assert_page(capture, 0x01, "010a80130000000003000000");
    assert_page(capture, 0x18, "1800");
    capture_free(capture);
}

/* Where bytes were captured, facts are not looked at: CDEmu's list and pages are whole. */
static void facts__bytes_are_known__bytes_win(void **state)
{
    struct capture *capture =
        read_text("{\"schema\": 1, \"feature_descriptors\": {\"0000\": {\"hex\": \"0000030400100100\","
                  "\"evidence\": \"raw\"}}, \"decoded\": {\"profile_list\": [{\"profile\": \"0008\"}]}}",
                  NULL);

    (void)state;
    assert_string_equal(features_of(capture), "0000+*");
    assert_int_equal(capture->identity.profile, 0x0010);
    assert_int_equal(capture->stated, 0);
    capture_free(capture);
}

/* SPC-3, sub-page format: SPF is bit 6 of byte 0, the length bytes 2 and 3. The simulated drive has no sub-pages. */
static void mode_pages__a_subpage__is_stepped_over(void **state)
{
    static const char *const files[] = {
        /* page 3Fh: a header of 8 bytes, sub-page 2Ah/01h, page 01h */
        "{\"schema\": 1, \"responses\": [{\"cdb\": \"5a003f00000000010000\", \"status\": \"good\","
        "\"complete\": true, \"evidence\": \"raw\", \"hex\": \"00140000000000006a01000200000106000000000000\"}]}",
        /* of a virtual drive, one by one: with the header, and without */
        "{\"schema\": 1, \"responses\": [{\"cdb\": \"5a002a01000000010000\", \"status\": \"good\","
        "\"complete\": true, \"evidence\": \"derived-exact\", \"hex\": \"000c0000000000006a0100020000\"},"
        "{\"cdb\": \"5a000100000000010000\", \"status\": \"good\", \"complete\": true,"
        "\"evidence\": \"derived-exact\", \"hex\": \"000e0000000000000106000000000000\"}]}",
        "{\"schema\": 1, \"responses\": [{\"cdb\": \"5a002a01000000010000\", \"status\": \"good\","
        "\"complete\": true, \"evidence\": \"derived-exact\", \"hex\": \"6a0100020000\"},"
        "{\"cdb\": \"5a000100000000010000\", \"status\": \"good\", \"complete\": true,"
        "\"evidence\": \"derived-exact\", \"hex\": \"0106000000000000\"}]}",
        "{\"schema\": 1, \"mode_pages\": {"
        "\"2a\": {\"evidence\": \"derived-exact\", \"hex\": \"6a0100020000\"},"
        "\"01\": {\"evidence\": \"derived-exact\", \"hex\": \"0106000000000000\"}}}",
    };
    struct capture *capture;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof files / sizeof *files; i++) {
        capture = read_text(files[i], NULL);
        assert_non_null(capture);
        assert_string_equal(pages_of(capture), "01");
        assert_page(capture, 0x01, "0106000000000000");
        capture_free(capture);
    }
}

/* ---- descriptors whose first bytes alone are known ---- */

static void feature_descriptors__truncated__end_with_the_last_whole_element(void **state)
{
    static const struct {
        const char *hex, *kept;
    } rows[] = {
        {"0000034800430000004200000041", "0000030800430000 00420000"},
        {"00000348", "00000300"},
        {"0000034800", "00000300"},
        {"0000030800430000 00420000", "0000030800430000 00420000"}, /* it is whole after all */
    };
    char json[256], hex[64];
    size_t i, j, count;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct capture *capture;

        for (j = count = 0; rows[i].hex[j]; j++) {
            if (rows[i].hex[j] != ' ') hex[count++] = rows[i].hex[j];
        }
        hex[count] = '\0';
        snprintf(json, sizeof json,
                 "{\"schema\": 1, \"feature_descriptors\": {\"0000\": {\"hex\": \"%s\", \"evidence\": \"raw-partial\","
                 "\"truncated\": true, \"claimed_length\": 76}}}",
                 hex);
        capture = read_text(json, NULL);
        assert_non_null(capture);
        assert_feature(capture, 0x0000, rows[i].kept);
        capture_free(capture);
    }
}

/* ---- what is refused ---- */

static void damage__names_key_length_found_and_length_wanted(void **state)
{
    /* clang-format off */
    static const struct {
        const char *json, *says;
    } rows[] = {
        {"{\"feature_descriptors\": {\"0000\": {\"hex\": \"0000034800430000\", \"evidence\": \"raw\"}}}", "feature_descriptors.0000 has 8 bytes, and its descriptor 76"},
        {"{\"feature_descriptors\": {\"0003\": {\"hex\": \"000303\", \"evidence\": \"raw\"}}}", "feature_descriptors.0003 has 3 bytes, and its descriptor 4"},
        {"{\"feature_descriptors\": {\"0003\": {\"hex\": \"00010300\", \"evidence\": \"raw\"}}}", "feature_descriptors.0003 is the descriptor of feature 0001"},
        {"{\"feature_descriptors\": {\"0003\": {\"hex\": \"0003030\", \"evidence\": \"raw\"}}}", "feature_descriptors.0003.hex has 7 digits"},
        {"{\"feature_descriptors\": {\"0003\": {\"hex\": \"0003zz00\", \"evidence\": \"raw\"}}}", "feature_descriptors.0003.hex is not hexadecimal: 0003zz00"},
        {"{\"feature_descriptors\": {\"0003\": {\"hex\": \"0003\", \"evidence\": \"raw\", \"truncated\": true}}}", "feature_descriptors.0003 has 2 bytes, and its descriptor 4"},
        {"{\"feature_descriptors\": [{\"hex\": \"00000000\", \"evidence\": \"raw\"}]}", "feature_descriptors is not an object"},
        {"{\"mode_pages\": [{\"hex\": \"0100\", \"evidence\": \"raw\"}]}", "mode_pages is not an object"},
        {"{\"mode_pages\": {\"01\": {\"hex\": \"010a00\", \"evidence\": \"raw\"}}}", "mode_pages.01 has 3 bytes, and its page 12"},
        {"{\"mode_pages\": {\"01\": {\"hex\": \"0500\", \"evidence\": \"raw\"}}}", "mode_pages.01 is page 05"},
        {"{\"mode_pages\": {\"01\": {\"hex\": \"01\", \"evidence\": \"raw\"}}}", "mode_pages.01.hex has 1 bytes, not 2 to 65536"},
        {"{\"mode_pages\": {\"2a\": {\"template_hex\": \"6a02????\"}}}", "mode_pages.2a.template_hex is a sub-page, and a virtual drive has none"},
        {"{\"mode_pages\": {\"2a\": {\"template_hex\": \"2a20??\"}}}", "mode_pages.2a.template_hex has 3 bytes, and its page 34"},
        {"{\"mode_pages\": {\"2a\": {\"template_hex\": \"2a?\"}}}", "mode_pages.2a.template_hex has 3 characters, not 4 to 514"},
        {"{\"mode_pages\": {\"2a\": {\"template_hex\": \"2a???0\"}}}", "mode_pages.2a.template_hex is neither hexadecimal nor ?? at character 4"},
        {"{\"responses\": [{\"cdb\": \"1200\"}]}", "responses[0].cdb has 2 bytes, not 6 to 16"},
        {"{\"responses\": [{}, {\"cdb\": \"120000000000\", \"sense\": \"5/24/0\"}]}", "responses[1].sense has 6 characters"},
        {"{\"responses\": [{\"cdb\": \"120000000000\", \"sense\": \"10/24/00\"}]}", "responses[0].sense has 8 characters"},
        {"{\"vendor\": \"NINE CHAR\"}", "vendor has 9 characters, and INQUIRY data has 8 for it"},
        {"{\"decoded\": {\"profile_list\": [{\"profile\": \"0008\"}, {\"profile\": \"10\"}]}}", "decoded.profile_list[1] has 2 digits, and its code 4"},
        {"{\"decoded\": {\"features\": [{\"current\": 1}]}}", "decoded.features[0] has 0 digits, and its code 4"},
        {"{\"decoded\": {\"mode_pages_present\": [\"2a\", 5]}}", "decoded.mode_pages_present[1] has 0 digits, and its code 2"},
    };
    /* clang-format on */
    char json[512];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct capture *capture;

        snprintf(json, sizeof json, "{\"schema\": 1, %s", rows[i].json + 1);
        capture = read_text(json, NULL);
        if (capture || !strstr(words, rows[i].says)) fail_msg("%s: \"%s\"", rows[i].json, capture ? "read" : words);
    }
}

static void damage__names_of_the_file__are_shown_in_ascii_and_cut(void **state)
{
    (void)state;
    assert_null(read_text("{\"schema\": 1, \"feature_descriptors\": {\"\\u0001\xff"
                          "0123456789012345678901234567890123456789\": {\"hex\": \"00\", \"evidence\": \"raw\"}}}",
                          NULL));
    assert_string_equal(words, "feature_descriptors.??01234567890123456789012345678901234567... has 1 bytes, and its "
                               "descriptor 4; is it truncated?");
}

/* A list that is longer than any reply. */
static void damage__endless_features__are_refused(void **state)
{
    enum { DESCRIPTORS = 300 };
    char *json = calloc(1, 100 + DESCRIPTORS * 600), *end = json;
    struct capture *capture;
    int i, j;

    (void)state;
    end += sprintf(end, "{\"schema\": 1, \"feature_descriptors\": {");
    for (i = 0; i < DESCRIPTORS; i++) {
        end += sprintf(end, "%s\"0001\": {\"evidence\": \"raw\", \"hex\": \"000103ff", i ? "," : "");
        for (j = 0; j < 255; j++)
            end += sprintf(end, "00");
        end += sprintf(end, "\"}");
    }
    sprintf(end, "}}");
    capture = read_text(json, NULL);
    assert_null(capture);
    assert_non_null(strstr(words, "more than 65527 bytes"));
    free(json);
}

/* Fail the 1st, 2nd, ... allocation until the file is read: a word each time, and nothing leaks. */
static void no_memory__every_allocation__is_said_and_leaks_nothing(void **state)
{
    static const char *const drives[] = {"cdemu-cd-rom-1.0", "hl-dt-st-dvdram-gsa-4040b", "unknown-dvd-rw-42bbm27s211",
                                         "teac-cd-540e-3.0a"};
    size_t i;
    long nth, live;

    (void)state;
    for (i = 0; i < sizeof drives / sizeof *drives; i++) {
        char path[128], *json;
        struct capture *capture = NULL;

        snprintf(path, sizeof path, "drives/%s.json", drives[i]);
        json = vector_file_text(path);
        live = base_alloc_live();
        for (nth = 1; !capture; nth++) {
            assert_true(nth < 500);
            base_alloc_fail_nth(nth);
            capture = read_text(json, NULL);
            if (base_alloc_fail_nth(0)) break; /* it was not needed any more */
            if (!capture) {
                assert_string_equal(words, "out of memory");
                assert_int_equal(base_alloc_live(), live);
            }
        }
        assert_true(nth > 3);
        capture_free(capture);
        assert_int_equal(base_alloc_live(), live);
        free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts__profile_list__is_the_drives_list),
        cmocka_unit_test(facts__feature_0000h__has_its_bits),
        cmocka_unit_test(facts__features__are_the_drives_list),
        cmocka_unit_test(facts__template__is_the_page),
        cmocka_unit_test(mode_pages__a_subpage__is_stepped_over),
        cmocka_unit_test(facts__mode_pages_present__is_the_drives_list),
        cmocka_unit_test(facts__bytes_are_known__bytes_win),
        cmocka_unit_test(feature_descriptors__truncated__end_with_the_last_whole_element),
        cmocka_unit_test(damage__names_key_length_found_and_length_wanted),
        cmocka_unit_test(damage__names_of_the_file__are_shown_in_ascii_and_cut),
        cmocka_unit_test(damage__endless_features__are_refused),
        cmocka_unit_test(no_memory__every_allocation__is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
