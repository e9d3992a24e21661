/* Loads the JSON files of tests/vectors and compares decoded fields with the stated ones. */
#include "support/vectors.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned failures;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "test data: %s: %s\n", what, detail);
    exit(3);
}

static void *allocate(size_t bytes)
{
    void *memory = malloc(bytes ? bytes : 1);

    if (!memory) die("out of memory", "");
    return memory;
}

char *vector_file_text(const char *path)
{
    size_t capacity = 1 << 16, length = 0, got;
    char *text = allocate(capacity + 1);
    FILE *file = fopen(path, "rb");

    if (!file) die(path, "cannot be opened (tests run in the folder tests/)");
    while ((got = fread(text + length, 1, capacity - length, file)) > 0) {
        length += got;
        if (length == capacity) {
            capacity *= 2;
            text = realloc(text, capacity + 1);
            if (!text) die("out of memory", path);
        }
    }
    if (ferror(file)) die(path, "cannot be read");
    fclose(file);
    text[length] = '\0';
    return text;
}

cJSON *vectors_load(const char *path)
{
    char *text = vector_file_text(path);
    cJSON *json = cJSON_Parse(text);

    if (!json) die(path, "is no JSON");
    free(text);
    return json;
}

const char *vector_string(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!cJSON_IsString(item)) die(key, "missing, or no string");
    return item->valuestring;
}

long long vector_number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!cJSON_IsNumber(item)) die(key, "missing, or no number");
    return (long long)item->valuedouble;
}

static int digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

uint8_t *vector_bytes(const char *hex, size_t *count)
{
    char *digits = allocate(strlen(hex) + 1);
    size_t length = 0, i;
    uint8_t *bytes;

    for (; *hex; hex++) {
        if (isspace((unsigned char)*hex)) continue;
        if (!isxdigit((unsigned char)*hex)) die("no hex", hex);
        digits[length++] = *hex;
    }
    if (length % 2) die("odd number of hex digits", digits);
    *count = length / 2;
    bytes = allocate(*count);
    for (i = 0; i < *count; i++)
        bytes[i] = (uint8_t)(digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1]));
    free(digits);
    return bytes;
}

uint8_t *vector_file_bytes(const char *path, size_t *count)
{
    char *text = vector_file_text(path), *c;
    bool in_comment = false;
    uint8_t *bytes;

    if (text[0] != '#') die(path, "has no comment in its first line");
    for (c = text; *c; c++) {
        if (*c == '#') in_comment = true;
        if (*c == '\n') in_comment = false;
        if (in_comment) *c = ' ';
    }
    bytes = vector_bytes(text, count);
    free(text);
    return bytes;
}

uint8_t *vector_copy(const uint8_t *bytes, size_t count)
{
    uint8_t *copy = allocate(count);

    if (count) memcpy(copy, bytes, count);
    return copy;
}

void vector_fail(const char *id, const char *format, ...)
{
    va_list arguments;

    failures++;
    fprintf(stderr, "%s: ", id);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
}

unsigned vectors_take_failures(void)
{
    unsigned taken = failures;

    failures = 0;
    return taken;
}

struct expectation expectation_of(const char *id, const cJSON *stated)
{
    struct expectation expectation = {id, "", stated ? cJSON_Duplicate(stated, 1) : NULL};

    return expectation;
}

/* The stated value, taken out; NULL when the vector does not state it. */
static cJSON *take(struct expectation *expectation, const char *key)
{
    return expectation->object ? cJSON_DetachItemFromObjectCaseSensitive(expectation->object, key) : NULL;
}

void expect_done(struct expectation *expectation)
{
    const cJSON *left;

    cJSON_ArrayForEach(left, expectation->object)
    {
        vector_fail(expectation->id, "%s%s is stated and nobody compared it", expectation->path, left->string);
    }
    cJSON_Delete(expectation->object);
    expectation->object = NULL;
}

void expect_nothing_more(struct expectation *expectation)
{
    cJSON_Delete(expectation->object);
    expectation->object = NULL;
}

/* Compares and frees `stated`. `actual` NULL stands for null. */
static void compare_text(const char *id, const char *key, cJSON *stated, const char *actual)
{
    if (cJSON_IsNull(stated)) {
        if (actual) vector_fail(id, "%s: expected nothing, got \"%s\"", key, actual);
    } else if (!cJSON_IsString(stated)) {
        vector_fail(id, "%s: the vector states no string", key);
    } else if (!actual || strcmp(stated->valuestring, actual) != 0) {
        vector_fail(id, "%s: expected \"%s\", got \"%s\"", key, stated->valuestring, actual ? actual : "(nothing)");
    }
    cJSON_Delete(stated);
}

static void compare_number(const char *id, const char *key, cJSON *stated, bool has, long long actual)
{
    if (cJSON_IsNull(stated)) {
        if (has) vector_fail(id, "%s: expected nothing, got %ld", key, (long)actual);
    } else if (!cJSON_IsNumber(stated) && !cJSON_IsBool(stated)) {
        vector_fail(id, "%s: the vector states no number", key);
    } else {
        double expected = cJSON_IsBool(stated) ? cJSON_IsTrue(stated) : stated->valuedouble;

        /* Doubles are printed: they hold these numbers exactly, and msvcrt knows no %lld. */
        if (!has)
            vector_fail(id, "%s: expected %.0f, got nothing", key, expected);
        else if (expected != (double)actual)
            vector_fail(id, "%s: expected %.0f, got %.0f", key, expected, (double)actual);
    }
    cJSON_Delete(stated);
}

static void compare_hex(const char *id, const char *key, cJSON *stated, const uint8_t *bytes, size_t count)
{
    char *text = allocate(2 * count + 1);
    size_t i;

    text[0] = '\0';
    for (i = 0; i < count; i++)
        sprintf(text + 2 * i, "%02x", bytes[i]);
    compare_text(id, key, stated, bytes ? text : NULL);
    free(text);
}

static void compare_code(const char *id, const char *key, cJSON *stated, bool has, int digits, unsigned long actual)
{
    char text[16];

    sprintf(text, "%0*lx", digits, actual);
    compare_text(id, key, stated, has ? text : NULL);
}

void expect_number(struct expectation *expectation, const char *key, long long actual)
{
    expect_optional(expectation, key, true, actual);
}

void expect_optional(struct expectation *expectation, const char *key, bool has, long long actual)
{
    cJSON *stated = take(expectation, key);

    if (stated) compare_number(expectation->id, key, stated, has, actual);
}

void expect_code(struct expectation *expectation, const char *key, int digits, unsigned long actual)
{
    expect_optional_code(expectation, key, true, digits, actual);
}

void expect_optional_code(struct expectation *expectation, const char *key, bool has, int digits, unsigned long actual)
{
    cJSON *stated = take(expectation, key);

    if (stated) compare_code(expectation->id, key, stated, has, digits, actual);
}

void expect_text(struct expectation *expectation, const char *key, const char *actual)
{
    cJSON *stated = take(expectation, key);

    if (stated) compare_text(expectation->id, key, stated, actual);
}

void expect_hex(struct expectation *expectation, const char *key, const uint8_t *bytes, size_t count)
{
    cJSON *stated = take(expectation, key);

    if (stated) compare_hex(expectation->id, key, stated, bytes, bytes ? count : 0);
}

struct expectation expect_object(struct expectation *expectation, const char *key)
{
    struct expectation inner = {expectation->id, key, take(expectation, key)};

    if (inner.object && !cJSON_IsObject(inner.object)) {
        vector_fail(inner.id, "%s: expected nothing, got an object", key);
        cJSON_Delete(inner.object);
        inner.object = NULL;
    }
    return inner;
}

struct expected_list expect_list(struct expectation *expectation, const char *key)
{
    struct expected_list list = {expectation->id, key, take(expectation, key), 0};

    if (list.array && !cJSON_IsArray(list.array)) {
        vector_fail(list.id, "%s: a list is there and is not expected", key);
        cJSON_Delete(list.array);
        list.array = NULL;
    }
    return list;
}

static cJSON *take_next(struct expected_list *list)
{
    cJSON *stated = list->array ? cJSON_DetachItemFromArray(list->array, 0) : NULL;

    if (list->array && !stated) vector_fail(list->id, "%s: element %d is not expected", list->key, list->next);
    list->next++;
    return stated;
}

void expect_next_number(struct expected_list *list, long long actual)
{
    cJSON *stated = take_next(list);

    if (stated) compare_number(list->id, list->key, stated, true, actual);
}

void expect_next_code(struct expected_list *list, int digits, unsigned long actual)
{
    cJSON *stated = take_next(list);

    if (stated) compare_code(list->id, list->key, stated, true, digits, actual);
}

void expect_next_hex(struct expected_list *list, const uint8_t *bytes, size_t count)
{
    cJSON *stated = take_next(list);

    if (stated) compare_hex(list->id, list->key, stated, bytes, count);
}

struct expectation expect_next_object(struct expected_list *list)
{
    struct expectation inner = {list->id, list->key, take_next(list)};

    return inner;
}

struct expected_list expect_next_list(struct expected_list *list)
{
    struct expected_list inner = {list->id, list->key, take_next(list), 0};

    return inner;
}

void expect_list_done(struct expected_list *list)
{
    if (list->array && cJSON_GetArraySize(list->array)) {
        vector_fail(list->id, "%s: %d elements found, %d more expected", list->key, list->next,
                    cJSON_GetArraySize(list->array));
    }
    cJSON_Delete(list->array);
    list->array = NULL;
}
