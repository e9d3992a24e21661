/* A sheet as a text file: its encoding, its lines, and the words of a line. */
#ifndef OPENIMAPI2_CDTEXT_SHEET_H
#define OPENIMAPI2_CDTEXT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cdtext/fault.h"

/* Characters of UTF-16, borrowed. */
struct cdtext_words {
    const uint16_t *characters;
    size_t count;
};

struct cdtext_sheet {
    struct cdtext_words rest; /* the part that has not been read yet */
    unsigned line;            /* the last one read, from 1 on */
};

/* Decode the characters of a file: UTF-8 or UTF-16 where its byte-order mark says so, else ISO 8859-1.
 * characters  out: room for `count`.
 * sheet       out: positioned before the first line; points into `characters`.
 * returns     CDTEXT_OK, CDTEXT_TOO_LARGE, CDTEXT_BAD_ENCODING with the line.
 */
enum cdtext_status cdtext_sheet_open(const uint8_t *bytes, size_t count, uint16_t *characters,
                                     struct cdtext_sheet *sheet, struct cdtext_fault *fault);

/* The next line without its end (LF, CR LF or CR) and without blanks around it. False after the last. */
bool cdtext_sheet_next(struct cdtext_sheet *sheet, struct cdtext_words *line);

/* The words without blanks and tabs at both ends. */
struct cdtext_words cdtext_words_trim(struct cdtext_words words);

/* Remove the characters before the first one in `ends`, an ASCII string, from the words and return them; all characters
 * where there is none.
 */
struct cdtext_words cdtext_words_take(struct cdtext_words *words, const char *ends);

/* Are the words equal to this ASCII text, in any letter case? */
bool cdtext_words_are(struct cdtext_words words, const char *text);

/* A number in decimal digits, or in hexadecimal digits after 0x, at most `most`. False: the words are not such a
 * number.
 */
bool cdtext_words_number(struct cdtext_words words, unsigned most, unsigned *number);

/* Set a fault of a sheet itself, with its line. Returns status. */
enum cdtext_status cdtext_sheet_fail(const struct cdtext_sheet *sheet, enum cdtext_status status,
                                     struct cdtext_fault *fault);

#endif
