/* HRESULTs in words. */
#ifndef OPENIMAPI2_DISCCTL_FAILURE_H
#define OPENIMAPI2_DISCCTL_FAILURE_H

#include <stdbool.h>

#include <windows.h>
#include <cjson/cJSON.h>

struct failure {
    HRESULT hresult;
    char *
        text; /* UTF-8, memory_free(): what the method itself said (IErrorInfo), else ours (hresults.c), the server's or the system's */
};

/* The failure of the last COM call in this thread. Call it right after that call: it takes the thread's error
 * information.
 */
struct failure failure_take(HRESULT hresult);

/* A failure with a text of our own. */
struct failure failure_say(HRESULT hresult, const char *format, ...) __attribute__((format(printf, 2, 3)));

void failure_free(struct failure *failure);

/* What the code means, in words. memory_free(). */
char *failure_meaning(HRESULT hresult);

/* "E_IMAPI_RECORDER_LOCKED"; "HRESULT_FROM_WIN32(n)" or "unknown" for numbers without a name of their own. Valid until
 * the next call.
 */
const char *failure_name(HRESULT hresult);

/* {"hresult": "0xC0AA0210", "name": "E_IMAPI_RECORDER_LOCKED", "text": "..."} */
cJSON *failure_json(HRESULT hresult, const char *text);

/* Report the failure (on standard error; with json as an object on standard output), free it, and return EXIT_FAILED.
 */
int failure_report(struct failure *failure, bool json);

/* Report success: the formatted text, or with json the object with S_OK. Returns EXIT_DONE. */
int failure_report_success(bool json, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
