/* The setbacks that a burn overcame, as lines of IOpenBurnSetbacks::Setbacks (idl/openimapi2.idl describes the format).
 */
#ifndef OPENIMAPI2_IMAPI2_SETBACK_LINES_H
#define OPENIMAPI2_IMAPI2_SETBACK_LINES_H

#include <windows.h>

#include "burn/setbacks.h"

/* SysFreeString. NULL: no memory. */
BSTR setback_lines_string(const struct burn_setbacks *setbacks);

#endif
