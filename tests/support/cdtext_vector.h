/* The disc of vectors/cd-text.json: its texts, and the packs that two programs make of them. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_CDTEXT_VECTOR_H
#define OPENIMAPI2_TESTS_SUPPORT_CDTEXT_VECTOR_H

#include <stddef.h>
#include <stdint.h>

enum { CDTEXT_VECTOR_PACKS = 22, CDTEXT_VECTOR_BYTES = CDTEXT_VECTOR_PACKS * 18 };

/* Calls `put` for each text of the vector's sheet. */
void cdtext_vector_words(void (*put)(void *context, unsigned type, unsigned track, const char *text), void *context);

/* The packs, one after another; free them. */
uint8_t *cdtext_vector_packs(void);

#endif
