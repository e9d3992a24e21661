/* A client's own multisession object, which returns the values that the test sets. */
#ifndef OPENIMAPI2_TESTS_COM_CLIENT_MULTISESSION_H
#define OPENIMAPI2_TESTS_COM_CLIENT_MULTISESSION_H

#include <stdbool.h>
#include <windows.h>

#include "imapi2.h"

enum client_number { CLIENT_START, CLIENT_LAST, CLIENT_NEXT, CLIENT_FREE, CLIENT_UNIT, CLIENT_TOTAL, CLIENT_NUMBERS };

struct client_multisession {
    IMultisessionSequential IMultisessionSequential_iface;
    IMultisessionRandomWrite IMultisessionRandomWrite_iface;
    LONG references; /* the caller owns the memory and checks this at the end: it must be 1 */
    const IID *kind; /* IID_IMultisessionSequential, IID_IMultisessionRandomWrite; IID_IMultisession: neither */
    VARIANT_BOOL in_use, is_supported, is_first;
    IDiscRecorder2 *recorder; /* borrowed */
    LONG numbers[CLIENT_NUMBERS];
    unsigned fails; /* a bit for each number whose getter fails with E_NOTIMPL */
};

/* Supported, not in use, not the first session, zeros. */
void client_multisession_begin(struct client_multisession *object, const IID *kind, IDiscRecorder2 *recorder);

/* Its IDispatch, borrowed. */
IDispatch *client_multisession_dispatch(struct client_multisession *object);

#endif
