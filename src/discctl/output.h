/* What discctl says: UTF-8 into files and pipes, Unicode on a console. */
#ifndef OPENIMAPI2_DISCCTL_OUTPUT_H
#define OPENIMAPI2_DISCCTL_OUTPUT_H

#include <stdbool.h>

#include <cjson/cJSON.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* To standard output, UTF-8. After an error nothing more is written. */
void output_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Something could not be written to standard output. */
bool output_is_broken(void);

/* At the end of the program. `result`, or EXIT_FAILED and a complaint when something could not be written to standard
 * output.
 */
int output_end(int result);

/* The text as it may be shown on a terminal, whoever wrote it: control characters, and those that turn the direction of
 * what is read, as <U+001B>.
 * keeps_lines  a line feed stays, and a carriage return in front of it goes.
 * returns      memory_free().
 */
char *output_escape(const char *utf8, bool keeps_lines);

/* "discctl: ..." and a line end, to standard error; output_escape()d, line by line. */
void output_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Is standard error a console, where a line can be written over? */
bool output_has_console(void);

/* A line of progress to standard error, in the place of the one before where that is a console. */
void output_progress(const char *line);

/* Leave the last line of progress as it is: what follows begins a new one. */
void output_progress_end(void);

/* Print the value and a line end to standard output, and delete it. */
void output_json(cJSON *value);

#endif
