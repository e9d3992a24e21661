/* Converts between bytes and hexadecimal text. */
#include "discctl/hex.h"

#include <stdlib.h>

#include "base/hex.h"

bool hex_read_commented(const char *text, size_t length, size_t max, struct bytes *bytes, unsigned *line)
{
    const char *end = text + length;
    struct bytes read = {0};
    uint8_t byte;

    *line = 1;
    while (text < end) {
        if (*text == '#') {
            while (text < end && *text != '\n')
                text++;
        } else if (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n') {
            if (*text++ == '\n') ++*line;
        } else if (end - text < 2 || read.count == max || !hex_decode(text, 1, &byte)) {
            memory_free(read.data);
            return false;
        } else {
            bytes_append(&read, &byte, 1);
            text += 2;
        }
    }
    *bytes = read;
    return true;
}
