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

/* "discctl: ..." and a line end, to standard error. */
void output_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print the value and a line end to standard output, and delete it. */
void output_json(cJSON *value);

#endif
