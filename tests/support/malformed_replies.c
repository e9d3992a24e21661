/* The replies of tests/malformed, with the command that each belongs to. */
#include "support/malformed_replies.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/vectors.h"

/* Prefixes beyond this are the last ones of a reply only. */
enum { PREFIXES_FIRST = 1024, PREFIXES_LAST = 16, BYTES_MAX = 70000 };

/* Which command a reply belongs to, and where its own length stands (MMC-6, SPC-3). */
/* clang-format off */
static const struct command_row {
    const char *name; /* what reply_of and command begin with */
    uint8_t opcode;
    uint8_t length_at, length_bytes; /* 0 bytes: it has none */
} command_rows[] = {
    {"INQUIRY VPD",                   0x12, 2, 2},
    {"INQUIRY",                       0x12, 4, 1},
    {"REQUEST SENSE",                 0x03, 7, 1},
    {"MODE SENSE(6)",                 0x1A, 0, 1},
    {"MODE SENSE(10)",                0x5A, 0, 2},
    {"GET CONFIGURATION",             0x46, 0, 4},
    {"GET EVENT STATUS NOTIFICATION", 0x4A, 0, 2},
    {"READ DISC INFORMATION",         0x51, 0, 2},
    {"READ TRACK INFORMATION",        0x52, 0, 2},
    {"READ TOC",                      0x43, 0, 2},
    {"READ DISC STRUCTURE",           0xAD, 0, 2},
    {"READ FORMAT CAPACITIES",        0x23, 3, 1},
    {"READ CAPACITY",                 0x25, 0, 0},
    {"READ BUFFER CAPACITY",          0x5C, 0, 2},
    {"GET PERFORMANCE",               0xAC, 0, 4},
    {"MECHANISM STATUS",              0xBD, 6, 2},
};
/* clang-format on */

struct walk {
    malformed_visit visit;
    void *context;
    unsigned long count;
    struct malformed_reply reply;
};

static const struct command_row *row_of(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof command_rows / sizeof command_rows[0]; i++) {
        if (strncmp(name, command_rows[i].name, strlen(command_rows[i].name)) == 0) return &command_rows[i];
    }
    fprintf(stderr, "malformed_replies: no row for %s\n", name);
    abort();
}

static void give(struct walk *walk, const char *change, const uint8_t *bytes, size_t count)
{
    uint8_t *exact = vector_copy(bytes, count);

    walk->reply.change = change;
    walk->reply.bytes = exact;
    walk->reply.count = count;
    walk->visit(walk->context, &walk->reply);
    walk->count++;
    free(exact);
}

static void give_length(struct walk *walk, const uint8_t *bytes, size_t count, size_t at, size_t width)
{
    static const uint32_t fixed[] = {0, 1, 0x7F, 0xFF, 0xFFFF, 0xFFFFFFFF};
    static uint8_t changed[BYTES_MAX];
    uint32_t numbers[sizeof fixed / sizeof fixed[0] + 2];
    uint32_t real = 0;
    size_t i, j;

    if (at + width > count) return;
    for (i = 0; i < width; i++)
        real = real << 8 | bytes[at + i];
    memcpy(numbers, fixed, sizeof fixed);
    numbers[sizeof fixed / sizeof fixed[0]] = real - 1;
    numbers[sizeof fixed / sizeof fixed[0] + 1] = real + 1;
    for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        memcpy(changed, bytes, count);
        for (j = 0; j < width; j++)
            changed[at + j] = (uint8_t)(numbers[i] >> 8 * (width - 1 - j));
        give(walk, "length", changed, count);
    }
}

/* The length of each element of a list: one byte behind its head. */
static void give_elements(struct walk *walk, const uint8_t *bytes, size_t count, size_t first, size_t length_at)
{
    size_t at, next;

    for (at = first; at + length_at < count; at = next) {
        give_length(walk, bytes, count, at + length_at, 1);
        next = at + length_at + 1 + bytes[at + length_at];
    }
}

static void vary(struct walk *walk, const char *origin, const char *command, const uint8_t *bytes, size_t count)
{
    const struct command_row *row = row_of(command);
    size_t i;

    if (count > BYTES_MAX) abort();
    walk->reply.origin = origin;
    walk->reply.opcode = row->opcode;
    give(walk, "whole", bytes, count);
    for (i = 0; i < count; i++) {
        if (i < PREFIXES_FIRST || count - i <= PREFIXES_LAST) give(walk, "prefix", bytes, i);
    }
    if (row->length_bytes) give_length(walk, bytes, count, row->length_at, row->length_bytes);
    if (count > PREFIXES_FIRST) return;
    if (row->opcode == 0x46) give_elements(walk, bytes, count, 8, 3);
    if (row->opcode == 0x5A && count >= 8) {
        give_length(walk, bytes, count, 6, 2);
        give_elements(walk, bytes, count, 8 + (size_t)(bytes[6] << 8 | bytes[7]), 1);
    }
}

static void vary_hex(struct walk *walk, const char *origin, const char *command, const char *hex)
{
    size_t count;
    uint8_t *bytes = vector_bytes(hex, &count);

    vary(walk, origin, command, bytes, count);
    free(bytes);
}

unsigned long malformed_replies_walk(malformed_visit visit, void *context)
{
    struct walk walk = {visit, context, 0, {NULL, NULL, 0, NULL, 0}};
    cJSON *index = vectors_load("malformed/index.json");
    cJSON *replies = vectors_load("vectors/replies.json");
    const cJSON *item;
    char path[128];
    uint8_t *bytes;
    size_t count;

    cJSON_ArrayForEach(item, cJSON_GetObjectItem(index, "cases"))
    {
        snprintf(path, sizeof path, "malformed/%s", vector_string(item, "file"));
        bytes = vector_file_bytes(path, &count);
        vary(&walk, vector_string(item, "file"), vector_string(item, "command"), bytes, count);
        free(bytes);
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(replies, "vectors"))
    {
        vary_hex(&walk, vector_string(item, "id"), vector_string(item, "reply_of"), vector_string(item, "hex"));
    }
    cJSON_Delete(replies);
    cJSON_Delete(index);
    return walk.count;
}
