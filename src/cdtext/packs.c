/* CD-TEXT packs: 18 bytes with type, track, sequence number, position in the text, twelve bytes of the text, and a
 * checksum.
 */
#include "cdtext/packs.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc16.h"

/* Bytes of a pack, and of the 36 that the three packs of sizes have in a row. */
enum {
    PACK_TYPE = 0,
    PACK_TRACK = 1,
    PACK_SEQUENCE = 2,
    PACK_PLACE = 3, /* bit 7 double-byte, bits 6-4 block, bits 3-0 characters in front, 15 at most */
    PACK_TEXT = 4,
    PACK_CRC = 16,
    PLACE_DOUBLE_BYTE = 0x80,
    PLACE_MAX = 15,

    SIZES_CODE = 0,
    SIZES_FIRST = 1,
    SIZES_LAST = 2,
    SIZES_COPYRIGHT = 3,
    SIZES_COUNTS = 4, /* of packs of types 80h-8Fh */
    SIZES_LAST_SEQUENCE = 20,
    SIZES_LANGUAGE = 28,
    SIZES_BYTES = 36,

    CODE_ISO_8859_1 = 0x00,
    CODE_ASCII = 0x01,
    COPYRIGHT = 0x03,
};

/* --------------------------------------------------------------------------------------------------------- encoding */

struct writer {
    uint8_t *packs;
    size_t count;     /* begun */
    size_t used;      /* bytes of the last one's text; CDTEXT_TEXT_BYTES: full */
    unsigned type;    /* of the text that is written */
    unsigned track;   /* likewise */
    size_t character; /* how many of it are written */
};

static void begin_pack(struct writer *writer)
{
    uint8_t *pack = writer->packs + writer->count * CDTEXT_PACK_BYTES;

    memset(pack, 0, CDTEXT_PACK_BYTES);
    pack[PACK_TYPE] = (uint8_t)writer->type;
    pack[PACK_TRACK] = (uint8_t)writer->track;
    pack[PACK_SEQUENCE] = (uint8_t)writer->count;
    pack[PACK_PLACE] = (uint8_t)(writer->character < PLACE_MAX ? writer->character : PLACE_MAX);
    writer->count++;
    writer->used = 0;
}

static void write_byte(struct writer *writer, uint8_t byte)
{
    if (writer->used == CDTEXT_TEXT_BYTES) begin_pack(writer);
    writer->packs[(writer->count - 1) * CDTEXT_PACK_BYTES + PACK_TEXT + writer->used++] = byte;
    writer->character++;
}

/* A text and its zero. */
static void write_text(struct writer *writer, const struct cdtext *text, unsigned track)
{
    size_t count, i;
    const uint8_t *bytes = cdtext_peek(text, writer->type, track, &count);

    writer->track = track;
    if (writer->type != CDTEXT_GENRE) writer->character = 0;
    for (i = 0; i <= count; i++)
        write_byte(writer, bytes[i]);
}

static void write_type(struct writer *writer, const struct cdtext *text, unsigned type)
{
    unsigned track, last = cdtext_last_track(text);
    size_t bytes = cdtext_type_bytes(text, type);

    if (bytes == 0) return;
    writer->type = type;
    writer->track = 0;
    writer->character = 0;
    writer->used = CDTEXT_TEXT_BYTES; /* the type before ends its last pack with zeros */
    if (type == CDTEXT_GENRE) {
        write_byte(writer, (uint8_t)(text->genre >> 8));
        write_byte(writer, (uint8_t)text->genre);
    }
    write_text(writer, text, 0);
    if (type == CDTEXT_DISC_ID || type == CDTEXT_GENRE || type == CDTEXT_CLOSED) return;
    for (track = text->first_track; track <= last; track++)
        write_text(writer, text, track);
}

static void write_sizes(struct writer *writer, const struct cdtext *text, const uint8_t counts[16])
{
    uint8_t sizes[SIZES_BYTES] = {CODE_ISO_8859_1};
    unsigned i;

    sizes[SIZES_FIRST] = text->first_track;
    sizes[SIZES_LAST] = (uint8_t)cdtext_last_track(text);
    sizes[SIZES_COPYRIGHT] = text->is_copyrighted ? COPYRIGHT : 0;
    memcpy(sizes + SIZES_COUNTS, counts, 16);
    sizes[SIZES_COUNTS + 15] = SIZES_BYTES / CDTEXT_TEXT_BYTES;
    sizes[SIZES_LAST_SEQUENCE] = (uint8_t)(writer->count + SIZES_BYTES / CDTEXT_TEXT_BYTES - 1);
    sizes[SIZES_LANGUAGE] = text->language;
    writer->type = CDTEXT_SIZES;
    for (i = 0; i < SIZES_BYTES / CDTEXT_TEXT_BYTES; i++) {
        writer->track = i;
        writer->character = 0;
        begin_pack(writer);
        memcpy(writer->packs + (writer->count - 1) * CDTEXT_PACK_BYTES + PACK_TEXT,
               sizes + (size_t)i * CDTEXT_TEXT_BYTES, CDTEXT_TEXT_BYTES);
    }
}

static uint16_t crc_of(const uint8_t *pack)
{
    return (uint16_t)~base_crc16(pack, PACK_CRC);
}

enum cdtext_status cdtext_encode(const struct cdtext *text, uint8_t *packs, size_t *count, struct cdtext_fault *fault)
{
    struct writer writer = {.packs = packs};
    uint8_t counts[16] = {0};
    unsigned type;
    size_t i;

    *count = 0;
    if (cdtext_check_length(text, fault) != CDTEXT_OK) return fault->status;
    for (type = CDTEXT_TITLE; type < CDTEXT_SIZES; type++) {
        size_t before = writer.count;

        write_type(&writer, text, type);
        counts[type - CDTEXT_TITLE] = (uint8_t)(writer.count - before);
    }
    if (writer.count == 0) return CDTEXT_OK;
    write_sizes(&writer, text, counts);
    for (i = 0; i < writer.count; i++)
        store_be16(packs + i * CDTEXT_PACK_BYTES + PACK_CRC, crc_of(packs + i * CDTEXT_PACK_BYTES));
    *count = writer.count;
    return CDTEXT_OK;
}

/* --------------------------------------------------------------------------------------------------------- decoding */

static enum cdtext_status fail(struct cdtext_fault *fault, enum cdtext_status status, size_t pack, size_t value)
{
    memset(fault, 0, sizeof *fault);
    fault->status = status;
    fault->place = (unsigned)pack;
    fault->value = (uint32_t)value;
    return status;
}

/* The packs alone, of what a file has. */
static enum cdtext_status strip(const uint8_t **bytes, size_t *count, struct cdtext_fault *fault)
{
    size_t rest = *count % CDTEXT_PACK_BYTES;

    /* The length field counts what follows it, two reserved bytes included. */
    if ((rest == 4 || rest == 5) && (*bytes)[0] < CDTEXT_TITLE) {
        *bytes += 4;
        *count -= 4;
        rest -= 4;
    }
    if (rest == 1 && (*bytes)[*count - 1] == 0) {
        *count -= 1;
        rest = 0;
    }
    if (rest > 0 || *count == 0 || *count / CDTEXT_PACK_BYTES > CDTEXT_DISC_PACKS_MAX)
        return fail(fault, CDTEXT_BAD_SIZE, 0, *count);
    return CDTEXT_OK;
}

static unsigned block_of(const uint8_t *pack)
{
    return pack[PACK_PLACE] >> 4 & 7;
}

/* Every pack is sound; how many the first block has. */
static enum cdtext_status check(const uint8_t *packs, size_t count, size_t *in_block, struct cdtext_fault *fault)
{
    size_t i;

    *in_block = 0;
    for (i = 0; i < count; i++) {
        const uint8_t *pack = packs + i * CDTEXT_PACK_BYTES;
        uint16_t crc = load_be16(pack + PACK_CRC);

        if (crc != 0 && crc != crc_of(pack)) return fail(fault, CDTEXT_BAD_CRC, i, 0);
        if (pack[PACK_TYPE] < CDTEXT_TITLE || pack[PACK_TYPE] > CDTEXT_SIZES || pack[PACK_TRACK] > CDTEXT_TRACKS_MAX)
            return fail(fault, CDTEXT_BAD_PACK, i, 0);
        if (*in_block < i || block_of(pack) != block_of(packs)) continue;
        if (pack[PACK_SEQUENCE] != (i & 0xFF) || i >= CDTEXT_BLOCK_PACKS_MAX ||
            (i > 0 && pack[PACK_TYPE] < packs[(i - 1) * CDTEXT_PACK_BYTES + PACK_TYPE]))
            return fail(fault, CDTEXT_BAD_SEQUENCE, i, 0);
        *in_block = i + 1;
    }
    return CDTEXT_OK;
}

/* What the three packs of sizes say; nothing where there are none. */
static enum cdtext_status read_sizes(const uint8_t *packs, size_t count, struct cdtext *text,
                                     struct cdtext_fault *fault)
{
    uint8_t sizes[SIZES_BYTES];
    const uint8_t *first;
    size_t i;

    if (packs[(count - 1) * CDTEXT_PACK_BYTES + PACK_TYPE] != CDTEXT_SIZES) return CDTEXT_OK;
    if (count < 3) return fail(fault, CDTEXT_BAD_PACK, count - 1, 0);
    first = packs + (count - 3) * CDTEXT_PACK_BYTES;
    for (i = 0; i < 3; i++) {
        const uint8_t *pack = first + i * CDTEXT_PACK_BYTES;

        if (pack[PACK_TYPE] != CDTEXT_SIZES || pack[PACK_TRACK] != i)
            return fail(fault, CDTEXT_BAD_PACK, count - 3 + i, 0);
        memcpy(sizes + i * CDTEXT_TEXT_BYTES, pack + PACK_TEXT, CDTEXT_TEXT_BYTES);
    }
    if (sizes[SIZES_CODE] != CODE_ISO_8859_1 && sizes[SIZES_CODE] != CODE_ASCII)
        return fail(fault, CDTEXT_BAD_CODE, count - 3, sizes[SIZES_CODE]);
    text->language = sizes[SIZES_LANGUAGE + block_of(packs)];
    text->is_copyrighted = sizes[SIZES_COPYRIGHT] != 0;
    return cdtext_set_tracks(text, sizes[SIZES_FIRST], sizes[SIZES_LAST], fault);
}

/* The bytes of all packs of a type in a row. */
static size_t join(const uint8_t *packs, size_t count, uint8_t *bytes)
{
    size_t i;

    for (i = 0; i < count; i++)
        memcpy(bytes + i * CDTEXT_TEXT_BYTES, packs + i * CDTEXT_PACK_BYTES + PACK_TEXT, CDTEXT_TEXT_BYTES);
    return count * CDTEXT_TEXT_BYTES;
}

static size_t length_of(const uint8_t *bytes, size_t count)
{
    const uint8_t *zero = memchr(bytes, 0, count);

    return zero ? (size_t)(zero - bytes) : count;
}

/* The texts of packs of one type. Packs say where they begin, which counts for the first alone: behind it, zeros do. */
static enum cdtext_status read_type(const uint8_t *packs, size_t count, struct cdtext *text, struct cdtext_fault *fault)
{
    uint8_t bytes[CDTEXT_BLOCK_PACKS_MAX * CDTEXT_TEXT_BYTES];
    unsigned type = packs[PACK_TYPE], track = packs[PACK_TRACK];
    size_t rest = join(packs, count, bytes), at = 0, length, before = 0, length_before = 0;

    if (type == CDTEXT_TOC || type == CDTEXT_TOC2 || type == CDTEXT_SIZES ||
        (type > CDTEXT_TOC2 && type < CDTEXT_CLOSED))
        return CDTEXT_OK;
    if (type == CDTEXT_GENRE) {
        text->genre = load_be16(bytes);
        at = 2;
    }
    for (; at < rest; at += length + 1) {
        length = length_of(bytes + at, rest - at);
        /* A tab alone: as the track before. */
        if (!(length == 1 && bytes[at] == '\t' && track > text->first_track)) {
            before = at;
            length_before = length;
        }
        if (length_before > 0 && track > CDTEXT_TRACKS_MAX)
            return fail(fault, CDTEXT_BAD_PACK, packs[PACK_SEQUENCE], 0);
        if (length_before > 0 && cdtext_put_bytes(text, type, track, bytes + before, length_before, fault) != CDTEXT_OK)
            return fault->status;
        if (type == CDTEXT_DISC_ID || type == CDTEXT_GENRE || type == CDTEXT_CLOSED) break;
        track = track == 0 ? text->first_track : track + 1;
    }
    return CDTEXT_OK;
}

enum cdtext_status cdtext_decode(const uint8_t *bytes, size_t count, struct cdtext *text, struct cdtext_fault *fault)
{
    size_t in_block = 0, i, next;
    enum cdtext_status status;

    cdtext_init(text);
    status = strip(&bytes, &count, fault);
    if (status == CDTEXT_OK) status = check(bytes, count / CDTEXT_PACK_BYTES, &in_block, fault);
    if (status == CDTEXT_OK) status = read_sizes(bytes, in_block, text, fault);
    for (i = 0; status == CDTEXT_OK && i < in_block; i = next) {
        const uint8_t *pack = bytes + i * CDTEXT_PACK_BYTES;

        if (pack[PACK_PLACE] & PLACE_DOUBLE_BYTE) return fail(fault, CDTEXT_BAD_CODE, i, pack[PACK_PLACE]);
        for (next = i + 1; next < in_block && bytes[next * CDTEXT_PACK_BYTES + PACK_TYPE] == pack[PACK_TYPE];)
            next++;
        status = read_type(pack, next - i, text, fault);
    }
    return status;
}
