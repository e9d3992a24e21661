/* The file that commands are written down in, for whom the user asked by a variable or in the registry; docs/trace.md.
 */
#ifndef OPENIMAPI2_OS_TRACE_FILE_H
#define OPENIMAPI2_OS_TRACE_FILE_H

#include <windows.h>

#include "scsi/transport_trace.h"

/* Where the file's path stands: the variable, else the value (REG_SZ, 64-bit view) under HKCU, else under HKLM. An
 * elevated process looks at HKLM alone (os/elevation.h).
 */
#define TRACE_VARIABLE L"OPENIMAPI2_TRACE"
#define TRACE_KEY      L"Software\\OpenIMAPI2"
#define TRACE_VALUE    L"Trace"

/* The path that counts, absolute; base_free. NULL: no trace is wanted, or no memory. */
wchar_t *trace_file_take_path(void);

/* Open the trace if one is wanted, appending to what is there; a file that is made is its owner's alone. NULL, and
 * nothing is traced: none is wanted; or the file cannot be opened, which is said to a debugger (OutputDebugString) and
 * changes nothing else. A record that cannot be written (a full disk) ends the trace of this process, with the same
 * word. The sink's close ends it.
 */
struct scsi_trace_sink *trace_file_open(void);

/* ERROR_SUCCESS: trace_file_open() can open the trace, which makes the file, or none is wanted. Else why not, as the
 * system says it.
 */
DWORD trace_file_try(void);

#endif
