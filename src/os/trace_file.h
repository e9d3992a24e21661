/* The file in which commands are traced when the user asks for it by an environment variable or in the registry;
 * docs/trace.md.
 */
#ifndef OPENIMAPI2_OS_TRACE_FILE_H
#define OPENIMAPI2_OS_TRACE_FILE_H

#include <windows.h>

#include "scsi/transport_trace.h"

/* Where the path of the file is set: the variable, else the value (REG_SZ, 64-bit view) under HKCU, else under HKLM. An
 * elevated process reads HKLM alone (os/elevation.h).
 */
#define TRACE_VARIABLE L"OPENIMAPI2_TRACE"
#define TRACE_KEY      L"Software\\OpenIMAPI2"
#define TRACE_VALUE    L"Trace"

/* The absolute path that applies; base_free. NULL: no trace is wanted, or no memory. */
wchar_t *trace_file_take_path(void);

/* Open the trace if one is wanted, appending to an existing file; a new file is for its owner alone. NULL: nothing is
 * traced, since no trace is wanted or the file cannot be opened; the latter is reported to a debugger
 * (OutputDebugString) and has no other effect. A record that cannot be written (a full disk) ends the trace of this
 * process and is reported likewise. The sink's close ends the trace.
 */
struct scsi_trace_sink *trace_file_open(void);

/* ERROR_SUCCESS: trace_file_open() can open the trace (this call creates the file), or no trace is wanted. Else the
 * system's error.
 */
DWORD trace_file_try(void);

#endif
