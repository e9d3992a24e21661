/* Replies that no drive should send, made of every reply that we have: each file of malformed/ and each vector of
 * vectors/replies.json as it is, every prefix of it, and each of its length fields with other numbers in it.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MALFORMED_REPLIES_H
#define OPENIMAPI2_TESTS_SUPPORT_MALFORMED_REPLIES_H

#include <stddef.h>
#include <stdint.h>

struct malformed_reply {
    const char *origin; /* file or vector */
    const char *change; /* "whole", "prefix", "length" */
    uint8_t opcode;     /* of the command that it answers; 03h: sense of a refusal */
    const uint8_t *bytes;
    size_t count;
};

typedef void (*malformed_visit)(void *context, const struct malformed_reply *reply);

/* Returns how many there were. What cannot be read stops the program. */
unsigned long malformed_replies_walk(malformed_visit visit, void *context);

#endif
