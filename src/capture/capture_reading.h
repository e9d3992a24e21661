/* The state of reading a file, shared by the files of this folder. */
#ifndef OPENIMAPI2_CAPTURE_CAPTURE_READING_H
#define OPENIMAPI2_CAPTURE_CAPTURE_READING_H

#include <cjson/cJSON.h>

#include "capture/capture.h"

enum {
    CAPTURE_DATA_MAX = 0x10000, /* the longest reply that a 16-bit allocation length can ask for */
    CAPTURE_FEATURE_HEAD = 4,
};

struct reading {
    struct capture *capture;
    const cJSON *root;
    const char *state;  /* NULL: responses that name no medium */
    bool has_all_pages; /* mode_pages holds the reply with all of them */
    bool has_failed;    /* the first complaint ends the reading */
    struct text *complaint;
};

/* Record a complaint; only the first one counts. */
void reading_complain(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text of the file as a complaint shows it: its first characters, with '?' for anything that is not printable ASCII. */
struct reading_quote {
    char text[44];
};
struct reading_quote reading_quote(const char *text);

/* The member of an object; NULL when there is none, or it is not a string. */
const char *reading_string(const cJSON *object, const char *name);

/* Append to a list; complains when memory runs out or the list would become longer than max. */
void reading_append(struct reading *reading, struct capture_bytes *list, size_t max, const void *bytes, size_t count);

/* Decode hexadecimal text of min to max bytes. Otherwise returns false, with a complaint that names the key (printf).
 */
bool reading_hex(struct reading *reading, const char *text, size_t min, size_t max, struct capture_bytes *bytes,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));

void capture_bytes_free(struct capture_bytes *bytes);

/* Are the bytes known exactly: evidence "raw" or "derived-exact"? */
bool reading_is_exact(const cJSON *item);

/* Is SPF set, bit 6 of byte 0 (SPC-3)? Then the page has the head of 4 bytes. */
bool reading_is_subpage(const uint8_t *page);

/* The length that the mode page claims, with its head; 0 when the head is cut off. */
size_t reading_page_length(const uint8_t *page, size_t count);

/* capture_facts.c: use the facts that the file states without bytes, wherever no bytes were captured. */
void reading_take_facts(struct reading *reading);

#endif
