/* Fuzz target: READ DISC STRUCTURE. */
#include "fuzz/fuzz.h"
#include "mmc/disc_structure.h"

const char fuzz_name[] = "disc_structure";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"READ DISC STRUCTURE", "READ DISC STRUCTURE", NULL}, {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_disc_structure structure;
    struct mmc_dvd_layer_boundary boundary;
    struct mmc_dvd_physical physical;
    struct mmc_bd_unit unit;
    struct mmc_walk walk;

    if (mmc_disc_structure_parse(data, size, &structure) != MMC_OK) return 0;
    mmc_dvd_layer_boundary_parse(&structure, &boundary);
    if (mmc_dvd_physical_parse(&structure, &physical) == MMC_OK) {
        FUZZ_CHECK(physical.layers >= 1 && physical.layers <= 4);
        /* Sector numbers have 24 bits; two layers hold no more than twice as many. */
        FUZZ_CHECK(physical.has_blocks ? physical.blocks >= 1 && physical.blocks <= 0x2000000 : !physical.blocks);
    }
    walk = mmc_bd_units(&structure);
    while (mmc_bd_unit_next(&walk, &unit))
        FUZZ_WITHIN(unit.bytes, MMC_BD_UNIT_BYTES, data, size);
    return 0;
}
