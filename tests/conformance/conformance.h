/* The conformance program: what any IMAPI2 server must do, asked of the one that is registered, ours or Microsoft's.
 *
 * A case is a function. It says what it needs, tells what is wrong by `expect`, and what the documentation leaves open
 * by `answer`, which judges nothing. A case that needs a drive runs once for each drive. What a server is known to do
 * otherwise stands in marks.c; a mark whose case passes is itself a failure, so that it goes away.
 *
 * The log is TAP, the Test Anything Protocol, one line each:
 *     # ...                       what is tested: server, drives
 *     answer QUESTION: ANSWER     of an open question
 *     wrong ...                   why the case that follows has failed
 *     ok CASE / not ok CASE
 *     not ok CASE # TODO why      a known difference
 *     ok CASE # SKIP why          what it needs, or what the drive refuses
 *     1..N                        the last line: so many cases
 */
#ifndef OPENIMAPI2_TESTS_CONFORMANCE_H
#define OPENIMAPI2_TESTS_CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <oleauto.h>

#include "imapi2.h"
#include "imapi2error.h"

enum server { SERVER_OURS, SERVER_MICROSOFTS, SERVER_OTHER };

enum needs {
    NEEDS_NOTHING,
    NEEDS_HANDS, /* somebody who plugs a drive in or out: --watch */
    NEEDS_DRIVE,
    NEEDS_MEDIUM,    /* a drive with a medium */
    NEEDS_NO_MEDIUM, /* a drive without one */
    NEEDS_TRAY,      /* a drive whose tray may be moved: --tray */
};

struct subject {
    enum server server;
    HMODULE module;   /* that serves */
    const WCHAR *id;  /* of the drive; NULL in a case that needs none */
    unsigned watch_s; /* how long to wait for hands */
};

struct conformance_case {
    const char *name;
    enum needs needs;
    void (*run)(const struct subject *subject);
};

struct conformance_group {
    const struct conformance_case *cases;
    size_t count;
    const IID *iid; /* of the recorder's interface that all of its cases are about; NULL: they need no particular one */
};

extern const struct conformance_group com_group, registration_group, typelib_group, master_group, recorder_group,
    recorder_ex_group, watch_group, image_group, image_tree_group, image_manager_group, writers_group,
    track_at_once_group, streams_group;

/* The case fails when it is false; formatted as printf does. Returns `is_right`. */
bool expect(bool is_right, const char *format, ...) __attribute__((format(ms_printf, 2, 3)));
bool expect_hr(HRESULT actual, HRESULT expected, const char *what);
bool expect_failed(HRESULT actual, const char *what);

void answer(const char *question, const char *format, ...) __attribute__((format(ms_printf, 2, 3)));
void answer_hr(const char *question, HRESULT hr);

/* The drive has not what the case asks for: unless something was wrong besides, the case counts as skipped, with that
 * reason.
 */
void cannot(const char *format, ...) __attribute__((format(ms_printf, 1, 2)));

/* marks.c: why the server is known to fail that case; NULL when it is not. */
const char *known_difference(enum server server, const char *name);

/* New objects; NULL, and the case has failed, when there is none. */
void *new_object(REFCLSID clsid, REFIID iid);
IDiscMaster2 *new_master(void);
IDiscRecorder2 *new_recorder(void);
IDiscRecorder2 *open_recorder(const WCHAR *id);

HRESULT initialize(IDiscRecorder2 *recorder, const WCHAR *id); /* NULL: a NULL BSTR */
HRESULT acquire(IDiscRecorder2 *recorder, VARIANT_BOOL force, const WCHAR *name);

#endif
