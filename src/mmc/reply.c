/* Where each reply says how long it is, and the walk over lists of elements. */
#include "mmc/reply.h"

#include "mmc/codes.h"

/* Where each reply says how long it is. */
struct length_field {
    uint8_t opcode;
    uint8_t offset;
    uint8_t width; /* bytes */
    uint8_t plus;  /* bytes that the field does not count */
};

/* clang-format off */
static const struct length_field length_fields[] = {
    {MMC_OPCODE_INQUIRY,                       4, 1, 5}, /* SPC-3, additional length */
    {MMC_OPCODE_MODE_SENSE_6,                  0, 1, 1}, /* SPC-3, mode data length */
    {MMC_OPCODE_READ_FORMAT_CAPACITIES,        3, 1, 4}, /* MMC-6, capacity list length */
    {MMC_OPCODE_READ_TOC_PMA_ATIP,             0, 2, 2}, /* MMC-6, TOC data length */
    {MMC_OPCODE_GET_CONFIGURATION,             0, 4, 4}, /* MMC-6, data length */
    {MMC_OPCODE_GET_EVENT_STATUS_NOTIFICATION, 0, 2, 2}, /* MMC-6, event descriptor length */
    {MMC_OPCODE_READ_DISC_INFORMATION,         0, 2, 2}, /* MMC-6, disc information length */
    {MMC_OPCODE_READ_TRACK_INFORMATION,        0, 2, 2}, /* MMC-6, track information length */
    {MMC_OPCODE_MODE_SENSE_10,                 0, 2, 2}, /* SPC-3, mode data length */
    {MMC_OPCODE_READ_BUFFER_CAPACITY,          0, 2, 2}, /* MMC-6, data length */
    {MMC_OPCODE_GET_PERFORMANCE,               0, 4, 4}, /* MMC-6, performance data length */
    {MMC_OPCODE_READ_DISC_STRUCTURE,           0, 2, 2}, /* MMC-6, disc structure data length */
    {MMC_OPCODE_MECHANISM_STATUS,              6, 2, 8}, /* MMC-6, length of slot table(s) */
};
/* clang-format on */

bool mmc_reply_claimed_bytes(uint8_t opcode, const uint8_t *bytes, size_t count, uint64_t *claimed_bytes)
{
    struct span reply = span_of(bytes, count);
    size_t row, i;

    for (row = 0; row < sizeof length_fields / sizeof length_fields[0]; row++) {
        const struct length_field *field = &length_fields[row];
        const uint8_t *at;
        uint64_t length = 0;

        if (field->opcode != opcode) continue;
        at = span_at(&reply, field->offset, field->width);
        if (!at) return false;
        for (i = 0; i < field->width; i++)
            length = length << 8 | at[i];
        *claimed_bytes = length + field->plus;
        return true;
    }
    return false;
}

struct span mmc_reply_usable(uint8_t opcode, const uint8_t *bytes, size_t count)
{
    uint64_t claimed_bytes = count;

    mmc_reply_claimed_bytes(opcode, bytes, count, &claimed_bytes);
    return span_of(bytes, usable_length(count, count, claimed_bytes));
}

struct mmc_walk mmc_walk_of(struct span elements)
{
    struct mmc_walk walk = {elements, false};

    return walk;
}

const uint8_t *mmc_walk_take(struct mmc_walk *walk, size_t size_bytes)
{
    const uint8_t *at = walk->rest.bytes;

    if (!walk->rest.count) return NULL;
    if (walk->rest.count < size_bytes) {
        walk->clipped = true;
        walk->rest = span_of(NULL, 0);
        return NULL;
    }
    walk->rest = span_from(&walk->rest, size_bytes, walk->rest.count);
    return at;
}
