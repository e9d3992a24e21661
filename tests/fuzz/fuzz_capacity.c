/* Fuzz target: capacities, formats and performance. */
#include "fuzz/fuzz.h"
#include "mmc/capacity.h"
#include "mmc/format_capacity.h"
#include "mmc/performance.h"

const char fuzz_name[] = "capacity";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {
    {"READ CAPACITY", "READ CAPACITY", NULL},
    {"READ BUFFER CAPACITY", "READ BUFFER CAPACITY", NULL},
    {"READ FORMAT CAPACITIES", "READ FORMAT CAPACITIES", NULL},
    {"GET PERFORMANCE", "GET PERFORMANCE", NULL},
    {NULL, NULL, NULL},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_write_performance write;
    struct mmc_nominal_performance nominal;
    struct mmc_format_capacities capacities;
    struct mmc_buffer_capacity buffer;
    struct mmc_performance performance;
    struct mmc_capacity capacity;
    struct mmc_format format;
    struct mmc_walk walk;
    size_t steps = 0;

    if (mmc_capacity_parse(data, size, &capacity) == MMC_OK) {
        FUZZ_CHECK(capacity.has_blocks == (capacity.last_lba != UINT32_MAX));
        FUZZ_CHECK(!capacity.has_blocks || capacity.blocks > capacity.last_lba);
    }
    if (mmc_buffer_capacity_parse(data, size, &buffer) == MMC_OK) {
        FUZZ_CHECK(buffer.in_blocks || buffer.free <= buffer.length);
    }
    if (mmc_format_capacities_parse(data, size, &capacities) == MMC_OK) {
        walk = mmc_formats(&capacities);
        while (mmc_format_next(&walk, &format)) {
            FUZZ_CHECK(++steps <= 31);
            FUZZ_CHECK(format.type <= 0x3f && format.subtype <= 3);
        }
    }
    if (mmc_performance_parse(data, size, &performance) == MMC_OK) {
        walk = mmc_performance_descriptors(&performance);
        steps = 0;
        while (mmc_write_performance_next(&walk, &write))
            FUZZ_CHECK(++steps <= size / 16);
        walk = mmc_performance_descriptors(&performance);
        while (mmc_nominal_performance_next(&walk, &nominal))
            steps--;
        FUZZ_CHECK(steps == 0);
    }
    return 0;
}
