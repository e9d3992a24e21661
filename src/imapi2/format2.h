/* What every writer of discs has in common: its recorder, its client's name, being idle or busy, and the questions
 * about the medium that it answers while it is.
 */
#ifndef OPENIMAPI2_IMAPI2_FORMAT2_H
#define OPENIMAPI2_IMAPI2_FORMAT2_H

#include <stdbool.h>
#include <windows.h>

#include "base/clock.h"
#include "burn/failure.h"
#include "burn/media.h"
#include "burn/progress.h"
#include "burn/setbacks.h"
#include "burn/speed.h"
#include "com/global_interface.h"
#include "imapi2.h"
#include "imapi2/call.h"
#include "imapi2/recorder_use.h"

/* What differs from class to class. */
struct format2_class {
    const WCHAR *prog_id;
    const IID *iid;            /* of the errors */
    HRESULT recorder_required; /* where none is assigned */
    HRESULT recorder_not_supported;
    HRESULT recorder_busy; /* put_Recorder while it writes */
    HRESULT prepared;      /* of a class whose client prepares the medium: from then until the release; else S_OK */
    HRESULT not_prepared;  /* likewise, in every other state */
    HRESULT invalid_client_name;
    const uint16_t *media_types; /* SupportedMediaTypes */
    size_t media_type_count;
    bool (*is_recorder_supported)(struct drive *drive, bool *is_supported, struct drive_failure *failure);
    bool (*is_media_supported)(const struct burn_media *media); /* NULL: what can be written as it is */
};

/* Inside a writer's object. */
struct format2 {
    const struct format2_class *class;
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* the rest; never held while a drive works or foreign code runs */
    struct com_global *recorder;
    char client_name[DRIVE_HOLDER_SIZE]; /* "" at first */
    bool is_busy;
    bool is_setting_speed;       /* with is_busy: nothing is written, and there is nothing to cancel */
    bool is_prepared;            /* of a class with such a state; the class's own matter */
    struct burn_control control; /* of the burn that is under way; set while it is busy alone */

    /* While it is busy, from when the medium is known: what questions are answered with. */
    bool has_found;
    struct burn_media media;
    struct burn_speeds speeds;

    /* Of writers that have speeds. */
    LONG requested_speed; /* sectors a second; BURN_SPEED_FASTEST at first */
    VARIANT_BOOL requested_pure_cav;
    struct burn_speed chosen_speed; /* the entry that was set last; 0 sectors: none */

    struct burn_setbacks setbacks; /* of what was written last */
};

/* In front of its first use, of a struct of zeros; class and clock are borrowed, and live as long as it. False: no
 * memory, and format2_end must not be called.
 */
bool format2_begin(struct format2 *format, const struct format2_class *class, const struct base_clock *clock);
void format2_end(struct format2 *format);

/* -------------------------------------------------------------------------------------------- one call of a member */

struct format2_call {
    struct imapi_call base;
    struct format2 *format;
    bool has_use;
    struct recorder_use use; /* where has_use */
};

/* attempt: what the error says was tried ("Reading the speeds"); borrowed until the call is done. */
void format2_call_begin(struct format2_call *call, struct format2 *format, const char *attempt);

/* A call that is no more than its result. Returns hr. */
HRESULT format2_report(struct format2 *format, const char *attempt, HRESULT hr);

/* Open the drive of a recorder object, and name it in errors. Where it fails the call goes on; hr is for its end. */
HRESULT format2_call_open(struct format2_call *call, IDiscRecorder2 *recorder);

/* Likewise of the recorder that is kept; NULL is the class's recorder_required. */
HRESULT format2_call_open_kept(struct format2_call *call, struct com_global *recorder);

/* The writer's own recorder; NULL when there is none. com_global_release. */
struct com_global *format2_get_recorder(struct format2 *format);

/* The end of a call, of one that opened a drive too: it is closed, and a failure gets its error object. Returns hr; the
 * second returns the code of the failure that the call is filled with, E_FAIL where that has none.
 */
HRESULT format2_call_done(struct format2_call *call, HRESULT hr);
HRESULT format2_call_failed(struct format2_call *call);

/* The same, where hr is a failure of which more is known. reason: whole sentences, or NULL. */
HRESULT format2_call_told(struct format2_call *call, HRESULT hr, const char *reason);

/* The end of a burn or an erase, whose failure has more to say. Comes last: sinks and streams that were called have
 * left error objects of their own.
 */
HRESULT format2_call_burned(struct format2_call *call, HRESULT hr, const struct burn_failure *failure);

/* ----------------------------------------------------------------------------------------------------- the medium */

/* The medium in the writer's recorder: as Write found it while that is busy with this recorder, else asked from the
 * drive, which stays open until the end of the call. Where it fails, the call is done, and the HRESULT is the member's.
 */
HRESULT format2_call_media(struct format2_call *call, struct com_global *recorder, bool with_contents,
                           struct burn_media *media);

/* Likewise with the speeds that the drive lists for it. */
HRESULT format2_call_speeds(struct format2_call *call, struct com_global *recorder, struct burn_media *media,
                            struct burn_speeds *speeds);

/* ------------------------------------------------------------------------------------------------------------ busy */

/* What is refused while it is busy, and while the medium is prepared, where the class has such a state: S_OK, or the
 * class's code. With the lock.
 */
HRESULT format2_check_idle(const struct format2 *format);

/* Busy from now on with what wants the medium prepared, or not: S_OK, or the class's code, and nothing is changed. */
HRESULT format2_enter_prepared(struct format2 *format, bool is_prepared);

/* False: it is already. */
bool format2_enter(struct format2 *format);
bool format2_enter_speed(struct format2 *format); /* SetWriteSpeed: no burn, which could be cancelled */
void format2_leave(struct format2 *format);
bool format2_is_busy(struct format2 *format);

/* Let the burn that is under way end at its next command. False: none is. */
bool format2_cancel(struct format2 *format);

/* What Write, which is busy with this recorder, has found. False: it is not, or does not know yet. speeds: NULL: not
 * wanted.
 */
bool format2_take_found(struct format2 *format, struct com_global *recorder, struct burn_media *media,
                        struct burn_speeds *speeds);

/* What burn_observer.found is told. */
void format2_found(struct format2 *format, const struct burn_media *media, const struct burn_speeds *speeds);

/* What format2_get_Setbacks tells from now on. */
void format2_keep_setbacks(struct format2 *format, const struct burn_setbacks *setbacks);

/* --------------------------------------------------------------------------------- members, whole, for every class */

HRESULT format2_IsRecorderSupported(struct format2 *format, IDiscRecorder2 *recorder, VARIANT_BOOL *value);
HRESULT format2_IsCurrentMediaSupported(struct format2 *format, IDiscRecorder2 *recorder, VARIANT_BOOL *value);
HRESULT format2_get_MediaPhysicallyBlank(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_MediaHeuristicallyBlank(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_SupportedMediaTypes(struct format2 *format, SAFEARRAY **value);
HRESULT format2_put_Recorder(struct format2 *format, IDiscRecorder2 *value);
HRESULT format2_get_Recorder(struct format2 *format, IDiscRecorder2 **value);
HRESULT format2_put_ClientName(struct format2 *format, BSTR value);
HRESULT format2_get_ClientName(struct format2 *format, BSTR *value);
/* A boolean of the writer's own, guarded by the lock. Any value but 0 is true; while it is busy nothing is put. */
HRESULT format2_put_flag(struct format2 *format, const char *attempt, VARIANT_BOOL *flag, VARIANT_BOOL value);
HRESULT format2_get_flag(struct format2 *format, const char *attempt, const VARIANT_BOOL *flag, VARIANT_BOOL *value);
HRESULT format2_get_CurrentPhysicalMediaType(struct format2 *format, IMAPI_MEDIA_PHYSICAL_TYPE *value);
/* IOpenBurnSetbacks::Setbacks, of writers that have it. */
HRESULT format2_get_Setbacks(struct format2 *format, BSTR *lines);

/* And of those that have speeds: format2_speed.c. */

HRESULT format2_get_RequestedWriteSpeed(struct format2 *format, LONG *value);
HRESULT format2_get_RequestedRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_CurrentWriteSpeed(struct format2 *format, LONG *value);
HRESULT format2_get_CurrentRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_SupportedWriteSpeeds(struct format2 *format, SAFEARRAY **value);
HRESULT format2_get_SupportedWriteSpeedDescriptors(struct format2 *format, SAFEARRAY **value);
HRESULT format2_SetWriteSpeed(struct format2 *format, LONG sectors, VARIANT_BOOL pure_cav);

/* S_OK, or the S_IMAPI_...ADJUSTED of a speed that was set. */
HRESULT format2_speed_adjusted(bool is_speed_adjusted, bool is_rotation_adjusted);

#endif
