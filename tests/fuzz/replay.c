/* A main for fuzz targets without libFuzzer: plays the known inputs, every prefix of them, and each with one byte damaged. */
#include <stdbool.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "support/vectors.h"

static unsigned long inputs;

/* In a block of exactly that size, so that a read past the end is seen where somebody looks. */
static void play(const uint8_t *bytes, size_t count)
{
    uint8_t *copy = vector_copy(bytes, count);

    LLVMFuzzerTestOneInput(copy, count);
    free(copy);
    inputs++;
}

static void play_seed(const uint8_t *bytes, size_t count)
{
    static const uint8_t damage[] = {0x00, 0xff, 0x7f, 0x80, 0x01};
    uint8_t *damaged = vector_copy(bytes, count);
    /* Headers and heads stand in front; one seed is 64 KiB of the same. */
    size_t near_front = count < 512 ? count : 512, i, j;

    play(bytes, count);
    for (i = 0; i < near_front; i++)
        play(bytes, i);
    for (i = 0; i < near_front; i++) {
        for (j = 0; j < sizeof damage; j++) {
            damaged[i] = damage[j];
            play(damaged, count);
        }
        damaged[i] = bytes[i];
    }
    free(damaged);
}

static unsigned play_vectors(const char *reply_of)
{
    cJSON *file = vectors_load("vectors/replies.json");
    const cJSON *vector;
    unsigned seeds = 0;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        size_t count;
        uint8_t *bytes;

        if (strncmp(vector_string(vector, "reply_of"), reply_of, strlen(reply_of)) != 0) continue;
        bytes = vector_bytes(vector_string(vector, "hex"), &count);
        play_seed(bytes, count);
        free(bytes);
        seeds++;
    }
    cJSON_Delete(file);
    return seeds;
}

static unsigned play_malformed(const char *command)
{
    cJSON *file = vectors_load("malformed/index.json");
    const cJSON *entry;
    unsigned seeds = 0;

    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(file, "cases"))
    {
        char path[128];
        size_t count;
        uint8_t *bytes;

        if (strcmp(vector_string(entry, "command"), command) != 0) continue;
        snprintf(path, sizeof path, "malformed/%s", vector_string(entry, "file"));
        bytes = vector_file_bytes(path, &count);
        play_seed(bytes, count);
        free(bytes);
        seeds++;
    }
    cJSON_Delete(file);
    return seeds;
}

static unsigned play_text(const char *path)
{
    static uint8_t bytes[1 << 16];
    FILE *file = fopen(path, "rb");
    size_t count;

    if (!file) return 0;
    count = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    play_seed(bytes, count);
    return 1;
}

int main(void)
{
    const struct fuzz_seeds *row;
    unsigned seeds = 0;

    for (row = fuzz_seeds; row->reply_of || row->command || row->text; row++) {
        if (row->reply_of) seeds += play_vectors(row->reply_of);
        if (row->command) seeds += play_malformed(row->command);
        if (row->text) seeds += play_text(row->text);
    }
    printf("[ fuzz     ] %lu inputs from %u seeds\n", inputs, seeds);
    return seeds ? 0 : 1;
}
