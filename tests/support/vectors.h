/* Test vectors: JSON files of expected values, and files of commented hex.
 *
 * Everything here ends the program with a message when a file is missing or malformed: a test that cannot read its data
 * must not pass. Paths are relative to the folder tests/.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_VECTORS_H
#define OPENIMAPI2_TESTS_SUPPORT_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

/* The whole file with a NUL after it; free it. */
char *vector_file_text(const char *path);

/* The whole file, parsed; cJSON_Delete it. */
cJSON *vectors_load(const char *path);

/* A member that must exist. */
const char *vector_string(const cJSON *object, const char *key);
long long vector_number(const cJSON *object, const char *key);

/* A heap block of exactly the bytes that the hex digits stand for, so that AddressSanitizer sees every read past them;
 * free it. Never NULL, even for no bytes.
 */
uint8_t *vector_bytes(const char *hex, size_t *count);

/* The same for a file of hex, in which lines beginning with # are comments. */
uint8_t *vector_file_bytes(const char *path, size_t *count);

/* A copy of exactly `count` bytes; free it. */
uint8_t *vector_copy(const uint8_t *bytes, size_t count);

/* The values that a vector states. Each comparison removes its key, so that expect_done finds the stated keys that were
 * not compared. A wrong value is printed with the vector's id and counted, and the run continues. An expectation of
 * NULL states nothing.
 */
struct expectation {
    const char *id;
    const char *path; /* of the object within the vector, for messages */
    cJSON *object;    /* owned; keys are removed as they are compared */
};

struct expectation expectation_of(const char *id, const cJSON *stated);
void expect_done(struct expectation *expectation);

/* The keys that remain are not compared: no code of ours reads them. */
void expect_nothing_more(struct expectation *expectation);

void expect_number(struct expectation *expectation, const char *key, long long actual);
void expect_optional(struct expectation *expectation, const char *key, bool has,
                     long long actual); /* null: has is false */
void expect_code(struct expectation *expectation, const char *key, int digits, unsigned long actual);
void expect_optional_code(struct expectation *expectation, const char *key, bool has, int digits, unsigned long actual);
void expect_text(struct expectation *expectation, const char *key, const char *actual);
void expect_hex(struct expectation *expectation, const char *key, const uint8_t *bytes,
                size_t count); /* null: bytes is NULL */

/* A nested object; expect_done it. States nothing if the key is missing or null. */
struct expectation expect_object(struct expectation *expectation, const char *key);

/* A list: compare element 0, 1, ... in order, then end it with expect_list_done. If the list is not stated, its
 * elements are not compared.
 */
struct expected_list {
    const char *id;
    const char *key;
    cJSON *array; /* owned; NULL when not stated */
    int next;
};
struct expected_list expect_list(struct expectation *expectation, const char *key);
void expect_next_number(struct expected_list *list, long long actual);
void expect_next_code(struct expected_list *list, int digits, unsigned long actual);
void expect_next_hex(struct expected_list *list, const uint8_t *bytes, size_t count);
struct expectation expect_next_object(struct expected_list *list);
/* An element that is a list itself: [first, second]. */
struct expected_list expect_next_list(struct expected_list *list);
void expect_list_done(struct expected_list *list);

/* A failure other than the comparison of a key. */
void vector_fail(const char *id, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The number of failures since the last call. */
unsigned vectors_take_failures(void);

#endif
