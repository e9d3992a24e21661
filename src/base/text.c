/* Appends text to buffers of bounded length, and turns the blank-padded fields of drives into strings. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text text_in(char *buffer, size_t capacity)
{
    struct text text = {buffer, capacity, 0, false};

    buffer[0] = '\0';
    return text;
}

void text_append(struct text *text, const char *string)
{
    size_t room = text->capacity - 1 - text->length;
    size_t length = strlen(string);

    if (length > room) {
        length = room;
        text->is_cut = true;
    }
    memcpy(text->bytes + text->length, string, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_printf(struct text *text, const char *format, ...)
{
    size_t room = text->capacity - text->length;
    va_list arguments;
    int wanted;

    va_start(arguments, format);
    wanted = vsnprintf(text->bytes + text->length, room, format, arguments);
    va_end(arguments);
    text->bytes[text->capacity - 1] = '\0'; /* msvcrt leaves a full buffer unterminated */
    if (wanted < 0 || (size_t)wanted >= room) {
        text->is_cut = true;
        text->length += strlen(text->bytes + text->length);
    } else {
        text->length += (size_t)wanted;
    }
}

void text_from_field(const uint8_t *field, size_t count, char *out)
{
    size_t i, end = 0;

    for (i = 0; i < count; i++) {
        out[i] = (char)(field[i] > 0x20 && field[i] < 0x7f ? field[i] : ' ');
        if (out[i] != ' ') end = i + 1;
    }
    out[end] = '\0';
}
