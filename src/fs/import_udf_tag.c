/* Checks the checksum and the CRC of a descriptor. Its location is not compared, because programs count it differently.
 */
#include "fs/import_udf_tag.h"

#include "base/bytes.h"
#include "base/crc16.h"
#include "fs/plan.h"
#include "fs/udf_field.h"

uint16_t import_udf_tag(const uint8_t *block)
{
    uint16_t crc_bytes = load_le16(block + 10);
    uint8_t sum = 0;
    unsigned i;

    for (i = 0; i < UDF_TAG_BYTES; i++)
        sum = (uint8_t)(sum + (i == 4 ? 0 : block[i]));
    if (sum != block[4] || crc_bytes > FS_BLOCK_BYTES - UDF_TAG_BYTES) return 0;
    return base_crc16(block + UDF_TAG_BYTES, crc_bytes) == load_le16(block + 8) ? load_le16(block) : 0;
}
