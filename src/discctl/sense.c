#include "discctl/sense.h"

#include <stddef.h>

#include "discctl/memory.h"

enum { SENSE_CODE_ANY = -1 };

/* clang-format off */
static const char *const keys[16] = {
#define SENSE_KEY(key, text) [key] = text,
#include "scsi/sense_codes.def"
};

static const struct {
    unsigned asc;
    int ascq;
    const char *text;
} codes[] = {
#define SENSE_CODE(asc, ascq, text) {asc, ascq, text},
#include "scsi/sense_codes.def"
};
/* clang-format on */

bool sense_read(const uint8_t bytes[SENSE_BYTES], struct sense *sense)
{
    switch (bytes[0] & 0x7F) {
    case 0x70:
    case 0x71:
        sense->key = bytes[2] & 0x0F;
        sense->asc = bytes[12];
        sense->ascq = bytes[13];
        break;
    case 0x72:
    case 0x73:
        sense->key = bytes[1] & 0x0F;
        sense->asc = bytes[2];
        sense->ascq = bytes[3];
        break;
    default:
        return false;
    }
    sense->deferred = bytes[0] & 0x01;
    return true;
}

char *sense_text(const struct sense *sense)
{
    const char *code = NULL;
    size_t i;

    for (i = 0; i < sizeof codes / sizeof codes[0] && !code; i++) {
        if (codes[i].asc == sense->asc && (codes[i].ascq == (int)sense->ascq || codes[i].ascq == SENSE_CODE_ANY)) {
            code = codes[i].text;
        }
    }
    return memory_printf("%X/%02X/%02X: %s%s%s%s", sense->key, sense->asc, sense->ascq, keys[sense->key & 0x0F],
                         code ? ", " : "", code ? code : "", sense->deferred ? " (of an earlier command)" : "");
}
