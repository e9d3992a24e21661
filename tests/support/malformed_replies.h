/* Replies that no drive should send, made from all replies that we have: each file of malformed/ and each vector of
 * vectors/replies.json unchanged, cut to every prefix, and with other numbers in each of its length fields.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MALFORMED_REPLIES_H
#define OPENIMAPI2_TESTS_SUPPORT_MALFORMED_REPLIES_H

#include <stddef.h>
#include <stdint.h>

struct malformed_reply {
    const char *origin; /* file or vector */
    const char *change; /* "whole", "prefix", "length" */
    uint8_t opcode;     /* of the command that it answers; 03h: sense data of a refusal */
    const uint8_t *bytes;
    size_t count;
};

typedef void (*malformed_visit)(void *context, const struct malformed_reply *reply);

/* Returns the number of replies. An unreadable file ends the program. */
unsigned long malformed_replies_walk(malformed_visit visit, void *context);

#endif
