/* The common part of every class that writes discs: its recorder, its client name, whether it is idle or busy, and the
 * questions about the medium that it answers while it is busy.
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

/* The differences between the classes. */
struct format2_class {
    const WCHAR *prog_id;
    const IID *iid;            /* of the errors */
    HRESULT recorder_required; /* no recorder is assigned */
    HRESULT recorder_not_supported;
    HRESULT recorder_busy; /* put_Recorder during a write */
    HRESULT prepared;      /* while the medium is prepared, in a class whose client prepares it; else S_OK */
    HRESULT not_prepared;  /* likewise, in every other state */
    HRESULT invalid_client_name;
    const uint16_t *media_types; /* SupportedMediaTypes */
    size_t media_type_count;
    bool (*is_recorder_supported)(struct drive *drive, bool *is_supported, struct drive_failure *failure);
    bool (*is_media_supported)(const struct burn_media *media); /* NULL: any medium that can be written as it is */
};

/* The part of a writer's object. */
struct format2 {
    const struct format2_class *class;
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* guards the rest; not held while a drive works or a client's code runs */
    struct com_global *recorder;
    char client_name[DRIVE_HOLDER_SIZE]; /* initially "" */
    bool is_busy;
    bool is_setting_speed;       /* with is_busy: nothing is written, and there is nothing to cancel */
    bool is_prepared;            /* in a class with such a state; set by the class */
    struct burn_control control; /* of the current burn; valid only while it is busy */

    /* While it is busy, once the medium is known: the answers to questions about the medium. */
    bool has_found;
    struct burn_media media;
    struct burn_speeds speeds;

    /* Of writers that have speeds. */
    LONG requested_speed; /* sectors per second; initially BURN_SPEED_FASTEST */
    VARIANT_BOOL requested_pure_cav;
    struct burn_speed chosen_speed; /* the last entry that was set; 0 sectors: none */

    struct burn_setbacks setbacks; /* of the last write */
};

/* Call before the first use, with a struct of zeros; class and clock are borrowed and must live as long as the struct.
 * False: no memory, and format2_end must not be called.
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

/* attempt: the attempt that an error reports, such as "Reading the speeds"; borrowed until the call is done. */
void format2_call_begin(struct format2_call *call, struct format2 *format, const char *attempt);

/* A complete call that only reports its result hr. Returns hr. */
HRESULT format2_report(struct format2 *format, const char *attempt, HRESULT hr);

/* Open the drive of a recorder object, and name it in errors. On failure the call continues; pass hr to the function
 * that ends it.
 */
HRESULT format2_call_open(struct format2_call *call, IDiscRecorder2 *recorder);

/* Likewise for a recorder in the Global Interface Table; NULL gives the class's recorder_required. */
HRESULT format2_call_open_kept(struct format2_call *call, struct com_global *recorder);

/* The recorder that is assigned to the writer; NULL: none. com_global_release. */
struct com_global *format2_get_recorder(struct format2 *format);

/* End a call: a drive that it opened is closed, and a failure gets its error object. The first function returns hr; the
 * second returns the code of the failure that the call is filled with, or E_FAIL if that failure has no code.
 */
HRESULT format2_call_done(struct format2_call *call, HRESULT hr);
HRESULT format2_call_failed(struct format2_call *call);

/* The same, if hr is a failure about which more is known. reason: whole sentences, or NULL. */
HRESULT format2_call_told(struct format2_call *call, HRESULT hr, const char *reason);

/* End the call of a burn or an erase, with the details of its failure. Call it last: sinks and streams that were called
 * may have left error objects of their own.
 */
HRESULT format2_call_burned(struct format2_call *call, HRESULT hr, const struct burn_failure *failure);

/* ----------------------------------------------------------------------------------------------------- the medium */

/* The medium in the writer's recorder. While the writer is busy with this recorder: the medium as Write found it.
 * Otherwise it is read from the drive, which stays open until the end of the call. On failure the call has ended, and
 * the member returns the HRESULT.
 */
HRESULT format2_call_media(struct format2_call *call, struct com_global *recorder, bool with_contents,
                           struct burn_media *media);

/* Likewise, with the speeds that the drive lists for the medium. */
HRESULT format2_call_speeds(struct format2_call *call, struct com_global *recorder, struct burn_media *media,
                            struct burn_speeds *speeds);

/* ------------------------------------------------------------------------------------------------------------ busy */

/* Check for operations that are refused while the writer is busy, and, if the class has such a state, while the medium
 * is prepared: S_OK, or the class's code. Call with the lock held.
 */
HRESULT format2_check_idle(const struct format2 *format);

/* Become busy with an operation that requires the medium to be prepared, or not to be: S_OK, or the class's code, and
 * nothing changes.
 */
HRESULT format2_enter_prepared(struct format2 *format, bool is_prepared);

/* Become busy. False: it is busy already. */
bool format2_enter(struct format2 *format);
bool format2_enter_speed(struct format2 *format); /* for SetWriteSpeed: cannot be cancelled */
void format2_leave(struct format2 *format);
bool format2_is_busy(struct format2 *format);

/* End the current burn at its next command. False: there is none. */
bool format2_cancel(struct format2 *format);

/* The medium and speeds that Write has found. False: the writer is not busy with this recorder, or Write does not know
 * them yet. speeds: NULL: not wanted.
 */
bool format2_take_found(struct format2 *format, struct com_global *recorder, struct burn_media *media,
                        struct burn_speeds *speeds);

/* Store the medium and speeds that burn_observer.found reports. */
void format2_found(struct format2 *format, const struct burn_media *media, const struct burn_speeds *speeds);

/* Store the setbacks that format2_get_Setbacks returns from now on. */
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
/* A boolean of the writer's own, guarded by the lock. Any value but 0 is true. put fails while the writer is busy. */
HRESULT format2_put_flag(struct format2 *format, const char *attempt, VARIANT_BOOL *flag, VARIANT_BOOL value);
HRESULT format2_get_flag(struct format2 *format, const char *attempt, const VARIANT_BOOL *flag, VARIANT_BOOL *value);
HRESULT format2_get_CurrentPhysicalMediaType(struct format2 *format, IMAPI_MEDIA_PHYSICAL_TYPE *value);
/* IOpenBurnSetbacks::Setbacks, of writers that have this interface. */
HRESULT format2_get_Setbacks(struct format2 *format, BSTR *lines);

/* Members of writers that have speeds: format2_speed.c. */

HRESULT format2_get_RequestedWriteSpeed(struct format2 *format, LONG *value);
HRESULT format2_get_RequestedRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_CurrentWriteSpeed(struct format2 *format, LONG *value);
HRESULT format2_get_CurrentRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value);
HRESULT format2_get_SupportedWriteSpeeds(struct format2 *format, SAFEARRAY **value);
HRESULT format2_get_SupportedWriteSpeedDescriptors(struct format2 *format, SAFEARRAY **value);
HRESULT format2_SetWriteSpeed(struct format2 *format, LONG sectors, VARIANT_BOOL pure_cav);

/* S_OK, or the S_IMAPI_...ADJUSTED code for a speed that was set. */
HRESULT format2_speed_adjusted(bool is_speed_adjusted, bool is_rotation_adjusted);

#endif
