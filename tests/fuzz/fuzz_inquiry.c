/* Fuzz target: INQUIRY. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "mmc/inquiry.h"

const char fuzz_name[] = "inquiry";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"INQUIRY", "INQUIRY", NULL}, {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_inquiry inquiry;

    FUZZ_CHECK((mmc_inquiry_parse(data, size, &inquiry) == MMC_OK) == (size >= 36));
    if (size >= 36) {
        FUZZ_CHECK(strlen(inquiry.vendor) <= 8 && strlen(inquiry.product) <= 16 && strlen(inquiry.revision) <= 4);
        if (inquiry.vendor_specific) FUZZ_WITHIN(inquiry.vendor_specific, 20, data, size);
    }
    return 0;
}
