/* Checks the descriptor tags of UDF. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_TAG_H
#define OPENIMAPI2_FS_IMPORT_UDF_TAG_H

#include <stdbool.h>
#include <stdint.h>

/* The identifier of the descriptor in a block; 0: no descriptor with a valid checksum and CRC. ECMA-167 3/7.2 */
uint16_t import_udf_tag(const uint8_t *block);

#endif
