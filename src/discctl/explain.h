/* Explains a result code. */
#ifndef OPENIMAPI2_DISCCTL_EXPLAIN_H
#define OPENIMAPI2_DISCCTL_EXPLAIN_H

#include <stdbool.h>

/* Prints what the code means and what to do. text: its number in hexadecimal, or its name. Returns the exit code. */
int explain_code(const char *text, bool json);

#endif
