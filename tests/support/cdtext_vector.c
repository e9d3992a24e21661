/* Reads vectors/cd-text.json. */
#include "support/cdtext_vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/vectors.h"

static const struct {
    const char *key;
    unsigned type;
    unsigned first; /* track of the first item */
} lists[] = {{"title", 0x80, 0}, {"performer", 0x81, 0}, {"songwriter", 0x82, 0}, {"isrc", 0x8E, 1}};

void cdtext_vector_words(void (*put)(void *context, unsigned type, unsigned track, const char *text), void *context)
{
    cJSON *file = vectors_load("vectors/cd-text.json");
    const cJSON *sheet = cJSON_GetObjectItemCaseSensitive(file, "sheet");
    size_t i;

    for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        unsigned track = lists[i].first;
        const cJSON *word;

        cJSON_ArrayForEach(word, cJSON_GetObjectItemCaseSensitive(sheet, lists[i].key))
        {
            put(context, lists[i].type, track++, cJSON_GetStringValue(word));
        }
    }
    put(context, 0x8E, 0, vector_string(sheet, "upc_ean"));
    cJSON_Delete(file);
}

uint8_t *cdtext_vector_packs(void)
{
    cJSON *file = vectors_load("vectors/cd-text.json");
    uint8_t *packs = malloc(CDTEXT_VECTOR_BYTES);
    const cJSON *pack;
    size_t used = 0;

    if (!packs) exit(3);
    cJSON_ArrayForEach(pack, cJSON_GetObjectItemCaseSensitive(file, "packs"))
    {
        size_t count;
        uint8_t *bytes = vector_bytes(cJSON_GetStringValue(pack), &count);

        if (count != 18 || used == CDTEXT_VECTOR_BYTES) exit(3);
        memcpy(packs + used, bytes, count);
        used += count;
        free(bytes);
    }
    cJSON_Delete(file);
    if (used != CDTEXT_VECTOR_BYTES) {
        fprintf(stderr, "vectors/cd-text.json has not %d packs\n", CDTEXT_VECTOR_PACKS);
        exit(3);
    }
    return packs;
}
