/* What all parsers of replies share: how they end, how long a reply says it is, and how its lists are walked.
 *
 * A parser is given `bytes` and `count`, where count is the least of what was transferred and what was requested; the
 * parser itself takes the reply's own claim into account, and never reads past the least of the three.
 * - A reply with a fixed part is MMC_OK, or MMC_SHORT or MMC_MALFORMED with the output unchanged.
 * - Fields that lie behind the fixed part are optional: a `has_` flag says whether the bytes were there.
 * - A list is walked over the bytes that are there. What is left over and makes no whole element is dropped, and
 *   `clipped` set.
 * Nothing is allocated; what a result points at are the caller's bytes.
 */
#ifndef OPENIMAPI2_MMC_REPLY_H
#define OPENIMAPI2_MMC_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum mmc_status {
    MMC_OK,
    MMC_SHORT,     /* fewer usable bytes than the fixed part, or than the element that was asked for */
    MMC_MALFORMED, /* long enough, but not what it should be: another page, another kind of information */
    MMC_ABSENT,    /* the reply is whole, and what was looked for is not in it */
};

/* How many bytes does the reply say it has in all, its length field and header included?
 * opcode    the command that was answered; for INQUIRY standard data only
 * returns   false when the length field itself did not come, or the reply to this command has none (READ CAPACITY,
 *           READ). claimed_bytes may be up to 1 0000 0003h; it is unchanged on false.
 */
bool mmc_reply_claimed_bytes(uint8_t opcode, const uint8_t *bytes, size_t count, uint64_t *claimed_bytes);

/* The usable bytes of a reply: no more than count, no more than it claims. */
struct span mmc_reply_usable(uint8_t opcode, const uint8_t *bytes, size_t count);

/* A list that is being walked: start it with the function of its reply, take elements with the `_next` function that
 * belongs to the element until that returns false, then look at `clipped`.
 */
struct mmc_walk {
    struct span rest; /* not yet walked */
    bool clipped;     /* final when the walk has ended: bytes were left over that make no whole element */
};

struct mmc_walk mmc_walk_of(struct span elements);

/* The next `size_bytes` of a walk, or NULL at its end. For the parsers themselves. */
const uint8_t *mmc_walk_take(struct mmc_walk *walk, size_t size_bytes);

#endif
