#include "discctl/hex.h"

#include <stdlib.h>
#include <string.h>

static int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool append_pair(const char *pair, struct bytes *bytes)
{
    int high = digit(pair[0]), low = high < 0 ? -1 : digit(pair[1]);
    uint8_t byte;

    if (low < 0) return false;
    byte = (uint8_t)(high << 4 | low);
    bytes_append(bytes, &byte, 1);
    return true;
}

bool hex_read(const char *text, size_t max, struct bytes *bytes)
{
    size_t length = strlen(text), i;
    struct bytes read = {0};

    if (length % 2 || length / 2 > max) return false;
    for (i = 0; i < length; i += 2) {
        if (!append_pair(text + i, &read)) {
            free(read.data);
            return false;
        }
    }
    *bytes = read;
    return true;
}

bool hex_read_commented(const char *text, size_t length, size_t max, struct bytes *bytes, unsigned *line)
{
    const char *end = text + length;
    struct bytes read = {0};

    *line = 1;
    while (text < end) {
        if (*text == '#') {
            while (text < end && *text != '\n')
                text++;
        } else if (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n') {
            if (*text++ == '\n') ++*line;
        } else if (end - text < 2 || read.count == max || !append_pair(text, &read)) {
            free(read.data);
            return false;
        } else {
            text += 2;
        }
    }
    *bytes = read;
    return true;
}
