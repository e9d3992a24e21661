/* Creates MsftDiscFormat2Data, a class of another DLL, to ask it for the kind of disc in a recorder. */
#ifndef OPENIMAPI2_IMAPI2FS_DATA_WRITER_H
#define OPENIMAPI2_IMAPI2FS_DATA_WRITER_H

#include <stdbool.h>

#include <windows.h>

#include "imapi2fs.h"

struct data_writer {
    IDiscFormat2Data *format;
    HMODULE library; /* the DLL that created the object; NULL: COM created it */
    bool is_new;     /* the DLL was not loaded before */
};

/* Creates the class that is registered or named by a manifest. Without such a class, it comes from the imapi2.dll in
 * the folder of this DLL, for programs that load both DLLs by their paths. REGDB_E_CLASSNOTREG: no class found at all.
 * End with data_writer_end().
 */
HRESULT data_writer_begin(struct data_writer *writer);
void data_writer_end(struct data_writer *writer);

#endif
