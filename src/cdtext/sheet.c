/* Text files in four encodings, line by line. */
#include "cdtext/sheet.h"

#include <string.h>

#include "cdtext/cd_text.h"

enum { SURROGATES = 0xD800, SURROGATES_END = 0xE000, LOW_SURROGATES = 0xDC00 };

enum cdtext_status cdtext_sheet_fail(const struct cdtext_sheet *sheet, enum cdtext_status status,
                                     struct cdtext_fault *fault)
{
    memset(fault, 0, sizeof *fault);
    fault->status = status;
    fault->line = sheet->line;
    return status;
}

/* --------------------------------------------------------------------------------------------------------- encoding */

/* One character of UTF-8 (RFC 3629): how many bytes it has; 0: it is none. */
static size_t utf8_character(const uint8_t *bytes, size_t count, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xC0 ? 0 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4, i;

    if (length == 0 || length > count || bytes[0] > 0xF4) return 0;
    *character = length == 1 ? bytes[0] : bytes[0] & (0xFFu >> (length + 1));
    for (i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0;
        *character = *character << 6 | (bytes[i] & 0x3F);
    }
    if (*character < least[length] || *character > 0x10FFFF) return 0;
    return *character >= SURROGATES && *character < SURROGATES_END ? 0 : length;
}

/* False: a byte is none of UTF-8. A character of UTF-16 has never more units than UTF-8 has bytes. */
static bool from_utf8(const uint8_t *bytes, size_t count, uint16_t *characters, size_t *made)
{
    size_t length, i;

    for (i = 0; i < count; i += length) {
        uint32_t character = 0;

        length = utf8_character(bytes + i, count - i, &character);
        if (length == 0) return false;
        if (character > 0xFFFF) {
            characters[(*made)++] = (uint16_t)(SURROGATES + ((character - 0x10000) >> 10));
            character = LOW_SURROGATES + (character & 0x3FF);
        }
        characters[(*made)++] = (uint16_t)character;
    }
    return true;
}

/* high: which byte of a unit is the high one. False: a byte is left over. */
static bool from_utf16(const uint8_t *bytes, size_t count, unsigned high, uint16_t *characters, size_t *made)
{
    for (; *made < count / 2; (*made)++, bytes += 2)
        characters[*made] = (uint16_t)(bytes[high] << 8 | bytes[!high]);
    return count % 2 == 0;
}

enum cdtext_status cdtext_sheet_open(const uint8_t *bytes, size_t count, uint16_t *characters,
                                     struct cdtext_sheet *sheet, struct cdtext_fault *fault)
{
    static const uint8_t utf8_mark[] = {0xEF, 0xBB, 0xBF};
    bool is_right = true;
    size_t made = 0;

    memset(sheet, 0, sizeof *sheet);
    if (count > CDTEXT_FILE_BYTES_MAX) {
        cdtext_sheet_fail(sheet, CDTEXT_TOO_LARGE, fault);
        fault->value = CDTEXT_FILE_BYTES_MAX;
        return fault->status;
    }
    if (count >= 3 && memcmp(bytes, utf8_mark, 3) == 0) {
        is_right = from_utf8(bytes + 3, count - 3, characters, &made);
    } else if (count >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        is_right = from_utf16(bytes + 2, count - 2, bytes[0] == 0xFF, characters, &made);
    } else {
        for (; made < count; made++)
            characters[made] = bytes[made];
    }
    sheet->rest = (struct cdtext_words){characters, made};
    if (!is_right) {
        struct cdtext_words line;

        while (cdtext_sheet_next(sheet, &line))
            continue;
        return cdtext_sheet_fail(sheet, CDTEXT_BAD_ENCODING, fault); /* in the last line that could be read */
    }
    return cdtext_sheet_fail(sheet, CDTEXT_OK, fault);
}

/* ------------------------------------------------------------------------------------------------------------ words */

static bool is_blank(uint16_t character)
{
    return character == ' ' || character == '\t';
}

struct cdtext_words cdtext_words_trim(struct cdtext_words words)
{
    while (words.count > 0 && is_blank(words.characters[0])) {
        words.characters++;
        words.count--;
    }
    while (words.count > 0 && is_blank(words.characters[words.count - 1]))
        words.count--;
    return words;
}

struct cdtext_words cdtext_words_take(struct cdtext_words *words, const char *ends)
{
    struct cdtext_words taken = {words->characters, 0};

    while (taken.count < words->count) {
        uint16_t character = words->characters[taken.count];

        if (character > 0 && character < 0x80 && strchr(ends, character)) break;
        taken.count++;
    }
    words->characters += taken.count;
    words->count -= taken.count;
    return taken;
}

bool cdtext_sheet_next(struct cdtext_sheet *sheet, struct cdtext_words *line)
{
    size_t end = 1;

    if (sheet->rest.count == 0) return false;
    *line = cdtext_words_trim(cdtext_words_take(&sheet->rest, "\r\n"));
    if (sheet->rest.count > 1 && sheet->rest.characters[0] == '\r' && sheet->rest.characters[1] == '\n') end = 2;
    if (sheet->rest.count > 0) {
        sheet->rest.characters += end;
        sheet->rest.count -= end;
    }
    sheet->line++;
    return true;
}

static unsigned small_letter(unsigned character)
{
    return character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character;
}

bool cdtext_words_are(struct cdtext_words words, const char *text)
{
    size_t i;

    for (i = 0; i < words.count; i++) {
        if (text[i] == '\0' || small_letter(words.characters[i]) != small_letter((unsigned char)text[i])) return false;
    }
    return text[i] == '\0';
}

bool cdtext_words_number(struct cdtext_words words, unsigned most, unsigned *number)
{
    unsigned base = 10, sum = 0;
    size_t i = 0;

    if (words.count > 2 && words.characters[0] == '0' && small_letter(words.characters[1]) == 'x') {
        base = 16;
        i = 2;
    }
    if (i == words.count) return false;
    for (; i < words.count; i++) {
        unsigned character = small_letter(words.characters[i]), digit;

        if (character >= '0' && character <= '9')
            digit = character - '0';
        else if (base == 16 && character >= 'a' && character <= 'f')
            digit = character - 'a' + 10;
        else
            return false;
        if (sum > (most - digit) / base || digit > most) return false;
        sum = sum * base + digit;
    }
    *number = sum;
    return true;
}
