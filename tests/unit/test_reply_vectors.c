/* Every vector of vectors/replies.json has a test that compares it: the parsers' own tests, by support/reply_vectors.h.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/vectors.h"

/* Which test compares which replies. A name that ends with a blank stands for all that begin so. */
static const struct {
    const char *reply_of;
    const char *test;
} owners[] = {
    {"INQUIRY", "test_inquiry.c"},
    {"REQUEST SENSE", "test_sense.c"},
    {"GET CONFIGURATION", "test_configuration.c"},
    {"GET CONFIGURATION RT=2 feature ", "test_feature_fields.c"},
    {"MODE SENSE(10) page ", "test_mode_page_fields.c"},
    {"READ DISC INFORMATION", "test_disc_information.c"},
    {"READ TRACK INFORMATION", "test_track_information.c"},
    {"READ TOC ", "test_toc.c"},
    {"READ CAPACITY(10)", "test_capacity.c"},
    {"READ BUFFER CAPACITY", "test_capacity.c"},
    {"READ FORMAT CAPACITIES", "test_format_capacity.c"},
    {"GET PERFORMANCE ", "test_performance.c"},
    {"GET EVENT STATUS NOTIFICATION", "test_event.c"},
    {"READ DISC STRUCTURE ", "test_disc_structure.c"},
};

enum { OWNERS = sizeof owners / sizeof owners[0] };

static size_t owner_of(const char *reply_of)
{
    size_t i;

    for (i = 0; i < OWNERS; i++) {
        size_t length = strlen(owners[i].reply_of);

        if (strcmp(owners[i].reply_of, reply_of) == 0) break;
        if (owners[i].reply_of[length - 1] == ' ' && strncmp(owners[i].reply_of, reply_of, length) == 0) break;
    }
    return i;
}

static void reply_vectors__all__belong_to_a_test(void **state)
{
    cJSON *file = vectors_load("vectors/replies.json");
    unsigned vectors = 0, owned[OWNERS] = {0};
    const cJSON *vector;
    size_t i;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        const char *reply_of = vector_string(vector, "reply_of");

        vectors++;
        i = owner_of(reply_of);
        if (i < OWNERS)
            owned[i]++;
        else
            vector_fail(vector_string(vector, "id"), "no test compares %s", reply_of);
    }
    for (i = 0; i < OWNERS; i++) {
        if (!owned[i]) vector_fail(owners[i].reply_of, "no vector for %s", owners[i].test);
    }
    cJSON_Delete(file);
    assert_true(vectors > 0);
    assert_int_equal(vectors_take_failures(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_vectors__all__belong_to_a_test),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
