/* Fuzz target: MODE SENSE and the fields of every page. */
#include "fuzz/fuzz.h"
#include "mmc/mode_page_fields.h"

const char fuzz_name[] = "mode_page";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {
    {"MODE SENSE(10)", "MODE SENSE(10)", NULL}, {NULL, "MODE SENSE(6)", NULL}, {NULL, NULL, NULL}};

static void parse_fields(const struct mmc_mode_page *page)
{
    union {
        struct mmc_error_recovery_page recovery;
        struct mmc_caching_page caching;
    } out;
    struct mmc_write_parameters_page write;
    struct mmc_capabilities_page capabilities;
    struct mmc_write_speed speed;
    struct mmc_walk walk;

    mmc_error_recovery_page_parse(page, &out.recovery);
    mmc_caching_page_parse(page, &out.caching);
    if (mmc_write_parameters_page_parse(page, &write) == MMC_OK) {
        FUZZ_WITHIN(write.media_catalog, MMC_WRITE_PARAMETERS_MCN_BYTES, page->bytes, page->count);
    }
    if (mmc_capabilities_page_parse(page, &capabilities) == MMC_OK) {
        walk = mmc_capabilities_write_speeds(&capabilities);
        if (walk.rest.count) FUZZ_WITHIN(walk.rest.bytes, walk.rest.count, page->bytes, page->count);
        while (mmc_write_speed_next(&walk, &speed))
            continue;
    }
}

static void walk_pages(const struct mmc_mode *mode, const uint8_t *data, size_t size)
{
    struct mmc_mode_page page, found;
    struct mmc_walk walk = mmc_mode_pages(mode);
    size_t steps = 0;

    while (mmc_mode_page_next(&walk, &page)) {
        FUZZ_CHECK(++steps <= size / 2);
        FUZZ_WITHIN(page.bytes, page.count, data, size);
        parse_fields(&page);
        if (!page.subcode && steps < 64) FUZZ_CHECK(mmc_mode_find(mode, page.code, &found) == MMC_OK);
    }
    /* One that is mostly not there. */
    FUZZ_CHECK(mmc_mode_find(mode, 0x3e, &found) != MMC_OK || found.code == 0x3e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_mode mode;

    if (mmc_mode_parse(data, size, &mode) == MMC_OK) {
        FUZZ_CHECK(size >= 8);
        walk_pages(&mode, data, size);
    }
    if (mmc_mode_parse_6(data, size, &mode) == MMC_OK) {
        FUZZ_CHECK(size >= 4);
        walk_pages(&mode, data, size);
    }
    return 0;
}
