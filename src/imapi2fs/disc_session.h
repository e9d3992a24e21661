/* The session of a disc that an image can continue, as the multisession objects and the disc itself describe it. */
#ifndef OPENIMAPI2_IMAPI2FS_DISC_SESSION_H
#define OPENIMAPI2_IMAPI2FS_DISC_SESSION_H

#include "fs/probe.h"
#include "imapi2fs/image_state.h"
#include "imapi2fs/multisession.h"

enum { DISC_ID_CHARS = 16 };

struct disc_session {
    struct multisession_facts facts;
    struct fs_device *device; /* held; NULL when the disc is blank */
    struct fs_disc *disc;
    struct fs_session found;     /* its file systems */
    uint32_t start;              /* where the new session begins */
    WCHAR id[DISC_ID_CHARS + 1]; /* CRC-32 of fs_probe_identifier, then start, in hex; zeros: no file system found */
};

/* Examine the disc. Call disc_session_close afterwards, even on failure.
 * changing  the image that the calling thread is changing and whose lock it holds. The lock is released while the
 *           client's objects are called. NULL: the thread holds no lock.
 * failed    out: the block that could not be read.
 * returns   S_OK, even for a disc without any file system; failures of multisession_look; IMAPI_E_IMPORT_READ_FAILURE;
 *           E_OUTOFMEMORY; failures of the recorder.
 */
HRESULT disc_session_open(struct multisession *multisession, struct image_state *changing, struct disc_session *session,
                          uint32_t *failed);
void disc_session_close(struct disc_session *session);

/* Check whether an image can continue the session, with all its file systems, after importing one of them.
 * system    FsiFileSystemISO9660, FsiFileSystemJoliet or FsiFileSystemUDF.
 * call      gets the inserts of the failure.
 * returns   S_OK; IMAPI_E_EMPTY_DISC, IMAPI_E_FILE_SYSTEM_NOT_FOUND, IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION,
 *           IMAPI_E_UDF_NOT_WRITE_COMPATIBLE, IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED,
 *           IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR, IMAPI_E_IMPORT_READ_FAILURE.
 */
HRESULT disc_session_check(const struct disc_session *session, FsiFileSystems system, struct imapifs_call *call);

/* The file systems of a session of the disc in a recorder that is not writing.
 * systems   out: FsiFileSystems; FsiFileSystemUnknown: the disc has other data.
 */
HRESULT disc_session_identify(IDiscRecorder2 *recorder, FsiFileSystems *systems);

/* The same for an open session. */
FsiFileSystems disc_session_systems(const struct disc_session *session);

/* The name for an error message; of several systems, the first that the others depend on. */
const WCHAR *disc_session_system_name(FsiFileSystems system);

#endif
