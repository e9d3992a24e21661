/* One call of a method of any class of this library: what is tried, and the HRESULT and error object at its end. */
#ifndef OPENIMAPI2_IMAPI2FS_CALL_H
#define OPENIMAPI2_IMAPI2FS_CALL_H

#include <stdint.h>
#include <windows.h>

#include "com/message.h"

enum { IMAPIFS_NUMBER_CHARS = 21 };

struct imapifs_call {
    const WCHAR *prog_id; /* of the class: the source of its errors */
    const IID *iid;       /* the interface that was called */
    const char *attempt;  /* "Setting the image file": the beginning of a sentence */
    /* What stands for %1 to %3 in the text of the result code, such as a path; NULL at first: nothing. */
    const WCHAR *inserts[COM_MESSAGE_INSERTS_MAX];
    DWORD system_error; /* why, as the system says it; 0 at first: nothing */
    WCHAR number[IMAPIFS_NUMBER_CHARS];
};

/* Begin a call: the thread's error object goes. The strings live as long as the call. */
void imapifs_call_begin(struct imapifs_call *call, const WCHAR *prog_id, REFIID iid, const char *attempt);

/* The first insert is a number. */
void imapifs_call_number(struct imapifs_call *call, uint64_t number);

/* The result of a call: hr; an error object is left behind where hr is a failure. */
HRESULT imapifs_call_done(const struct imapifs_call *call, HRESULT hr);

#endif
