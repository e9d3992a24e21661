/* What every fuzz target has: the function that libFuzzer calls, and where its first inputs come from.
 *
 * With libFuzzer (preset native-fuzz) a target is one program that invents inputs. With every compiler the same target
 * is linked to replay.c, whose main plays the known inputs, their prefixes and small damages of them, as an ordinary
 * test.
 */
#ifndef OPENIMAPI2_TESTS_FUZZ_FUZZ_H
#define OPENIMAPI2_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct fuzz_seeds {
    const char
        *reply_of;       /* the vectors of vectors/replies.json whose reply_of begins so, or FUZZ_CDBS; NULL for none */
    const char *command; /* the files of malformed/index.json of this command; NULL for none */
    const char *text;    /* a file of text, as it is; NULL for none */
};
extern const struct fuzz_seeds fuzz_seeds[]; /* ends with a row of NULLs */

/* The commands of vectors/cdb.json: a byte that is 00h (no data), FDh (in) or FEh (out), and 12 bytes of CDB. */
#define FUZZ_CDBS "cdb.json"
enum { FUZZ_CDB_BYTES = 13 };

/* fuzz/corpus/<this>.hex has the inputs that earlier runs of the target kept, one a line. */
extern const char fuzz_name[];

/* What stands in front of a seed to make an input of it. */
struct fuzz_head {
    uint8_t bytes[4];
    size_t count;
};

/* Fills the nth head, from 0 on, and says true; false behind the last. A target that takes the bytes as they are has
 * one, without
 * bytes. */
bool fuzz_get_head(size_t nth, struct fuzz_head *head);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An invariant of the target; false ends the program, in every build. */
#define FUZZ_CHECK(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* For a target that takes the bytes as they are. */
#define FUZZ_NO_HEAD                                                                                                   \
    bool fuzz_get_head(size_t nth, struct fuzz_head *head)                                                             \
    {                                                                                                                  \
        head->count = 0;                                                                                               \
        return nth == 0;                                                                                               \
    }

/* Are `count` bytes at `bytes` all within the input? */
#define FUZZ_WITHIN(bytes, count, data, size)                                                                          \
    FUZZ_CHECK((bytes) >= (data) && (size_t)((bytes) - (data)) <= (size) &&                                            \
               (count) <= (size) - (size_t)((bytes) - (data)))

#endif
