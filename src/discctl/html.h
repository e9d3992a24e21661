/* HTML pages that are also well-formed XML and use no external resources and no script. */
#ifndef OPENIMAPI2_DISCCTL_HTML_H
#define OPENIMAPI2_DISCCTL_HTML_H

#include "discctl/memory.h"

/* Append markup of our own, with our own numbers and words in it: nothing is escaped. */
void html_markup(struct bytes *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Append untrusted text, UTF-8: the five markup characters become references; the characters that output_escape()
 * spells out (except line feeds), and the two that XML does not allow, are spelled out.
 */
void html_text(struct bytes *page, const char *utf8);
void html_printf(struct bytes *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Append a drive's text: printable ASCII as by html_text(), everything else as \xNN, or as \u{NNNN} beyond U+00FF. */
void html_drive_text(struct bytes *page, const char *utf8);

/* An element that contains text. class: NULL for none. */
void html_element(struct bytes *page, const char *name, const char *class, const char *utf8);

/* A row of a two-column table: a heading and a text. */
void html_row(struct bytes *page, const char *heading, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The part of the page up to and including its heading, and the part after its content.
 * kind     the beginning of the title, such as "Burn report".
 * subject  what the page is about, a drive's text; or NULL.
 * sectors  shown in the foot, such as "a sector has 2048 bytes".
 */
void html_begin(struct bytes *page, const char *kind, const char *subject);
void html_end(struct bytes *page, const char *sectors);

/* A section with a heading. id: the heading's id. */
void html_section(struct bytes *page, const char *id, const char *heading);
void html_section_end(struct bytes *page);

#endif
