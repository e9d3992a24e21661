/* The output of discctl: UTF-8 to files and pipes, UTF-16 to a console. */
#ifndef OPENIMAPI2_DISCCTL_OUTPUT_H
#define OPENIMAPI2_DISCCTL_OUTPUT_H

#include <stdbool.h>

#include <cjson/cJSON.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* Print UTF-8 text to standard output. After a write error nothing more is written. */
void output_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Has a write to standard output failed? */
bool output_is_broken(void);

/* Call it at the end of the program. Returns `result`, or prints an error and returns EXIT_FAILED when a write to
 * standard output has failed.
 */
int output_end(int result);

/* Makes untrusted text safe for a terminal: control characters, and those that change the text direction, become
 * <U+001B> and the like.
 * keeps_lines  line feeds are kept, and a carriage return before a line feed is removed.
 * returns      memory_free().
 */
char *output_escape(const char *utf8, bool keeps_lines);

/* Print "discctl: ..." and a newline to standard error; the text is passed through output_escape(), which keeps its
 * lines.
 */
void output_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Is standard error a console, on which a line can be overwritten? */
bool output_has_console(void);

/* Print a line of progress to standard error; on a console it replaces the line before. */
void output_progress(const char *line);

/* Keep the last line of progress: the next output begins on a new line. */
void output_progress_end(void);

/* Print the value and a newline to standard output, and delete the value. */
void output_json(cJSON *value);

#endif
