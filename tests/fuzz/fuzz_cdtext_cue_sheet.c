/* Fuzz target: the CD-TEXT of a cue sheet, in any encoding. What is taken can be encoded, or is too long. */
#include "cdtext/cue_sheet.h"
#include "cdtext/packs.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "cdtext_cue_sheet";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{NULL, NULL, "fuzz/cdtext_cue_sheet.txt"}, {NULL, NULL, NULL}};

static uint16_t characters[CDTEXT_FILE_BYTES_MAX];
static struct cdtext text;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t packs[CDTEXT_BLOCK_BYTES_MAX];
    struct cdtext_words pack_file;
    struct cdtext_fault fault;
    struct cdtext_sheet sheet;
    size_t count;

    if (cdtext_sheet_open(data, size, characters, &sheet, &fault) != CDTEXT_OK) return 0;
    cdtext_init(&text);
    if (cdtext_cue_sheet_read(&sheet, &text, &pack_file, &fault) != CDTEXT_OK) {
        FUZZ_CHECK(fault.line <= size);
        return 0;
    }
    FUZZ_CHECK(pack_file.count <= size);
    if (cdtext_encode(&text, packs, &count, &fault) != CDTEXT_OK) FUZZ_CHECK(fault.status == CDTEXT_TOO_LONG);
    FUZZ_CHECK(count <= CDTEXT_BLOCK_PACKS_MAX);
    return 0;
}
