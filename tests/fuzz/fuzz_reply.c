/* Any reply to any command: how long it says it is, and what of it is usable; and its bytes as text. Input: an
 * operation code, then the reply.
 */
#include <string.h>

#include "base/text.h"
#include "fuzz/fuzz.h"
#include "mmc/codes.h"
#include "mmc/reply.h"

const char fuzz_name[] = "reply";
const struct fuzz_seeds fuzz_seeds[] = {
    {"INQUIRY", NULL, NULL}, {"READ TOC", NULL, NULL}, {"MECHANISM STATUS", NULL, NULL}, {NULL, NULL, NULL}};

bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    static const uint8_t opcodes[] = {MMC_OPCODE_INQUIRY, MMC_OPCODE_READ_TOC_PMA_ATIP, MMC_OPCODE_GET_PERFORMANCE,
                                      MMC_OPCODE_MECHANISM_STATUS, MMC_OPCODE_READ_CAPACITY};

    if (nth >= sizeof opcodes) return false;
    head->bytes[0] = opcodes[nth];
    head->count = 1;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t claimed = 0;
    char text[257];
    struct span usable;
    uint8_t opcode;
    size_t count, i;

    if (!size) return 0;
    opcode = *data++;
    size--;
    usable = mmc_reply_usable(opcode, data, size);
    FUZZ_CHECK(usable.count <= size && (!usable.count || usable.bytes == data));
    if (mmc_reply_claimed_bytes(opcode, data, size, &claimed)) {
        FUZZ_CHECK(claimed <= UINT64_C(0x100000003));
        FUZZ_CHECK(usable.count == (claimed < size ? claimed : size));
    } else {
        FUZZ_CHECK(!claimed && usable.count == size);
    }
    count = size < sizeof text - 1 ? size : sizeof text - 1;
    text_from_field(data, count, text);
    FUZZ_CHECK(strlen(text) <= count);
    for (i = 0; text[i]; i++)
        FUZZ_CHECK(text[i] >= 0x20 && text[i] < 0x7f);
    FUZZ_CHECK(!i || text[i - 1] != ' ');
    return 0;
}
