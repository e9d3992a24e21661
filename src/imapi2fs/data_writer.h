/* MsftDiscFormat2Data, which another DLL serves: asked what disc is in a recorder. */
#ifndef OPENIMAPI2_IMAPI2FS_DATA_WRITER_H
#define OPENIMAPI2_IMAPI2FS_DATA_WRITER_H

#include <stdbool.h>

#include <windows.h>

#include "imapi2fs.h"

struct data_writer {
    IDiscFormat2Data *format;
    HMODULE library; /* that was asked for it; NULL: COM was */
    bool is_new;     /* nobody had loaded it before */
};

/* The class that is registered, or named by a manifest; where there is none, that of the imapi2.dll that stands beside
 * this DLL, which is so when both were loaded by their paths. REGDB_E_CLASSNOTREG: there is none either.
 * data_writer_end().
 */
HRESULT data_writer_begin(struct data_writer *writer);
void data_writer_end(struct data_writer *writer);

#endif
