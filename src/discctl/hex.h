/* Bytes written as text. */
#ifndef OPENIMAPI2_DISCCTL_HEX_H
#define OPENIMAPI2_DISCCTL_HEX_H

#include <stdbool.h>

#include "discctl/memory.h"

/* The text of a .hex file: pairs of hexadecimal digits with white space between them; # begins a comment to the end of
 * the line. False, and sets *line, counted from 1, at anything else or more than max bytes.
 */
bool hex_read_commented(const char *text, size_t length, size_t max, struct bytes *bytes, unsigned *line);

#endif
