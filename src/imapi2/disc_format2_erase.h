/* MsftDiscFormat2Erase: erases rewritable discs. */
#ifndef OPENIMAPI2_IMAPI2_DISC_FORMAT2_ERASE_H
#define OPENIMAPI2_IMAPI2_DISC_FORMAT2_ERASE_H

#include <windows.h>

#include "base/clock.h"

/* The class's constructor. clock must live as long as the module is in use. */
HRESULT disc_format2_erase_create(const struct base_clock *clock, REFIID iid, void **out);

#endif
