/* Builds the page about a drive: a matrix of media, its features in words, its mode pages. */
#include "discctl/drive_report.h"

#include <string.h>

#include "mmc/codes.h"

#include "discctl/drive_abilities.h"
#include "discctl/feature_words.h"
#include "discctl/html.h"
#include "discctl/names.h"

static const cJSON *property(const cJSON *properties, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(properties, name);
}

/* ------------------------------------------------------------------------------------------------------- its claims */

/* How many numbers of the array found room. */
static size_t take_codes(const cJSON *array, uint16_t codes[DRIVE_CLAIMS_MAX])
{
    const cJSON *element;
    size_t count = 0;

    if (!cJSON_IsArray(array)) return 0;
    cJSON_ArrayForEach(element, array)
    {
        if (cJSON_IsNumber(element) && count < DRIVE_CLAIMS_MAX) codes[count++] = (uint16_t)element->valuedouble;
    }
    return count;
}

/* The feature with its head as one of mmc's; its bytes are CoTaskMemFree()d by the caller. False: it is not there. */
static bool take_feature(IDiscRecorder2Ex *drive, uint16_t code, struct mmc_feature *feature, BYTE **bytes)
{
    ULONG count = 0;

    *bytes = NULL;
    if (FAILED(IDiscRecorder2Ex_GetFeaturePage(drive, (IMAPI_FEATURE_PAGE_TYPE)code, FALSE, bytes, &count)))
        return false;
    memset(feature, 0, sizeof *feature);
    feature->code = code;
    feature->descriptor = *bytes;
    if (count < 4) return false;
    feature->version = (*bytes)[2] >> 2 & 0x0F;
    feature->data = *bytes + 4;
    feature->data_bytes = (uint8_t)(count - 4 < (*bytes)[3] ? count - 4 : (*bytes)[3]);
    return true;
}

static void claim_plus(IDiscRecorder2Ex *drive, uint16_t code, uint8_t bit, struct drive_claims *claims)
{
    struct mmc_dvd_plus_feature plus;
    struct mmc_feature feature;
    BYTE *bytes;

    if (take_feature(drive, code, &feature, &bytes) && mmc_dvd_plus_feature_parse(&feature, &plus) == MMC_OK) {
        claims->plus_known |= bit;
        if (plus.write) claims->plus_writes |= bit;
    }
    CoTaskMemFree(bytes);
}

static void claim_page(IDiscRecorder2Ex *drive, struct drive_claims *claims)
{
    struct mmc_mode_page page = {.code = MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS};
    BYTE *bytes = NULL;
    ULONG count = 0;

    if (FAILED(IDiscRecorder2Ex_GetModePage(drive, (IMAPI_MODE_PAGE_TYPE)page.code,
                                            IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &bytes, &count)))
        return;
    page.bytes = bytes;
    page.count = count;
    claims->has_page = mmc_capabilities_page_parse(&page, &claims->page) == MMC_OK;
    CoTaskMemFree(bytes);
}

static void claim_fields(IDiscRecorder2 *recorder, struct drive_claims *claims)
{
    struct mmc_feature feature;
    IDiscRecorder2Ex *drive;
    BYTE *bytes;

    if (FAILED(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&drive))) return;
    claim_page(drive, claims);
    claim_plus(drive, MMC_FEATURE_DVD_PLUS_RW, DRIVE_PLUS_RW, claims);
    claim_plus(drive, MMC_FEATURE_DVD_PLUS_R, DRIVE_PLUS_R, claims);
    claim_plus(drive, MMC_FEATURE_DVD_PLUS_RW_DUAL_LAYER, DRIVE_PLUS_RW_DL, claims);
    claim_plus(drive, MMC_FEATURE_DVD_PLUS_R_DUAL_LAYER, DRIVE_PLUS_R_DL, claims);
    claims->has_dvd_read = take_feature(drive, MMC_FEATURE_DVD_READ, &feature, &bytes) &&
                           mmc_dvd_read_feature_parse(&feature, &claims->dvd_read) == MMC_OK;
    CoTaskMemFree(bytes);
    claims->has_bd_read = take_feature(drive, MMC_FEATURE_BD_READ, &feature, &bytes) &&
                          mmc_bd_feature_parse(&feature, &claims->bd_read) == MMC_OK;
    CoTaskMemFree(bytes);
    IDiscRecorder2Ex_Release(drive);
}

/* --------------------------------------------------------------------------------------------------------- the page */

/* A property's string; its failure in words where it could not be read. */
static const char *string_of(const cJSON *value)
{
    const char *string = cJSON_GetStringValue(value);

    if (!string && cJSON_IsObject(value))
        string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(value, "text"));
    return string ? string : "?";
}

static void add_row(const cJSON *properties, const char *heading, const char *name, struct bytes *page)
{
    html_markup(page, "<tr><th scope=\"row\">%s</th><td>", heading);
    html_drive_text(page, string_of(property(properties, name)));
    html_markup(page, "</td></tr>\n");
}

static void add_drive(const cJSON *properties, const struct drive_claims *claims, struct bytes *page)
{
    const cJSON *paths = property(properties, "VolumePathNames"), *path,
                *loads = property(properties, "DeviceCanLoadMedia");
    const char *owner = string_of(property(properties, "ExclusiveAccessOwner"));

    html_section(page, "drive", "Drive");
    html_markup(page, "<table>\n");
    add_row(properties, "Vendor", "VendorId", page);
    add_row(properties, "Product", "ProductId", page);
    add_row(properties, "Revision", "ProductRevision", page);
    cJSON_ArrayForEach(path, paths) html_row(page, "Mounted at", "%s", string_of(path));
    html_row(page, "ID", "%s", string_of(property(properties, "ActiveDiscRecorder")));
    if (cJSON_IsBool(loads)) html_row(page, "Closes its tray", "%s", cJSON_IsTrue(loads) ? "yes" : "no");
    if (claims->has_page && claims->page.buffer_kb)
        html_row(page, "Buffer", "%u KiB", (unsigned)claims->page.buffer_kb);
    if (*owner) html_row(page, "Held by", "%s", owner);
    html_markup(page, "</table>\n");
    html_section_end(page);
}

static void add_ability(enum ability ability, struct bytes *page)
{
    static const char *const cells[] = {
        [ABILITY_UNKNOWN] = "<td class=\"no\">? not told</td>",
        [ABILITY_NO] = "<td class=\"no\">&#8211; no</td>",
        [ABILITY_YES] = "<td class=\"yes\">&#10003; yes</td>",
        [ABILITY_PRESSED] = "<td class=\"no\">pressed in a factory</td>",
    };

    html_markup(page, "%s", cells[ability]);
}

/* HD DVD is a family of few drives: only where there is something to tell. */
static bool is_worth_a_row(const struct medium_ability *media, const struct medium_ability *medium)
{
    size_t i;

    if (strcmp(medium->family, "HD DVD") != 0) return true;
    for (i = 0; i < DRIVE_MEDIA; i++) {
        if (strcmp(media[i].family, medium->family) == 0 && media[i].reads == ABILITY_YES) return true;
    }
    return false;
}

static void add_media(const struct drive_claims *claims, struct bytes *page)
{
    struct medium_ability media[DRIVE_MEDIA];
    const char *family = "";
    size_t i;

    drive_abilities(claims, media);
    html_section(page, "media", "Discs that it reads and writes");
    html_markup(page, "<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Disc</th><th scope=\"col\">Reads</th><th "
                      "scope=\"col\">Writes</th></tr></thead>\n");
    for (i = 0; i < DRIVE_MEDIA; i++) {
        if (!is_worth_a_row(media, &media[i])) continue;
        if (strcmp(family, media[i].family) != 0) {
            html_markup(page, "%s<tbody>\n<tr><th class=\"family\" scope=\"rowgroup\" colspan=\"3\">%s</th></tr>\n",
                        *family ? "</tbody>\n" : "", media[i].family);
            family = media[i].family;
        }
        html_markup(page, "<tr><th scope=\"row\">%s%s</th>", media[i].name,
                    media[i].is_in ? " <span class=\"badge\">in the drive</span>" : "");
        add_ability(media[i].reads, page);
        add_ability(media[i].writes, page);
        html_markup(page, "</tr>\n");
    }
    html_markup(page, "</tbody>\n</table>\n<p class=\"soft\">By what the drive claims in its list of profiles, its "
                      "features and mode page 2Ah; nothing was tried.</p>\n");
    html_section_end(page);
}

static bool is_listed(const cJSON *array, double number)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, array)
    {
        if (cJSON_IsNumber(element) && element->valuedouble == number) return true;
    }
    return false;
}

static void add_not_told(const cJSON *value, struct bytes *page)
{
    html_markup(page, "<p>Not told: ");
    html_text(page, cJSON_IsArray(value) ? "the drive lists none." : string_of(value));
    html_markup(page, "</p>\n");
}

static void add_features(const cJSON *properties, struct bytes *page)
{
    const cJSON *features = property(properties, "SupportedFeaturePages"), *element;
    const cJSON *current = property(properties, "CurrentFeaturePages");

    html_section(page, "features", "Features");
    if (!cJSON_GetArraySize(features) || !cJSON_IsArray(features)) {
        add_not_told(features, page);
        html_section_end(page);
        return;
    }
    html_markup(page, "<table class=\"stacked\">\n<thead><tr><th scope=\"col\">Feature</th><th scope=\"col\">The "
                      "drive</th><th scope=\"col\">Now</th></tr></thead>\n<tbody>\n");
    cJSON_ArrayForEach(element, features)
    {
        long code = (long)element->valuedouble;
        const char *words = feature_words(code), *name = number_name(NUMBER_FEATURE, code);

        html_markup(page, "<tr><th scope=\"row\">%s <span class=\"code\">%04lXh</span></th>", name, code);
        html_element(page, "td", NULL, words ? words : "does what its maker knows");
        html_markup(page, is_listed(current, element->valuedouble) ? "<td class=\"yes\">&#10003; yes</td></tr>\n"
                                                                   : "<td class=\"no\">&#8211; no</td></tr>\n");
    }
    html_markup(page, "</tbody>\n</table>\n<p class=\"soft\">Now: with what is in the drive at this moment.</p>\n");
    html_section_end(page);
}

static void add_numbers(const cJSON *properties, const char *id, const char *heading, const char *name,
                        enum number_kind kind, struct bytes *page)
{
    const cJSON *numbers = property(properties, name), *element;

    html_section(page, id, heading);
    if (!cJSON_IsArray(numbers) || !cJSON_GetArraySize(numbers)) {
        add_not_told(numbers, page);
    } else {
        html_markup(page, "<ul class=\"codes\">\n");
        cJSON_ArrayForEach(element, numbers)
        {
            html_markup(page, "<li>%s <span class=\"code\">%0*lXh</span></li>\n",
                        number_name(kind, (long)element->valuedouble), number_digits(kind), (long)element->valuedouble);
        }
        html_markup(page, "</ul>\n");
    }
    html_section_end(page);
}

void drive_report_make(const cJSON *properties, IDiscRecorder2 *recorder, struct bytes *page)
{
    struct drive_claims claims;
    char *subject =
        memory_printf("%s %s %s", string_of(property(properties, "VendorId")),
                      string_of(property(properties, "ProductId")), string_of(property(properties, "ProductRevision")));

    memset(&claims, 0, sizeof claims);
    claims.profile_count = take_codes(property(properties, "SupportedProfiles"), claims.profiles);
    claims.current_count = take_codes(property(properties, "CurrentProfiles"), claims.current);
    claims.feature_count = take_codes(property(properties, "SupportedFeaturePages"), claims.features);
    claim_fields(recorder, &claims);
    html_begin(page, "What this drive can do", subject);
    add_drive(properties, &claims, page);
    add_media(&claims, page);
    add_features(properties, page);
    add_numbers(properties, "profiles", "Profiles", "SupportedProfiles", NUMBER_PROFILE, page);
    add_numbers(properties, "mode-pages", "Mode pages", "SupportedModePages", NUMBER_MODE_PAGE, page);
    html_end(page, "a sector has 2048 bytes");
    memory_free(subject);
}
