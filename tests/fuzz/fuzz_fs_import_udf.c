/* Fuzz target: an image of UDF with changed structures is imported, and what comes of it is recorded and read again.
 */
#include "fuzz/fuzz.h"
#include "support/fuzzed_image.h"

const char fuzz_name[] = "fs_import_udf";
const struct fuzz_seeds fuzz_seeds[] = {{NULL, NULL, "fuzz/fs_import.txt"}, {NULL, NULL, NULL}};

static const struct fuzzed_wish wishes[] = {
    {FS_MASK(FS_UDF), FS_UDF, 0x0102, false},
    {FS_MASK(FS_UDF), FS_UDF, 0x0201, false},
    {FS_MASK(FS_UDF), FS_UDF, 0x0250, true},
    {FS_MASK(FS_UDF), FS_UDF, 0x0260, false},
};
enum { WISHES = sizeof wishes / sizeof *wishes };

/* The first byte: which image. */
bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->count = 1;
    return nth < WISHES;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size) fuzzed_image_import(data[0] % WISHES, &wishes[data[0] % WISHES], data + 1, size - 1);
    return 0;
}
