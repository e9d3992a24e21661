/* Runs the vectors of vectors/replies.json through the parsers of a test. */
#include "support/reply_vectors.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a parser may see of a vector: the least of what was transferred and requested, in a block of exactly that size.
 */
static uint8_t *visible_bytes(const cJSON *vector, size_t *count)
{
    uint8_t *all = vector_bytes(vector_string(vector, "hex"), count), *visible;

    if ((long long)*count != vector_number(vector, "transferred")) {
        vector_fail(vector_string(vector, "id"), "hex is not what was transferred");
    }
    if ((long long)*count > vector_number(vector, "requested")) *count = (size_t)vector_number(vector, "requested");
    visible = vector_copy(all, *count);
    free(all);
    return visible;
}

static void run(const struct reply_row *row, const cJSON *vector)
{
    const char *id = vector_string(vector, "id");
    const cJSON *stated = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    struct expectation expect = expectation_of(id, stated);
    size_t count;
    uint8_t *bytes = visible_bytes(vector, &count);
    enum mmc_status status = row->check(row, bytes, count, &expect);

    if (stated) {
        if (status != MMC_OK) vector_fail(id, "refused with status %d", (int)status);
    } else {
        assert_string_equal(vector_string(vector, "expect_error"), "INVALID_RESPONSE");
        if (status != MMC_SHORT) vector_fail(id, "expected short, got status %d", (int)status);
    }
    expect_done(&expect);
    free(bytes);
}

/* The same vector cut at every length: short, or read within. The block ends with the cut, so that a sanitizer sees a
 * read behind it.
 */
static void run_prefixes(const struct reply_row *row, const cJSON *vector)
{
    size_t count, length;
    uint8_t *bytes = visible_bytes(vector, &count);

    for (length = 0; length < count; length++) {
        uint8_t *prefix = vector_copy(bytes, length);
        struct expectation nothing = {"", "", NULL};
        enum mmc_status status = row->check(row, prefix, length, &nothing);

        if (length < row->fixed_bytes && status != MMC_SHORT) {
            vector_fail(vector_string(vector, "id"), "%u bytes are not short", (unsigned)length);
        }
        free(prefix);
    }
    free(bytes);
}

void reply_vectors_check(const char *family, const struct reply_row *rows, size_t count)
{
    cJSON *file = vectors_load("vectors/replies.json");
    bool *reached = calloc(count, sizeof *reached);
    const cJSON *vector;
    size_t i;

    assert_non_null(reached);
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        const char *reply_of = vector_string(vector, "reply_of");

        for (i = 0; i < count && strcmp(rows[i].reply_of, reply_of) != 0; i++)
            continue;
        if (i < count) {
            reached[i] = true;
            if (!rows[i].check) continue;
            run(&rows[i], vector);
            run_prefixes(&rows[i], vector);
        } else if (family && strncmp(family, reply_of, strlen(family)) == 0) {
            vector_fail(vector_string(vector, "id"), "no parser for %s", reply_of);
        }
    }
    for (i = 0; i < count; i++) {
        if (!reached[i]) vector_fail(rows[i].reply_of, "no vector reaches this parser");
    }
    free(reached);
    cJSON_Delete(file);
    assert_int_equal(vectors_take_failures(), 0);
}
