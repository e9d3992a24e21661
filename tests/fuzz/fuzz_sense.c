/* Fuzz target: sense data. */
#include "fuzz/fuzz.h"
#include "scsi/sense.h"

const char fuzz_name[] = "sense";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"REQUEST SENSE", "REQUEST SENSE", NULL}, {NULL, NULL, NULL}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scsi_sense sense;

    if (!scsi_sense_decode(data, size, &sense)) return 0;
    FUZZ_CHECK(size >= 2);
    FUZZ_CHECK(sense.key <= 15);
    FUZZ_CHECK(sense.bit_pointer <= 7);
    FUZZ_CHECK(!(sense.has_progress && sense.has_field_pointer));
    FUZZ_CHECK(scsi_sense_key_text(sense.key) != NULL);
    scsi_sense_code_text(sense.asc, sense.ascq);
    return 0;
}
