/* Fuzz target: packs of CD-TEXT that somebody else made. What is taken can be encoded, and is the same when it is read
 * again.
 */
#include <string.h>

#include "cdtext/packs.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "cdtext_packs";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"READ TOC", NULL, NULL}, {NULL, NULL, NULL}};

static struct cdtext text, again;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t packs[CDTEXT_BLOCK_BYTES_MAX];
    struct cdtext_fault fault;
    size_t count;

    if (cdtext_decode(data, size, &text, &fault) != CDTEXT_OK) {
        FUZZ_CHECK(fault.status != CDTEXT_OK);
        return 0;
    }
    if (cdtext_encode(&text, packs, &count, &fault) != CDTEXT_OK) {
        FUZZ_CHECK(fault.status == CDTEXT_TOO_LONG); /* a tab may stand for a long text */
        return 0;
    }
    FUZZ_CHECK(count <= CDTEXT_BLOCK_PACKS_MAX);
    if (count == 0) return 0;
    FUZZ_CHECK(cdtext_decode(packs, count * CDTEXT_PACK_BYTES, &again, &fault) == CDTEXT_OK);
    FUZZ_CHECK(again.genre == text.genre && again.language == text.language);
    FUZZ_CHECK(cdtext_last_track(&again) == cdtext_last_track(&text));
    FUZZ_CHECK(again.used == text.used && memcmp(again.records, text.records, text.used) == 0);
    return 0;
}
