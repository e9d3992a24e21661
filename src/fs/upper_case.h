/* Upper case of one UTF-16 unit, for comparing names regardless of case. */
#ifndef OPENIMAPI2_FS_UPPER_CASE_H
#define OPENIMAPI2_FS_UPPER_CASE_H

#include <stdint.h>

/* The simple upper-case mapping if that is also one unit; any other unit, also a surrogate, is returned unchanged. */
uint16_t fs_upper_case(uint16_t unit);

#endif
