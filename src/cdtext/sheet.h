/* The text file that a sheet is: its encoding, its lines, and the words of a line. */
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
    struct cdtext_words rest; /* what no line was taken of yet */
    unsigned line;            /* the last one taken, from 1 on */
};

/* The characters of a file: UTF-8 or UTF-16 where its byte-order mark says so, else ISO 8859-1.
 * characters  out: room for `count`.
 * sheet       out: in front of the first line; points into `characters`.
 * returns     CDTEXT_OK, CDTEXT_TOO_LARGE, CDTEXT_BAD_ENCODING with the line.
 */
enum cdtext_status cdtext_sheet_open(const uint8_t *bytes, size_t count, uint16_t *characters,
                                     struct cdtext_sheet *sheet, struct cdtext_fault *fault);

/* The next line without its end (LF, CR LF or CR) and without blanks around it. False behind the last. */
bool cdtext_sheet_next(struct cdtext_sheet *sheet, struct cdtext_words *line);

/* Without blanks and tabs around. */
struct cdtext_words cdtext_words_trim(struct cdtext_words words);

/* Take the characters in front of the first one in `ends`, an ASCII string, off the words; all where there is none. */
struct cdtext_words cdtext_words_take(struct cdtext_words *words, const char *ends);

/* Are they this ASCII text, in letters of either case? */
bool cdtext_words_are(struct cdtext_words words, const char *text);

/* A number as decimal or 0x and hexadecimal digits, at most `most`. False: they are none. */
bool cdtext_words_number(struct cdtext_words words, unsigned most, unsigned *number);

/* Fill a fault of a sheet's own. Returns status. */
enum cdtext_status cdtext_sheet_fail(const struct cdtext_sheet *sheet, enum cdtext_status status,
                                     struct cdtext_fault *fault);

#endif
