/* Pages of HTML that are well-formed XML, too: they need nothing from outside, and no script. */
#ifndef OPENIMAPI2_DISCCTL_HTML_H
#define OPENIMAPI2_DISCCTL_HTML_H

#include "discctl/memory.h"

/* Markup of our own, with numbers and words of ours in it: nothing is escaped. */
void html_markup(struct bytes *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text of anybody's, UTF-8: the five characters of markup as references, and in words what output_escape() shows in
 * words (a line feed stays) and the two characters that XML does not know.
 */
void html_text(struct bytes *page, const char *utf8);
void html_printf(struct bytes *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text of a drive: printable ASCII as html_text(), everything else as \xNN, or as \u{NNNN} beyond U+00FF. */
void html_drive_text(struct bytes *page, const char *utf8);

/* An element with text in it. class: NULL for none. */
void html_element(struct bytes *page, const char *name, const char *class, const char *utf8);

/* A row of a table of two columns: its heading, and text. */
void html_row(struct bytes *page, const char *heading, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* From the first byte to the heading of the page, and from the end of its content to the last byte.
 * kind     "Burn report": the title's beginning.
 * subject  what the page is of, or NULL; a drive's text.
 * sectors  "a sector has 2048 bytes", in the foot.
 */
void html_begin(struct bytes *page, const char *kind, const char *subject);
void html_end(struct bytes *page, const char *sectors);

/* A section with a heading. id: of the heading. */
void html_section(struct bytes *page, const char *id, const char *heading);
void html_section_end(struct bytes *page);

#endif
