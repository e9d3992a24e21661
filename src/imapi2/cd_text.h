/* The constructor of OpenIMAPI2.CDText. */
#ifndef OPENIMAPI2_IMAPI2_CD_TEXT_H
#define OPENIMAPI2_IMAPI2_CD_TEXT_H

#include <windows.h>

HRESULT cd_text_create(REFIID iid, void **out);

#endif
