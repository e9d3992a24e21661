/* Decodes sense data in fixed and in descriptor format (SPC-3, sense data), and looks up the text of a sense code. */
#include "scsi/sense.h"

#include "base/span.h"

enum { DESCRIPTOR_INFORMATION = 0x00, DESCRIPTOR_SENSE_KEY_SPECIFIC = 0x02 };

/* SPC-3, sense key specific data: three bytes, the same in both formats. */
static void read_key_specific(const uint8_t *at, struct scsi_sense *sense)
{
    if (!(at[0] & 0x80)) return; /* SKSV */
    if (sense->key == SCSI_KEY_ILLEGAL_REQUEST) {
        sense->has_field_pointer = true;
        sense->field_pointer = load_be16(at + 1);
        sense->field_in_cdb = (at[0] & 0x40) != 0;
        sense->has_bit_pointer = (at[0] & 0x08) != 0;
        sense->bit_pointer = sense->has_bit_pointer ? at[0] & 0x07 : 0;
    } else if (sense->key == SCSI_KEY_NOT_READY || sense->key == SCSI_KEY_NO_SENSE) {
        sense->has_progress = true;
        sense->progress = load_be16(at + 1);
    }
}

static bool decode_fixed(struct span bytes, struct scsi_sense *sense)
{
    const uint8_t *at;

    sense->key = span_u8(&bytes, 2) & 0x0F;
    if (bytes.is_short) return false;
    /* Where the additional length came, nothing behind it counts. */
    if (span_has(&bytes, 7, 1)) bytes = span_from(&bytes, 0, 8 + (size_t)bytes.bytes[7]);
    if ((bytes.bytes[0] & 0x80) && span_has(&bytes, 3, 4)) {
        sense->has_information = true;
        sense->information = load_be32(bytes.bytes + 3);
    }
    sense->asc = span_u8(&bytes, 12);
    sense->ascq = span_u8(&bytes, 13);
    at = span_at(&bytes, 15, 3);
    if (at) read_key_specific(at, sense);
    return true;
}

static bool decode_descriptors(struct span bytes, struct scsi_sense *sense)
{
    size_t offset = 8;

    sense->key = span_u8(&bytes, 1) & 0x0F;
    if (bytes.is_short) return false;
    sense->asc = span_u8(&bytes, 2);
    sense->ascq = span_u8(&bytes, 3);
    if (!span_has(&bytes, 7, 1)) return true;
    bytes = span_from(&bytes, 0, 8 + (size_t)bytes.bytes[7]);
    while (span_has(&bytes, offset, 2)) {
        const uint8_t *at = bytes.bytes + offset;
        size_t length = at[1];

        offset += 2;
        if (!span_has(&bytes, offset, length)) break;
        if (at[0] == DESCRIPTOR_INFORMATION && length >= 10 && (at[2] & 0x80)) {
            sense->has_information = true;
            sense->information = (uint64_t)load_be32(at + 4) << 32 | load_be32(at + 8);
        } else if (at[0] == DESCRIPTOR_SENSE_KEY_SPECIFIC && length >= 6) {
            read_key_specific(at + 4, sense);
        }
        offset += length;
    }
    return true;
}

bool scsi_sense_decode(const uint8_t *bytes, size_t count, struct scsi_sense *out)
{
    struct span span = span_of(bytes, count);
    struct scsi_sense sense = {0};
    bool is_decoded;

    switch (span_u8(&span, 0) & 0x7F) {
    case 0x70:
    case 0x71:
        is_decoded = decode_fixed(span, &sense);
        break;
    case 0x72:
    case 0x73:
        is_decoded = decode_descriptors(span, &sense);
        break;
    default: /* nothing came, or a vendor's own format */
        return false;
    }
    if (!is_decoded) return false;
    sense.deferred = (bytes[0] & 0x01) != 0;
    *out = sense;
    return true;
}

bool scsi_sense_is_no_error(const struct scsi_sense *sense)
{
    return sense->key == SCSI_KEY_RECOVERED_ERROR || (sense->key == SCSI_KEY_NO_SENSE && sense->asc == 0);
}

const char *scsi_sense_key_text(uint8_t key)
{
    /* clang-format off */
    static const char *const texts[16] = {
#define SENSE_KEY(number, text) [number] = text,
#include "scsi/sense_codes.def"
    };
    /* clang-format on */

    return texts[key & 0x0F];
}

enum { SENSE_CODE_ANY = -1 };

struct code_text {
    uint8_t asc;
    int16_t ascq; /* 0 to FFh, or SENSE_CODE_ANY */
    const char *text;
};

/* clang-format off */
static const struct code_text codes[] = {
#define SENSE_CODE(asc, ascq, text) {asc, ascq, text},
#include "scsi/sense_codes.def"
};
/* clang-format on */

const char *scsi_sense_code_text(uint8_t asc, uint8_t ascq)
{
    size_t i;

    for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].asc == asc && (codes[i].ascq == ascq || codes[i].ascq == SENSE_CODE_ANY)) return codes[i].text;
    }
    return NULL;
}
