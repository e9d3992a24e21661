/* Fuzz target: READ TOC/PMA/ATIP. */
#include "fuzz/fuzz.h"
#include "mmc/toc.h"

const char fuzz_name[] = "toc";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"READ TOC", NULL, NULL}, {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_toc_track track;
    struct mmc_toc_raw raw;
    struct mmc_atip atip;
    struct mmc_toc toc;
    struct mmc_walk walk;
    const uint8_t *pack;
    size_t steps = 0;

    if (mmc_atip_parse(data, size, &atip) == MMC_OK) {
        if (atip.a1) FUZZ_WITHIN(atip.a1, 3, data, size);
        if (atip.a2) FUZZ_WITHIN(atip.a2, 3, data, size);
        if (atip.a3) FUZZ_WITHIN(atip.a3, 3, data, size);
    }
    if (mmc_toc_parse(data, size, &toc) != MMC_OK) return 0;
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_track_next(&walk, &track))
        FUZZ_CHECK(++steps <= size / 8);
    walk = mmc_toc_entries(&toc);
    steps = 0;
    while (mmc_toc_raw_next(&walk, &raw))
        FUZZ_CHECK(++steps <= size / 11);
    walk = mmc_toc_entries(&toc);
    while ((pack = mmc_cd_text_pack_next(&walk)))
        FUZZ_WITHIN(pack, MMC_CD_TEXT_PACK_BYTES, data, size);
    return 0;
}
