/* Parses a speed, and converts a multiple of 1x into sectors per second. */
#include "discctl/write_speed.h"

#include <limits.h>
#include <string.h>

#include "discctl/arguments.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"

enum { SPEED_MAX = 1000000 };

int write_speed_read(const char *verb, const char *text, struct write_speed *speed)
{
    size_t length = text ? strlen(text) : 0;
    char *number;
    bool is_number;

    memset(speed, 0, sizeof *speed);
    if (!text) return 0;
    speed->is_multiple = length && (text[length - 1] == 'x' || text[length - 1] == 'X');
    number = memory_printf("%.*s", (int)(length - (speed->is_multiple ? 1 : 0)), text);
    is_number = arguments_number(number, SPEED_MAX, &speed->value) && speed->value;
    memory_free(number);
    if (is_number) return 0;
    return arguments_refuse(verb, "--speed takes sectors per second or a multiple such as 8x, not \"%s\"", text);
}

LONG write_speed_for(const struct write_speed *speed, LONG media_type)
{
    LONG of_1x = media_speed_of_1x(media_type);

    if (!speed->is_multiple) return (LONG)speed->value;
    if (!of_1x) of_1x = IMAPI_SECTORS_PER_SECOND_AT_1X_CD;
    return speed->value > (unsigned long)(LONG_MAX / of_1x) ? LONG_MAX : (LONG)speed->value * of_1x;
}
