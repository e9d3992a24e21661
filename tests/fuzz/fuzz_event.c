/* Fuzz target: GET EVENT STATUS NOTIFICATION. */
#include "fuzz/fuzz.h"
#include "mmc/event.h"

const char fuzz_name[] = "event";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"GET EVENT STATUS NOTIFICATION", "GET EVENT STATUS NOTIFICATION", NULL},
                                        {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_event event;

    if (mmc_event_parse(data, size, &event) != MMC_OK) return 0;
    FUZZ_CHECK(event.event_class <= 7 && event.code <= 15);
    FUZZ_CHECK(!event.has_event || (size >= 8 && !event.none_available));
    FUZZ_CHECK(event.has_event || !(event.code || event.tray_open || event.medium_present));
    FUZZ_CHECK(event.event_class == MMC_EVENT_MEDIA || !(event.tray_open || event.medium_present));
    return 0;
}
