/* Facts that a captured-drive file states without bytes: they replace the same facts in the bytes of the simulated
 * drive's own model. Where bytes were captured, facts are ignored.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/hex.h"
#include "capture/capture_reading.h"
#include "mmc/codes.h"

enum {
    HEAD = CAPTURE_FEATURE_HEAD,
    DESCRIPTOR_MAX = HEAD + 255,
    PROFILES_MAX = 63, /* of 4 bytes each, behind a length of one byte */
    PAGE_MAX = 2 + 255,
    CURRENT = 0x01,
    PERSISTENT = 0x02,
};

static bool is_set(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsTrue(member) || (cJSON_IsNumber(member) && member->valuedouble != 0);
}

/* The member's code of `digits` hexadecimal digits; a complaint when it is anything else. */
static unsigned code_of(struct reading *reading, const cJSON *string, size_t digits, const char *list, int index)
{
    const char *text = cJSON_GetStringValue(string);
    uint8_t bytes[2] = {0};

    if (!text || strlen(text) != digits || !hex_decode(text, digits / 2, bytes)) {
        reading_complain(reading, "decoded.%s[%d] has %lu digits, and its code %lu, in hexadecimal", list, index,
                         (unsigned long)(text ? strlen(text) : 0), (unsigned long)digits);
        return 0;
    }
    return digits == 4 ? load_be16(bytes) : bytes[0];
}

/* ---- features ---- */

/* The profile list as feature 0000h; its length, or 0 when the file states none. *profile: the current one. */
static size_t make_profile_list(struct reading *reading, const cJSON *decoded, uint8_t descriptor[DESCRIPTOR_MAX],
                                uint16_t *profile)
{
    const cJSON *entry, *list = cJSON_GetObjectItemCaseSensitive(decoded, "profile_list");
    const cJSON *head = cJSON_GetObjectItemCaseSensitive(decoded, "feature_0000h");
    const cJSON *stated = cJSON_GetObjectItemCaseSensitive(decoded, "current_profile");
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(head, "version");
    size_t count = HEAD;
    int index = 0;

    *profile = stated && !cJSON_IsNull(stated) ? (uint16_t)code_of(reading, stated, 4, "current_profile", 0) : 0;
    if (!cJSON_IsArray(list)) return 0;
    memset(descriptor, 0, HEAD);
    descriptor[2] = PERSISTENT | CURRENT;
    if (cJSON_IsObject(head)) {
        descriptor[2] =
            (uint8_t)((is_set(head, "persistent") ? PERSISTENT : 0) | (is_set(head, "current") ? CURRENT : 0));
        if (cJSON_IsNumber(version)) descriptor[2] |= (uint8_t)((version->valueint & 0x0F) << 2);
    }
    cJSON_ArrayForEach(entry, list)
    {
        if (index == PROFILES_MAX) {
            reading_complain(reading, "decoded.profile_list has more than %d profiles", PROFILES_MAX);
            return 0;
        }
        store_be16(descriptor + count, (uint16_t)code_of(reading, cJSON_GetObjectItemCaseSensitive(entry, "profile"), 4,
                                                         "profile_list", index++));
        descriptor[count + 2] = is_set(entry, "current") ? CURRENT : 0;
        descriptor[count + 3] = 0;
        if (!stated && !*profile && descriptor[count + 2]) *profile = load_be16(descriptor + count);
        count += 4;
    }
    descriptor[3] = (uint8_t)(count - HEAD);
    return count;
}

/* Each feature of decoded.features: in our own model's bytes, or as a head alone where our model does not have it. */
static void take_feature_list(struct reading *reading, const cJSON *features, const uint8_t *profiles,
                              size_t profiles_count)
{
    const cJSON *entry;
    int index = 0;

    cJSON_ArrayForEach(entry, features)
    {
        unsigned code = code_of(reading, cJSON_GetObjectItemCaseSensitive(entry, "code"), 4, "features", index++);
        uint8_t descriptor[DESCRIPTOR_MAX] = {(uint8_t)(code >> 8), (uint8_t)code};
        size_t count = HEAD;
        const uint8_t *own = sim_identity_feature(&sim_identity_default, (uint16_t)code, &count);

        if (code == MMC_FEATURE_PROFILE_LIST && profiles_count) {
            own = profiles;
            count = profiles_count;
        }
        if (own) memcpy(descriptor, own, count);
        if (!own) count = HEAD;
        descriptor[2] =
            (uint8_t)((descriptor[2] & ~(PERSISTENT | CURRENT)) | (is_set(entry, "persistent") ? PERSISTENT : 0) |
                      (is_set(entry, "current") ? CURRENT : 0));
        reading_append(reading, &reading->capture->features, CAPTURE_LIST_MAX, descriptor, count);
    }
}

static bool serves_any(const uint8_t *feature, const uint8_t *profiles, size_t count)
{
    size_t i;

    for (i = HEAD; i + 4 <= count; i += 4) {
        if (sim_feature_is_current_with(feature, load_be16(profiles + i))) return true;
    }
    return false;
}

/* A profile list alone: of our own model's features those that serve one of the profiles. Its serial number and the
 * date of its firmware are nobody's facts.
 */
static void take_profile_list(struct reading *reading, const uint8_t *profiles, size_t profiles_count)
{
    struct capture *capture = reading->capture;
    const uint8_t *own;
    size_t at = 0, count;

    while (sim_identity_next_feature(&sim_identity_default, &at, &own, &count)) {
        uint16_t code = load_be16(own);
        uint8_t descriptor[DESCRIPTOR_MAX];

        if (code == MMC_FEATURE_PROFILE_LIST) {
            reading_append(reading, &capture->features, CAPTURE_LIST_MAX, profiles, profiles_count);
            continue;
        }
        if (code == MMC_FEATURE_DRIVE_SERIAL_NUMBER || code == MMC_FEATURE_FIRMWARE_INFORMATION) continue;
        if (!(own[2] & PERSISTENT) && !serves_any(own, profiles, profiles_count)) continue;
        memcpy(descriptor, own, count);
        if (sim_feature_is_current_with(own, capture->identity.profile)) descriptor[2] |= CURRENT;
        reading_append(reading, &capture->features, CAPTURE_LIST_MAX, descriptor, count);
    }
}

static void take_features(struct reading *reading, const cJSON *decoded)
{
    const cJSON *features = cJSON_GetObjectItemCaseSensitive(decoded, "features");
    uint8_t profiles[DESCRIPTOR_MAX];
    uint16_t profile;
    size_t count = make_profile_list(reading, decoded, profiles, &profile);

    if (!count && !cJSON_IsArray(features)) return;
    reading->capture->identity.profile = profile;
    reading->capture->stated |= CAPTURE_STATED_FEATURES;
    if (cJSON_IsArray(features)) {
        take_feature_list(reading, features, profiles, count);
    } else {
        take_profile_list(reading, profiles, count);
    }
}

/* ---- mode pages ---- */

/* A template: ?? becomes the page's length in byte 1, and 0 elsewhere. Its length; 0 after a complaint. */
static size_t fill_template(struct reading *reading, const char *key, const char *text, uint8_t page[PAGE_MAX])
{
    size_t count = strlen(text) / 2, i;

    if (strlen(text) % 2 || count < 2 || count > PAGE_MAX) {
        reading_complain(reading, "mode_pages.%s.template_hex has %lu characters, not %d to %d in pairs",
                         reading_quote(key).text, (unsigned long)strlen(text), 4, 2 * PAGE_MAX);
        return 0;
    }
    for (i = 0; i < count; i++) {
        bool is_unknown = text[2 * i] == '?' && text[2 * i + 1] == '?';

        page[i] = (uint8_t)(i == 1 ? count - 2 : 0);
        if (is_unknown || hex_decode(text + 2 * i, 1, page + i)) continue;
        reading_complain(reading, "mode_pages.%s.template_hex is neither hexadecimal nor ?? at character %lu",
                         reading_quote(key).text, (unsigned long)(2 * i));
        return 0;
    }
    if (reading_is_subpage(page)) {
        reading_complain(reading, "mode_pages.%s.template_hex is a sub-page, and a virtual drive has none",
                         reading_quote(key).text);
        return 0;
    }
    if (page[1] != count - 2) {
        reading_complain(reading, "mode_pages.%s.template_hex has %lu bytes, and its page %u", reading_quote(key).text,
                         (unsigned long)count, page[1] + 2u);
        return 0;
    }
    return count;
}

static size_t page_of_item(struct reading *reading, const cJSON *item, uint8_t page[PAGE_MAX])
{
    const char *hex = reading_string(item, "hex"), *template_hex = reading_string(item, "template_hex");

    memset(page, 0, PAGE_MAX);
    /* Exact pages have been looked at already; one with a sub-page has another head. */
    if (hex && reading_is_exact(item) && strlen(hex) >= 4 && strlen(hex) / 2 <= PAGE_MAX &&
        hex_decode(hex, strlen(hex) / 2, page))
        return reading_is_subpage(page) ? 0 : strlen(hex) / 2;
    return template_hex ? fill_template(reading, item->string, template_hex, page) : 0;
}

/* The page that the file has under this code: its length, or 0. */
static size_t find_page(struct reading *reading, uint8_t code, uint8_t page[PAGE_MAX])
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "mode_pages");
    size_t count;

    cJSON_ArrayForEach(item, all)
    {
        count = page_of_item(reading, item, page);
        if (count && (page[0] & 0x3F) == code) return count;
    }
    return 0;
}

/* The file's page, else our own model's, else a head alone. Returns false when it is not the file's. */
static bool take_page(struct reading *reading, uint8_t code)
{
    uint8_t page[PAGE_MAX] = {code, 0};
    size_t count = find_page(reading, code, page);
    bool is_known = count != 0;
    const uint8_t *own;

    if (!is_known) {
        own = sim_identity_page(&sim_identity_default, code, &count);
        if (own) memcpy(page, own, count);
        if (!own) count = 2;
        if (!own) page[1] = 0;
        page[0] = (uint8_t)((page[0] & ~0x3F) | code);
    }
    reading_append(reading, &reading->capture->mode_pages, CAPTURE_LIST_MAX, page, count);
    return is_known;
}

/* Without a stated list: our own model's pages, of which the file replaces some, and then those that only the file has.
 */
static void replace_own_pages(struct reading *reading)
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "mode_pages");
    uint8_t page[PAGE_MAX];
    const uint8_t *own;
    size_t at = 0, count;
    bool is_any = false;

    while (sim_identity_next_page(&sim_identity_default, &at, &own, &count))
        is_any |= take_page(reading, own[0] & 0x3F);
    cJSON_ArrayForEach(item, all)
    {
        count = page_of_item(reading, item, page);
        if (!count || sim_identity_page(&sim_identity_default, page[0] & 0x3F, &at)) continue;
        reading_append(reading, &reading->capture->mode_pages, CAPTURE_LIST_MAX, page, count);
        is_any = true;
    }
    if (!is_any) reading->capture->mode_pages.count = 0;
}

static void take_pages(struct reading *reading, const cJSON *decoded)
{
    const cJSON *code, *present = cJSON_GetObjectItemCaseSensitive(decoded, "mode_pages_present");
    int index = 0;

    if (cJSON_IsArray(present)) {
        if (cJSON_GetArraySize(present) > 64) {
            reading_complain(reading, "decoded.mode_pages_present has %d codes, and there are 64",
                             cJSON_GetArraySize(present));
        }
        cJSON_ArrayForEach(code, present)
        {
            take_page(reading, (uint8_t)(code_of(reading, code, 2, "mode_pages_present", index++) & 0x3F));
            if (reading->has_failed) return;
        }
    } else {
        replace_own_pages(reading);
    }
    if (reading->capture->mode_pages.count) reading->capture->stated |= CAPTURE_STATED_MODE_PAGES;
}

void reading_take_facts(struct reading *reading)
{
    const cJSON *decoded = cJSON_GetObjectItemCaseSensitive(reading->root, "decoded");

    if (!reading->capture->features.count) take_features(reading, decoded);
    if (!reading->has_failed && !reading->capture->mode_pages.count) take_pages(reading, decoded);
}
