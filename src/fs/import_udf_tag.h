/* Descriptor tags of UDF: is there the descriptor that is asked for, whole? */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_TAG_H
#define OPENIMAPI2_FS_IMPORT_UDF_TAG_H

#include <stdbool.h>
#include <stdint.h>

/* The identifier of a block's descriptor, whose checksum and CRC are right; 0: there is none. ECMA-167 3/7.2 */
uint16_t import_udf_tag(const uint8_t *block);

#endif
