/* Shared by all parsers of replies: their status, the length that a reply claims, and the walk through its lists.
 *
 * A parser takes `bytes` and `count`, where count is the lesser of the bytes transferred and the bytes requested. The
 * parser itself takes the length that the reply claims into account, and never reads past the least of the three.
 * - A reply with a fixed part is MMC_OK, or MMC_SHORT or MMC_MALFORMED with the output unchanged.
 * - Fields after the fixed part are optional: a `has_` flag says whether the bytes were there.
 * - A list is walked over the bytes that are there. Left-over bytes that do not make a whole element are dropped, and
 *   `clipped` is set.
 * Nothing is allocated; results point into the caller's bytes.
 */
#ifndef OPENIMAPI2_MMC_REPLY_H
#define OPENIMAPI2_MMC_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum mmc_status {
    MMC_OK,
    MMC_SHORT,     /* fewer usable bytes than the fixed part, or than the requested element */
    MMC_MALFORMED, /* long enough, but not the expected data: another page, another kind of information */
    MMC_ABSENT,    /* the reply is whole and does not contain the requested element */
};

/* How many bytes does the reply claim to have in all, with its length field and header?
 * opcode    the command that was answered; for INQUIRY standard data only
 * returns   false when the length field itself was not received, or the reply to this command has none (READ CAPACITY,
 *           READ). claimed_bytes may be up to 1 0000 0003h; it is unchanged on false.
 */
bool mmc_reply_claimed_bytes(uint8_t opcode, const uint8_t *bytes, size_t count, uint64_t *claimed_bytes);

/* The usable bytes of a reply: no more than count, and no more than the reply claims. */
struct span mmc_reply_usable(uint8_t opcode, const uint8_t *bytes, size_t count);

/* A walk through a list: start it with the function of the list's reply, take elements with the `_next` function of the
 * element until that returns false, then check `clipped`.
 */
struct mmc_walk {
    struct span rest; /* not yet walked */
    bool clipped;     /* final when the walk has ended: bytes were left over that do not make a whole element */
};

struct mmc_walk mmc_walk_of(struct span elements);

/* The next `size_bytes` of a walk, or NULL at its end. For the parsers themselves. */
const uint8_t *mmc_walk_take(struct mmc_walk *walk, size_t size_bytes);

#endif
