/* Upper case of one UTF-16 unit: how names are compared without regard to case. */
#ifndef OPENIMAPI2_FS_UPPER_CASE_H
#define OPENIMAPI2_FS_UPPER_CASE_H

#include <stdint.h>

/* The simple upper-case mapping where it is one unit too; every other unit, surrogates included, is its own. */
uint16_t fs_upper_case(uint16_t unit);

#endif
