/* Formats each step as a line, in a buffer that grows. */
#include "imapi2/plan_lines.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

enum { NUMBER_SIZE = 12, FIRST_CAPACITY = 1024 };

static bool append(struct plan_lines *lines, const char *text, size_t count)
{
    if (lines->capacity - lines->count < count) {
        size_t capacity = lines->capacity ? lines->capacity : FIRST_CAPACITY;
        char *bytes;

        while (capacity - lines->count < count)
            capacity *= 2;
        bytes = base_alloc(capacity);
        if (!bytes) return false;
        if (lines->count) memcpy(bytes, lines->bytes, lines->count);
        base_free(lines->bytes);
        lines->bytes = bytes;
        lines->capacity = capacity;
    }
    memcpy(lines->bytes + lines->count, text, count);
    lines->count += count;
    return true;
}

/* "1E 00 00" */
static bool append_hex(struct plan_lines *lines, const uint8_t *bytes, size_t count)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t i;

    for (i = 0; i < count; i++) {
        const char text[3] = {digits[bytes[i] >> 4], digits[bytes[i] & 0x0F], ' '};

        if (!append(lines, text, i + 1 < count ? 3 : 2)) return false;
    }
    return true;
}

static bool take(void *context, const struct burn_planned_step *step)
{
    struct plan_lines *lines = context;
    char number[NUMBER_SIZE];

    snprintf(number, sizeof number, "\t%lu\t", (unsigned long)step->commands);
    return append(lines, step->words, strlen(step->words)) && append(lines, number, strlen(number)) &&
           append_hex(lines, step->cdb, step->cdb_bytes) && append(lines, "\t", 1) &&
           append_hex(lines, step->list, step->list_bytes) && append(lines, "\n", 1);
}

struct burn_planned_steps plan_lines_take(struct plan_lines *lines)
{
    const struct burn_planned_steps steps = {take, lines};

    return steps;
}

BSTR plan_lines_string(const struct plan_lines *lines)
{
    BSTR string = lines->count < UINT_MAX ? SysAllocStringLen(NULL, (UINT)lines->count) : NULL;
    size_t i;

    for (i = 0; string && i < lines->count; i++)
        string[i] = (WCHAR)lines->bytes[i];
    return string;
}

void plan_lines_free(struct plan_lines *lines)
{
    base_free(lines->bytes);
    memset(lines, 0, sizeof *lines);
}
