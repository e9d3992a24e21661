/* A main for fuzz targets without libFuzzer: plays the known inputs. Those from vectors (seeds) also in every prefix,
 * and each with one byte damaged; those that earlier runs of libFuzzer kept (fuzz/corpus) as they are.
 *
 *     fuzz_NAME_replay                  play them
 *     fuzz_NAME_replay --write FOLDER   write them there, one a file, for libFuzzer to begin with
 */
#include <stdbool.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "support/vectors.h"

static unsigned long inputs;
static unsigned seeds, kept;
static const char *folder; /* NULL: play */

/* In a block of exactly that size, so that a read past the end is seen where somebody looks. */
static void play(const uint8_t *bytes, size_t count)
{
    uint8_t *copy = vector_copy(bytes, count);

    LLVMFuzzerTestOneInput(copy, count);
    free(copy);
    inputs++;
}

static void write_input(const uint8_t *bytes, size_t count)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%06lu", folder, inputs++);
    file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, count, file) != count || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(3);
    }
}

/* Damage begins behind the head, and stays near the front: lengths and heads stand there; one seed is 64 KiB of the
 * same.
 */
static void play_around(uint8_t *bytes, size_t head, size_t count)
{
    static const uint8_t damage[] = {0x00, 0xff, 0x7f, 0x80, 0x01};
    size_t near_front = count < head + 512 ? count : head + 512, i, j;

    for (i = head; i < near_front; i++)
        play(bytes, i);
    for (i = head; i < near_front; i++) {
        uint8_t whole = bytes[i];

        for (j = 0; j < sizeof damage; j++) {
            bytes[i] = damage[j];
            play(bytes, count);
        }
        bytes[i] = whole;
    }
}

static void take_seed(const uint8_t *bytes, size_t count)
{
    struct fuzz_head head;
    size_t n;

    for (n = 0; fuzz_get_head(n, &head); n++) {
        uint8_t *input = malloc(head.count + count + 1);

        if (!input) exit(3);
        memcpy(input, head.bytes, head.count);
        memcpy(input + head.count, bytes, count);
        if (folder) {
            write_input(input, head.count + count);
        } else {
            play(input, head.count + count);
            play_around(input, head.count, head.count + count);
        }
        free(input);
    }
    seeds++;
}

static void take_vectors(const char *reply_of)
{
    cJSON *file = vectors_load("vectors/replies.json");
    const cJSON *vector;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        size_t count;
        uint8_t *bytes;

        if (strncmp(vector_string(vector, "reply_of"), reply_of, strlen(reply_of)) != 0) continue;
        bytes = vector_bytes(vector_string(vector, "hex"), &count);
        take_seed(bytes, count);
        free(bytes);
    }
    cJSON_Delete(file);
}

static void take_malformed(const char *command)
{
    cJSON *file = vectors_load("malformed/index.json");
    const cJSON *entry;

    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(file, "cases"))
    {
        char path[128];
        size_t count;
        uint8_t *bytes;

        if (strcmp(vector_string(entry, "command"), command) != 0) continue;
        snprintf(path, sizeof path, "malformed/%s", vector_string(entry, "file"));
        bytes = vector_file_bytes(path, &count);
        take_seed(bytes, count);
        free(bytes);
    }
    cJSON_Delete(file);
}

static void take_cdbs(void)
{
    cJSON *file = vectors_load("vectors/cdb.json");
    const cJSON *vector;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        uint8_t record[FUZZ_CDB_BYTES] = {0};
        const char *direction = vector_string(vector, "data_direction");
        size_t count;
        uint8_t *cdb = vector_bytes(vector_string(vector, "cdb"), &count);

        record[0] = strcmp(direction, "in") == 0 ? 0xfd : strcmp(direction, "out") == 0 ? 0xfe : 0x00;
        memcpy(record + 1, cdb, count);
        take_seed(record, sizeof record);
        free(cdb);
    }
    cJSON_Delete(file);
}

static void take_text(const char *path)
{
    char *text = vector_file_text(path);

    take_seed((const uint8_t *)text, strlen(text));
    free(text);
}

static void take_corpus(void)
{
    char path[128];
    char *text, *line;

    snprintf(path, sizeof path, "fuzz/corpus/%s.hex", fuzz_name);
    text = vector_file_text(path);
    for (line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        size_t count;
        uint8_t *bytes;

        if (*line == '#') continue;
        bytes = vector_bytes(line, &count);
        if (folder)
            write_input(bytes, count);
        else
            play(bytes, count);
        free(bytes);
        kept++;
    }
    free(text);
}

int main(int argc, char **argv)
{
    const struct fuzz_seeds *row;

    if (argc == 3 && strcmp(argv[1], "--write") == 0) folder = argv[2];
    for (row = fuzz_seeds; row->reply_of || row->command || row->text; row++) {
        if (row->reply_of && strcmp(row->reply_of, FUZZ_CDBS) == 0)
            take_cdbs();
        else if (row->reply_of)
            take_vectors(row->reply_of);
        if (row->command) take_malformed(row->command);
        if (row->text) take_text(row->text);
    }
    take_corpus();
    printf("[ fuzz     ] %lu inputs from %u seeds and %u that were kept\n", inputs, seeds, kept);
    printf("%s 1 - known_inputs\n1..1\n", seeds ? "ok" : "not ok");
    return seeds ? 0 : 1;
}
