/* One method call of any class of this library: its attempted action, and the HRESULT and error object at its end. */
#ifndef OPENIMAPI2_IMAPI2FS_CALL_H
#define OPENIMAPI2_IMAPI2FS_CALL_H

#include <stdint.h>
#include <windows.h>

#include "com/message.h"

enum { IMAPIFS_NUMBER_CHARS = 21 };

struct imapifs_call {
    const WCHAR *prog_id; /* of the class: the source of its errors */
    const IID *iid;       /* the interface that was called */
    const char *attempt;  /* the beginning of a sentence, such as "Setting the image file" */
    /* Texts such as a path that replace %1 to %3 in the message of the result code; initially NULL: none. */
    const WCHAR *inserts[COM_MESSAGE_INSERTS_MAX];
    DWORD system_error; /* the system's reason for the failure; initially 0: none */
    WCHAR number[IMAPIFS_NUMBER_CHARS];
};

/* Begin a call: clears the thread's error object. The strings must live as long as the call. */
void imapifs_call_begin(struct imapifs_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt);

/* Make a number the first insert. */
void imapifs_call_number(struct imapifs_call *call, uint64_t number);

/* End a call. Returns hr; on failure, sets the thread's error object. */
HRESULT imapifs_call_done(const struct imapifs_call *call, HRESULT hr);

#endif
