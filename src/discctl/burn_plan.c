/* Parses the lines of a plan: a step, its number of commands, the first command's bytes, its parameter list. */
#include "discctl/burn_plan.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "discctl/failure.h"
#include "discctl/memory.h"
#include "discctl/output.h"

enum { FIELDS = 4, BYTES_A_LINE = 16, HEX_BYTE = 3, MODE_HEADER = 8 * HEX_BYTE };
enum { FIELD_STEP, FIELD_COMMANDS, FIELD_CDB, FIELD_LIST };

/* Cut the next line off, and it into its fields; those that are missing are "". Returns what is behind it. */
static char *take_line(char *line, char *fields[FIELDS])
{
    char *end = line + strcspn(line, "\n"), *rest = *end ? end + 1 : end;
    size_t i;

    *end = 0;
    for (i = 0; i < FIELDS; i++) {
        fields[i] = line;
        line += strcspn(line, "\t");
        if (*line) *line++ = 0;
    }
    return rest;
}

/* Bytes, so many in a line. */
static void print_bytes(const char *words, const char *bytes)
{
    const int width = BYTES_A_LINE * HEX_BYTE - 1;

    for (; *bytes; words = "") {
        int length = (int)strlen(bytes);

        output_print("      %-14s%.*s\n", words, length < width ? length : width, bytes);
        bytes += length < width ? length : width + 1;
    }
}

/* MODE SELECT(10) has a header before the page. */
static void print_list(const char *cdb, const char *list)
{
    if (strncmp(cdb, "55", 2) == 0 && strlen(list) > MODE_HEADER) {
        print_bytes("mode page", list + MODE_HEADER);
    } else {
        print_bytes("list", list);
    }
}

static void print_step(unsigned number, char *const fields[FIELDS])
{
    unsigned long commands = strtoul(fields[FIELD_COMMANDS], NULL, 10);

    output_print("%3u.  %s\n", number, fields[FIELD_STEP]);
    if (commands > 1) output_print("      %lu commands, the first of them:\n", commands);
    print_bytes("command", fields[FIELD_CDB]);
    print_list(fields[FIELD_CDB], fields[FIELD_LIST]);
}

static cJSON *step_json(char *const fields[FIELDS])
{
    cJSON *step = cJSON_CreateObject();

    cJSON_AddStringToObject(step, "step", fields[FIELD_STEP]);
    cJSON_AddNumberToObject(step, "commands", strtod(fields[FIELD_COMMANDS], NULL));
    cJSON_AddStringToObject(step, "cdb", fields[FIELD_CDB]);
    cJSON_AddStringToObject(step, "list", fields[FIELD_LIST]);
    return step;
}

int burn_plan_report(bool json, const wchar_t *steps, const char *text)
{
    cJSON *object = json ? failure_json(S_OK, text) : NULL,
          *array = json ? cJSON_AddArrayToObject(object, "steps") : NULL;
    char *lines = memory_utf8(steps), *rest = lines, *fields[FIELDS];
    unsigned number = 0;

    while (*rest) {
        rest = take_line(rest, fields);
        if (json) {
            cJSON_AddItemToArray(array, step_json(fields));
        } else {
            print_step(++number, fields);
        }
    }
    memory_free(lines);
    if (json) {
        output_json(object);
    } else {
        output_print("%s\n", text);
    }
    return EXIT_DONE;
}
