/* Runs each vector of vectors/replies.json through its parser. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_REPLY_VECTORS_H
#define OPENIMAPI2_TESTS_SUPPORT_REPLY_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "mmc/configuration.h"
#include "mmc/mode_page.h"
#include "support/vectors.h"

/* A parser, and the place of its values in a vector. */
struct reply_row {
    const char *reply_of; /* the vectors' name of the reply */
    size_t fixed_bytes;   /* for fewer bytes the parser reports a short reply */
    unsigned number;      /* the row's: a page, a feature, a format */
    /* NULL: another test compares these vectors. */
    enum mmc_status (*check)(const struct reply_row *row, const uint8_t *bytes, size_t count,
                             struct expectation *expect);
    void (*feature)(const struct mmc_feature *feature, struct expectation *fields);
    void (*page)(const struct mmc_mode_page *page, struct expectation *fields);
};

/* Runs every vector of these rows, whole and cut at every length. A row without a vector, a wrong value and a stated
 * value that the row does not compare are failures of the test.
 * family   prefix of the names of replies, for each of which this test must have a row: a vector of the family without
 *          a row is a failure. NULL: the rows alone are tested. unit/test_reply_vectors.c lists the families.
 */
void reply_vectors_check(const char *family, const struct reply_row *rows, size_t count);

#endif
