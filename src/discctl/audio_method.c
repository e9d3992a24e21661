/* Asks IDiscFormat2RawCD for the drive's sector types, and chooses a method by a short table of preferences. */
#include "discctl/audio_method.h"

#include <string.h>

#include "imapi2error.h"
#include "openimapi2.h"

#include "discctl/memory.h"
#include "discctl/recorders.h"
#include "discctl/writers.h"

/* In the order in which they are taken. 2 comes last: the same bytes as 3 without R-W, and CDEmu lists it and refuses
 * the mode page with it.
 */
/* clang-format off */
static const struct {
    IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type;
    const char *name;
} types[] = {
    {IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY,   "raw, sector type 1 (P and Q)"},
    {IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW,    "raw, sector type 3 (P to W, as they are)"},
    {IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED, "raw, sector type 2 (P to W, R-W as packs)"},
};
/* clang-format on */

/* One bit for each sector type that the drive writes; without any, why it has none. */
struct raw_types {
    unsigned bits;
    const char *why;
};

static bool has_type(const struct raw_types *types_of_drive, IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE type)
{
    return types_of_drive->bits >> type & 1;
}

static void read_types(SAFEARRAY *array, struct raw_types *found)
{
    VARIANT *elements;
    ULONG i;

    if (FAILED(SafeArrayAccessData(array, (void **)&elements))) return;
    for (i = 0; i < array->rgsabound[0].cElements; i++) {
        if ((V_VT(&elements[i]) == VT_UI4 || V_VT(&elements[i]) == VT_I4) && V_UI4(&elements[i]) < 32)
            found->bits |= 1u << V_UI4(&elements[i]);
    }
    SafeArrayUnaccessData(array);
}

/* No bit where the drive does not write raw at all. False, and failure is set: that cannot be told. */
static bool ask_drive(IDiscRecorder2 *recorder, struct raw_types *found, struct failure *failure)
{
    IDiscFormat2RawCD *writer;
    SAFEARRAY *array = NULL;
    HRESULT hr;

    found->bits = 0;
    found->why = "the drive does not write raw";
    if (!raw_writer_create(&writer, failure)) {
        if (failure->hresult != REGDB_E_CLASSNOTREG) return false;
        failure_free(failure);
        found->why = "MsftDiscFormat2RawCD is not registered";
        return true;
    }
    do {
        hr = IDiscFormat2RawCD_put_Recorder(writer, recorder);
    } while (hr != E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED && recorder_wait_if_becoming_ready(hr, failure));
    if (SUCCEEDED(hr)) {
        do {
            hr = IDiscFormat2RawCD_get_SupportedSectorTypes(writer, &array);
        } while (recorder_wait_if_becoming_ready(hr, failure));
        if (SUCCEEDED(hr) && array) read_types(array, found);
        if (array) SafeArrayDestroy(array);
    }
    IDiscFormat2RawCD_Release(writer);
    return SUCCEEDED(hr) || hr == E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED;
}

static bool take_raw(const struct audio_wishes *wishes, const struct raw_types *found, struct audio_choice *choice,
                     struct failure *failure)
{
    size_t i;

    for (i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (!has_type(found, types[i].type)) continue;
        if (wishes->text && types[i].type != IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW) continue;
        choice->method = AUDIO_METHOD_RAW;
        choice->sector_type = types[i].type;
        choice->name = types[i].name;
        return true;
    }
    *failure = failure_say(
        E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED,
        wishes->text ? "The drive writes raw, but not with the sub-channels R to W as they are, and --text needs that"
                     : "The drive offers no sector type for raw writing that discctl knows: use --tao");
    return false;
}

bool audio_choose(const struct audio_wishes *wishes, IDiscRecorder2 *recorder, struct audio_choice *choice,
                  struct failure *failure)
{
    struct raw_types found;

    memset(choice, 0, sizeof *choice);
    choice->method = AUDIO_METHOD_TRACK_AT_ONCE;
    choice->name = "track at once";
    if (wishes->method == AUDIO_METHOD_TRACK_AT_ONCE) {
        choice->why = memory_printf("%s needs it", wishes->method_option);
        return true;
    }
    if (!ask_drive(recorder, &found, failure)) return false;
    if (!found.bits && wishes->method == AUDIO_METHOD_RAW) {
        *failure = failure_say(E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED,
                               "%s needs raw writing, and %s; leave the option out to write the disc track at once",
                               wishes->method_option, found.why);
        return false;
    }
    if (!found.bits) {
        choice->why = memory_printf("%s", found.why);
        return true;
    }
    if (!take_raw(wishes, &found, choice, failure)) return false;
    choice->why = wishes->method == AUDIO_METHOD_RAW ? memory_printf("%s needs it", wishes->method_option)
                                                     : memory_printf("the drive can write raw");
    return true;
}
