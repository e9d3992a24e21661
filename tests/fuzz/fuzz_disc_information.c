/* Fuzz target: READ DISC INFORMATION and READ TRACK INFORMATION. */
#include "fuzz/fuzz.h"
#include "mmc/disc_information.h"
#include "mmc/track_information.h"

const char fuzz_name[] = "disc_information";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"READ DISC INFORMATION", "READ DISC INFORMATION", NULL},
                                        {"READ TRACK INFORMATION", "READ TRACK INFORMATION", NULL},
                                        {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_track_information track;
    struct mmc_disc_information disc;
    struct mmc_opc_entry entry;
    struct mmc_walk walk;
    size_t steps = 0;

    if (mmc_track_information_parse(data, size, &track) == MMC_OK) FUZZ_CHECK(size >= 20);
    if (mmc_disc_information_parse(data, size, &disc) != MMC_OK) return 0;
    FUZZ_WITHIN(disc.bar_code, MMC_DISC_BAR_CODE_BYTES, data, size);
    walk = mmc_disc_opc_entries(&disc);
    while (mmc_opc_entry_next(&walk, &entry)) {
        FUZZ_CHECK(++steps <= disc.opc_tables);
        FUZZ_WITHIN(entry.values, 6, data, size);
    }
    return 0;
}
